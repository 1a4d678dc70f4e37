"""The project's settings without a database, for checks that only compare files with models."""

from mosty.site.settings import *  # noqa: F403 reason: all settings but one

DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}
