"""Settings of a test run: the program's own, in a fresh folder that the run throws away."""

import os
import tempfile
from pathlib import Path

from mosty.site import environment

# The first process of a run makes the folder; the workers it starts inherit its name.
RUN = Path(os.environ.get("MOSTY_TEST_RUN") or tempfile.mkdtemp(prefix="mosty-tests-"))
for setting in environment.SETTINGS:
    if setting.name != "DATABASE_URL":
        os.environ.pop(setting.name, None)
os.environ |= {"MOSTY_TEST_RUN": str(RUN), "MOSTY_DATA": str(RUN)}

from mosty.site.settings import *  # noqa: E402, F403  # the environment comes first

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for tests alone
CACHES = {
    alias: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": alias}
    for alias in ("default", "charts")
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir(exist_ok=True)
# Each process of a run has files of its own: a test of backups moves the whole folder.
FILES = MEDIA_ROOT = RUN / os.environ.get("PYTEST_XDIST_WORKER", "main") / "files"
STORAGES["default"]["OPTIONS"]["location"] = FILES
DATABASES["default"]["CONN_MAX_AGE"] = 0
