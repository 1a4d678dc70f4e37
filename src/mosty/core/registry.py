"""How a lower floor is told of a higher one.

An area registers, in its apps.py, what it adds to pages that know nothing of it: an entry of the
rail, a figure, what can be searched, links of the thread, signals for a recommendation.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from mosty.core.money import Money
    from mosty.core.permissions import Permission, Subject

T = TypeVar("T")


class Registry(Generic[T]):
    """Entries by key, in the order they were registered. A second entry of a key is an error."""

    def __init__(self) -> None:
        self._entries: dict[str, T] = {}

    def register(self, key: str, entry: T) -> None:
        if key in self._entries:
            message = f"{key!r} is registered twice"
            raise ValueError(message)
        self._entries[key] = entry

    def get(self, key: str) -> T | None:
        return self._entries.get(key)

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())


@dataclass(frozen=True)
class NavItem:
    """An entry of the rail. `order` sorts; `section` is one of the shell's."""

    key: str
    label: Any
    url_name: str
    order: int
    section: str = "work"
    visible: "Callable[[Subject], bool]" = lambda _user: True
    waiting: "Callable[[Subject], int] | None" = None  # how much waits for this person

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class EventTab:
    """A page of an event that another area adds to the event's tabs.

    `url_name` takes the event's code; `visible(user, event)` tells who is offered the tab.
    """

    key: str
    label: Any
    url_name: str
    order: int
    visible: "Callable[[Subject, Any], bool]" = lambda _user, _event: True


@dataclass(frozen=True)
class EventClock:
    """Times that another area keeps by the clock of an event.

    `days(event)` are the days that have such times: the event may not leave them. When its time
    zone changes, `follow(event)` moves the times inside the same act, or raises `Refused`.
    """

    key: str
    days: Callable[[Any], Iterable[dt.date]]
    follow: Callable[[Any], None]


@dataclass(frozen=True)
class Searchable:
    """What the one search box finds. Only rows that `see` allows are ever shown.

    `texts` are paths of columns; a translated column is searched in every language.
    """

    key: str
    label: Any
    model: type[models.Model]
    see: "Permission"
    texts: tuple[str, ...]
    order: int = 100
    related: tuple[str, ...] = ()  # what a line reads of other tables: fetched with the records


@dataclass(frozen=True)
class ThreadStep:
    """One point of the thread from meeting to result."""

    kind: Any  # "Meeting", "Agreement": the word above the point
    title: str
    when: Any  # PartialDate, datetime or None
    url: str
    happened: bool
    note: str = ""


@dataclass(frozen=True)
class ThreadLink:
    """How records of `model` hang on the thread. `order` is the model's place on it.

    `step` describes a record as a point. `came_from(record)` gives what it came from: records of
    lower floors. `came_of` says, for a model of a lower floor (by its label, "meetings.Meeting"),
    which records of this model came of one: so the lower floor need not know this one.
    """

    model: type[models.Model]
    see: "Permission"
    step: Callable[[Any], ThreadStep]
    came_from: Callable[[Any], Iterable[models.Model]] = lambda _record: ()
    came_of: "Mapping[str, Callable[[Any], Iterable[models.Model]]]" = field(default_factory=dict)
    order: int = 100
    related: tuple[str, ...] = ()  # what `step` reads of other tables: fetched with the records


@dataclass(frozen=True)
class FigureRow:
    """A record behind a figure, as one line with a link."""

    title: str
    url: str
    note: str = ""
    when: Any = None  # PartialDate, date, datetime or None
    provenance: str = "real"
    amount: "Money | None" = None


@dataclass(frozen=True)
class Figure:
    """What an area reports of an event: the records behind a number, and how they make it.

    `rows` gives the records for an event; `provenance` is the path on them that tells real from
    generated; `measure` turns records into numbers (a count by default: how many rows; money gives
    one `Money` a currency). `row` shows one record; `counted_from` says in words what is counted.
    `parts` narrows the records to one sector or country: {"sector": lambda rows, code: …}; pages
    then open a part by `?sector=games`.
    """

    key: str
    label: Any
    counted_from: Any
    rows: Callable[[Any], "models.QuerySet[Any]"]
    row: Callable[[Any], FigureRow]
    see: "Permission"
    measure: "Callable[[models.QuerySet[Any]], tuple[int | Money, ...]]" = lambda rows: (
        rows.count(),
    )
    provenance: str = "provenance"
    order: int = 100
    parts: "Mapping[str, Callable[[models.QuerySet[Any], str], models.QuerySet[Any]]]" = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class PartnerSignal:
    """What a recommendation may know of a pair of organisations, as a sentence to show."""

    key: str
    signal: Callable[[int, int], str | None]


@dataclass(frozen=True)
class StaffCheck:
    """Tells whether a person works here (and so must sign in with a second factor)."""

    is_staff: Callable[[Any], bool]


navigation: Registry[NavItem] = Registry()
event_tabs: Registry[EventTab] = Registry()
event_clocks: Registry[EventClock] = Registry()
figures: Registry[Figure] = Registry()
searchables: Registry[Searchable] = Registry()
thread_links: Registry[ThreadLink] = Registry()
partner_signals: Registry[PartnerSignal] = Registry()
staff_checks: Registry[StaffCheck] = Registry()
