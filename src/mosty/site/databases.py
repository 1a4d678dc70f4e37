"""Django's database settings: of a server that is named, or of the embedded one."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mosty.site import embedded


def settings_of(address: str, home: embedded.Home) -> dict[str, Any]:
    """Settings for ``postgresql://user:password@host:port/name?option=value`` or, if empty, ``home``."""
    if not address:
        return _settings(embedded.DATABASE, embedded.ROLE, "", str(home.sockets), "", {})
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return _settings(
        unquote(parts.path.lstrip("/")) or "mosty",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        unquote(options.pop("host", parts.hostname or "")),
        str(parts.port or ""),
        options,
    )


def _settings(  # noqa: PLR0913 reason: the six parts of an address
    name: str, user: str, password: str, host: str, port: str, options: dict[str, str]
) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
