"""Django's database settings: of a server that is named, or of the embedded one."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mosty.site import embedded


def settings_of(address: str, home: embedded.Home) -> dict[str, Any]:
    """Settings for ``postgresql://user:password@host:port/name?option=value``, or for ``home``.

    A host or port may be given as an option too, as libpq has it: a folder of sockets is a host.
    """
    if not address:
        place = {"NAME": embedded.DATABASE, "USER": embedded.ROLE, "HOST": str(home.sockets)}
        return _settings(place, {})
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    place = {
        "NAME": unquote(parts.path.lstrip("/")) or embedded.DATABASE,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
    }
    return _settings(place, options)


def _settings(place: dict[str, str], options: dict[str, str]) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "PASSWORD": "",
        "PORT": "",
        **place,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
