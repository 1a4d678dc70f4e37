"""The entry for a web server: ``mosty.site.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mosty.site.settings")
application = get_wsgi_application()
