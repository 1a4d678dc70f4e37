"""The project's settings without a database, for checks that only compare files with models.

PostgreSQL still has to be the engine: triggers are compared by the SQL they would become.
"""

from mosty.site.settings import *  # noqa: F403 reason: all settings but one

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "none",
        "HOST": "/no-database",
    }
}
