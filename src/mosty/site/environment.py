"""What an installation is told through its environment: one table, read in one place.

Every value that differs between two installations is a row of ``SETTINGS``. ``read(name)``
gives the value in its own type, or raises ``WrongSetting`` with the name, the value and what was
expected. Nothing here needs Django, so commands can read settings before Django is set up.
"""

import os
import re
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

Value = str | bool | int | Path | list[str]


class WrongSetting(ValueError):
    """A setting holds a value that cannot be used; the text says which, and what is expected."""


@dataclass(frozen=True)
class Setting:
    """One row of the table. ``default`` is written as it would be in the environment."""

    name: str
    kind: str
    default: str
    help: str
    example: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "MOSTY_DEMO",
        "yes or no",
        "no",
        "Shows the example week with one-click sign-in for each role. Binds to this machine only; "
        "never switch it on for real data.",
        "yes",
    ),
    Setting(
        "MOSTY_DATA",
        "folder",
        "",
        "Folder for everything the installation keeps: the embedded database, files, caches and "
        "the secret key. Empty: `var/` beside the project's pyproject.toml, or `mosty` in the "
        "user's data folder when the program is installed as a package.",
        "/srv/mosty",
    ),
    Setting(
        "DATABASE_URL",
        "database address",
        "",
        "Address of a PostgreSQL 18 server. Empty: the embedded PostgreSQL is used.",
        "postgresql://mosty:secret@db.example/mosty",
        secret=True,
    ),
    Setting(
        "MOSTY_SECRET_KEY",
        "secret",
        "",
        "Signs sessions and links; at least 32 characters. Empty: made once and kept in the data "
        "folder as `secret-key`, readable by the owner alone.",
        "a-long-random-text-of-fifty-characters-or-more-here",
        secret=True,
    ),
    Setting(
        "MOSTY_HOSTS",
        "list",
        "",
        "Host names under which the pages may be asked for, separated by commas. Empty: the host "
        "of MOSTY_ADDRESS and this machine's own names (localhost).",
        "mosty.example,www.mosty.example",
    ),
    Setting(
        "MOSTY_ADDRESS",
        "web address",
        "",
        "Public address of the site, used in mails and documents. Empty: http://localhost with "
        "the port of MOSTY_PORT. With https, cookies are sent over https only.",
        "https://mosty.example",
    ),
    Setting(
        "MOSTY_PORT",
        "port",
        "8000",
        "Port on which `mosty serve` and `mosty demo` listen.",
        "8080",
    ),
    Setting(
        "MOSTY_WORKERS",
        "number from 1",
        "1",
        "How many web processes `mosty serve` starts.",
        "4",
    ),
    Setting(
        "MOSTY_MAIL_URL",
        "mail address",
        "console:",
        "Where mail goes: `console:` prints it, `file:FOLDER` writes files, "
        "`smtp://user:password@host:587` sends it over STARTTLS, `smtps://…:465` over TLS; "
        "`smtp://host:25?tls=no` sends without encryption.",
        "smtp://user:password@mail.example:587",
        secret=True,
    ),
    Setting(
        "MOSTY_MAIL_FROM",
        "text",
        "Mosty <mosty@localhost>",
        "Sender of the mails.",
        "Cooperation office <office@mosty.example>",
    ),
    Setting(
        "MOSTY_TIME_ZONE",
        "time zone",
        "Europe/Moscow",
        "Zone in which times are shown when a record has no zone of its own.",
        "Asia/Tashkent",
    ),
    Setting(
        "MOSTY_DISPUTED_BORDERS",
        "one of: none, atlas",
        "none",
        "How the world map draws borders: `none` draws land as one shape without borders, `atlas` "
        "draws them as the map data has them.",
        "atlas",
    ),
    Setting(
        "MOSTY_DEBUG",
        "yes or no",
        "no",
        "Shows full error pages to anyone who asks. For development only.",
        "yes",
    ),
)

BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(name: str, environ: Mapping[str, str] | None = None) -> Value:
    """The value of the setting ``name`` in its own type.

    An empty value counts as absent. Raises ``WrongSetting`` when it cannot be used and ``KeyError``
    when no such setting is declared.
    """
    setting = BY_NAME[name]
    source = os.environ if environ is None else environ
    text = source.get(name, "").strip() or setting.default
    try:
        return _READERS[setting.kind](text)
    except ValueError as problem:
        shown = "(hidden: it is a secret)" if setting.secret else repr(text)
        message = (
            f"The setting {name} is {shown}, which cannot be used: expected {problem}."
            f" Example: {name}={setting.example}"
        )
        raise WrongSetting(message) from None


def text(name: str) -> str:
    """A setting that is text; the other readers below do the same for their types."""
    value = read(name)
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def flag(name: str) -> bool:
    """A setting that is yes or no."""
    return read(name) is True


def number(name: str) -> int:
    """A setting that is a whole number."""
    value = read(name)
    if not isinstance(value, int):
        raise TypeError(name)
    return value


def items(name: str) -> list[str]:
    """A setting that is a list."""
    value = read(name)
    if not isinstance(value, list):
        raise TypeError(name)
    return value


def data_folder() -> Path:
    """The folder of MOSTY_DATA or its default, absolute; it is not created here."""
    value = read("MOSTY_DATA")
    if isinstance(value, Path) and value != Path():
        return value.expanduser().absolute()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "mosty"


def address() -> str:
    """The public address of the site, without a slash at its end."""
    return text("MOSTY_ADDRESS").rstrip("/") or f"http://localhost:{number('MOSTY_PORT')}"


def hosts() -> list[str]:
    """Host names under which pages are served."""
    named = items("MOSTY_HOSTS")
    if named:
        return named
    public = urlsplit(address()).hostname or "localhost"
    return list(dict.fromkeys([public, "localhost", "127.0.0.1", "[::1]"]))


def _yes_or_no(value: str) -> bool:
    word = value.lower()
    if word in {"1", "yes", "true", "on"}:
        return True
    if word in {"0", "no", "false", "off"}:
        return False
    raise ValueError("yes or no (also 1/0, true/false, on/off)")


def _whole_number(least: int, most: int) -> Callable[[str], int]:
    def reader(value: str) -> int:
        if re.fullmatch(r"\d{1,9}", value) and least <= int(value) <= most:
            return int(value)
        raise ValueError(f"a whole number from {least} to {most}")

    return reader


def _list(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _secret(value: str) -> str:
    if value and len(value) < 32:
        raise ValueError("at least 32 characters")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if not value or (parts.scheme in {"http", "https"} and parts.hostname):
        return value
    raise ValueError("an address that begins with http:// or https://")


def _database_address(value: str) -> str:
    if not value or urlsplit(value).scheme in {"postgres", "postgresql"}:
        return value
    raise ValueError("an address that begins with postgresql:// (no other database is supported)")


def _mail_address(value: str) -> str:
    parts = urlsplit(value)
    if value == "console:" or (parts.scheme == "file" and parts.path):
        return value
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return value
    raise ValueError("console:, file:FOLDER, smtp://host:port or smtps://host:port")


def _time_zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise ValueError("the name of a time zone such as Europe/Moscow") from None
    return value


def _borders(value: str) -> str:
    if value not in {"none", "atlas"}:
        raise ValueError("none or atlas")
    return value


_READERS: dict[str, Callable[[str], Value]] = {
    "yes or no": _yes_or_no,
    "folder": Path,
    "database address": _database_address,
    "secret": _secret,
    "list": _list,
    "web address": _web_address,
    "port": _whole_number(1, 65535),
    "number from 1": _whole_number(1, 1000),
    "mail address": _mail_address,
    "text": str,
    "time zone": _time_zone,
    "one of: none, atlas": _borders,
}
