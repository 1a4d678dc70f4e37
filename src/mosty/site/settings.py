"""Django's settings. What differs between installations comes from ``environment``."""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.site import databases, embedded, environment, mail

DEMO = MOSTY_DEMO = environment.flag("MOSTY_DEMO")
DEBUG = environment.flag("MOSTY_DEBUG")
DATA = environment.data_folder()
ADDRESS = MOSTY_ADDRESS = environment.address()
SECURE = ADDRESS.startswith("https://")


def kept_secret(folder: Path) -> str:
    """The secret key of the environment, or the one kept in the data folder (made when absent)."""
    given = environment.text("MOSTY_SECRET_KEY")
    if given:
        return given
    file = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".secret-key-{secrets.token_hex(8)}"
    with open(draft, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        out.write(secrets.token_urlsafe(50))
    try:
        # A hard link either gives the file its name or finds it taken: two starts at once agree.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text().strip()


SECRET_KEY = kept_secret(DATA)
ALLOWED_HOSTS = environment.hosts()
CSRF_TRUSTED_ORIGINS = [ADDRESS]

INSTALLED_APPS = [
    # The areas come first, so that their templates and texts win over those of the libraries.
    "mosty.core",
    "mosty.directory",
    "mosty.places",
    "mosty.events",
    "mosty.meetings",
    "mosty.agreements",
    "mosty.results",
    "mosty.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "ninja",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mosty.core.middleware.Readable",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mosty.core.middleware.Context",
    "mosty.core.middleware.SecondFactor",
]

ROOT_URLCONF = "mosty.site.urls"
WSGI_APPLICATION = "mosty.site.wsgi.application"
FORM_RENDERER = "mosty.core.forms.Renderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mosty.core.shell.shell",
            ],
        },
    },
]

DATABASES = {
    "default": databases.settings_of(environment.text("DATABASE_URL"), embedded.home(DATA))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

CACHES: dict[str, dict[str, Any]] = {
    # On disk, so that every process of this machine counts the same sign-in attempts.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache" / "default",
    },
    "charts": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache" / "charts",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mosty.site.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Mosty"
# Passkeys need https everywhere but on this machine, where the browser trusts http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
MOSTY_DISPUTED_BORDERS = environment.text("MOSTY_DISPUTED_BORDERS")
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = environment.text("MOSTY_TIME_ZONE")
USE_TZ = True

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FILES = DATA / "files"
MEDIA_ROOT = FILES
STORAGES: dict[str, dict[str, Any]] = {
    # Private: no address leads here. Files are served by pages that check who asks.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": FILES,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("MOSTY_MAIL_FROM")
globals().update(mail.settings_of(environment.text("MOSTY_MAIL_URL")))

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
DJANGO_TABLES2_TEMPLATE = "core/table.html"
FILTERS_EMPTY_CHOICE_LABEL = pgettext_lazy("filter", "all")  # of a filter that is not used

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING" if DEMO else "INFO"},
    # Which jobs it knows and when it looks for work is said at INFO; jobs themselves matter.
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "procrastinate.worker": {"level": "WARNING" if DEMO else "INFO"},
    },
}
