"""What the page shell shows around every page: rail, languages, account, the demo's strip.

The context processor hands templates one lazy object, `shell`; a page that draws no shell (a part
fetched by htmx) pays for none of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext_lazy as _

from mosty.core.registry import NavItem, navigation

BAR_ENTRIES = 4  # a phone's bar has five places, the last is "More"

SECTION_LABELS = {"work": "", "results": _("Results"), "settings": _("Settings")}

DEMO_ROLES = (
    ("manager", _("Manager")),
    ("representative", _("Representative")),
    ("front_desk", _("Front desk")),
    ("leadership", _("Leadership")),
    ("auditor", _("Auditor")),
    ("administrator", _("Administrator")),
    ("visitor", _("Visitor")),
)

ACCOUNT_LINKS = (
    ("account_email", _("E-mail addresses")),
    ("account_change_password", _("Password")),
    ("mfa_index", _("Passkeys and codes")),
    ("tokens", _("API tokens")),
)


@dataclass(frozen=True)
class RailEntry:
    """An area as the rail shows it to one person."""

    key: str
    label: str
    url: str
    section: str
    section_label: str
    current: bool
    waiting: int | None


@dataclass(frozen=True)
class Link:
    """An address and its words."""

    label: str
    url: str


@dataclass(frozen=True)
class Choice:
    """One of several buttons (a language, a role) of which one may be current."""

    key: str
    label: str
    current: bool

    @property
    def code(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        return self.label


@dataclass(frozen=True)
class Alternate:
    """The address of this page in another language."""

    code: str
    url: str


def shell(request: HttpRequest) -> dict[str, "Shell"]:
    """Context processor: `shell`."""
    return {"shell": Shell(request)}


class Shell:
    """Everything around the page, computed when a template asks for it."""

    def __init__(self, request: HttpRequest, areas: Iterable[NavItem] = navigation) -> None:
        self._request = request
        self._areas = areas
        self._user: Any = getattr(request, "user", None)

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @cached_property
    def rail(self) -> Sequence[RailEntry]:
        """The areas this person may see, in order."""
        if self._user is None:
            return ()
        items = [item for item in self._areas if item.visible(self._user)]
        items.sort(key=lambda item: (list(SECTION_LABELS).index(item.section), item.order))
        current = self._current([item.url for item in items])
        return tuple(
            RailEntry(
                key=item.key,
                label=str(item.label),
                url=item.url,
                section=item.section,
                section_label=str(SECTION_LABELS[item.section]),
                current=item.url == current,
                waiting=item.waiting(self._user) if item.waiting else None,
            )
            for item in items
        )

    @property
    def bar(self) -> Sequence[RailEntry]:
        return self.rail[: BAR_ENTRIES if self.more else BAR_ENTRIES + 1]

    @property
    def more(self) -> Sequence[RailEntry]:
        return self.rail[BAR_ENTRIES:] if len(self.rail) > BAR_ENTRIES + 1 else ()

    @property
    def languages(self) -> Sequence[Choice]:
        return tuple(
            Choice(code, str(get_language_info(code)["name_local"]).capitalize(), self.is_in(code))
            for code, _name in settings.LANGUAGES
        )

    def is_in(self, code: str) -> bool:
        """Whether the page is shown in the language `code`."""
        return self.language.split("-")[0] == code.split("-", maxsplit=1)[0]

    @property
    def alternates(self) -> Sequence[Alternate]:
        """The page's addresses in the other languages, where languages have addresses."""
        try:
            here = self._request.build_absolute_uri()
        except DisallowedHost:  # the page that says so is being drawn
            return ()
        pages = [(code, translate_url(here, code)) for code, _name in settings.LANGUAGES]
        if len({url for _code, url in pages}) < len(pages):
            return ()
        return tuple(Alternate(code, url) for code, url in pages)

    @property
    def user_name(self) -> str:
        name = str(getattr(self._user, "name", "") or "").strip()
        return name or str(getattr(self._user, "email", ""))

    @property
    def account_links(self) -> Sequence[Link]:
        links = [(label, address(name)) for name, label in ACCOUNT_LINKS]
        return tuple(Link(str(label), url) for label, url in links if url)

    @property
    def search_url(self) -> str:
        return address("search")

    @property
    def set_language_url(self) -> str:
        return address("set_language")

    @property
    def sign_in_url(self) -> str:
        return address("account_login")

    @property
    def sign_out_url(self) -> str:
        return address("account_logout")

    @property
    def demo(self) -> bool:
        return bool(getattr(settings, "MOSTY_DEMO", False))

    @property
    def demo_sign_in_url(self) -> str:
        return address("demo_sign_in")

    @property
    def demo_roles(self) -> Sequence[Choice]:
        return tuple(Choice(key, str(label), key == self._role) for key, label in DEMO_ROLES)

    @property
    def _role(self) -> str:
        """The role of the demo's person: the name of the mailbox, as in front-desk@demo.example."""
        if not getattr(self._user, "is_demo", False):
            return "visitor"
        return str(self._user.email).partition("@")[0].replace("-", "_")

    def _current(self, urls: Sequence[str]) -> str | None:
        """The longest of the areas' addresses under which this page lies."""
        path = self._request.path
        above = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
        return max(above, key=len, default=None)


def address(name: str) -> str:
    """The address of a named page, or an empty string where this installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
