"""Events, their programme, registrations and check-in."""

import datetime as dt
import zoneinfo
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core.fields import CodeField, CountryField, PartialDateField, TranslatedField
from mosty.core.history import tracked
from mosty.core.models import Consent, Record, Team, User
from mosty.core.personal import YEAR, Personal
from mosty.directory.models import Organisation, Person
from mosty.places.models import Hall, Venue


@tracked()
class Event(Record):
    """A week, a forum, a mission, a visit: anything with a place, a time and people."""

    class Kind(models.TextChoices):
        WEEK = "week", _("week")
        FORUM = "forum", _("forum")
        MARKET_ABROAD = "market-abroad", _("market abroad")
        MISSION_ABROAD = "mission-abroad", _("mission abroad")
        BUSINESS_MISSION = "business-mission", _("business mission")
        STUDY_VISIT = "study-visit", _("study visit")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ANNOUNCED = "announced", pgettext_lazy("event", "announced")
        OPEN = "open", _("registration is open")
        CLOSED = "closed", _("registration is closed")
        HELD = "held", pgettext_lazy("event", "held")
        CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")

    # Which states a state may be followed by. What was held or cancelled stays so.
    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.DRAFT: (State.ANNOUNCED, State.OPEN, State.CANCELLED),
        State.ANNOUNCED: (State.DRAFT, State.OPEN, State.HELD, State.CANCELLED),
        State.OPEN: (State.CLOSED, State.HELD, State.CANCELLED),
        State.CLOSED: (State.OPEN, State.HELD, State.CANCELLED),
        State.HELD: (),
        State.CANCELLED: (),
    }

    code = CodeField(editable=True)
    name = TranslatedField(pgettext_lazy("event", "name"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    edition = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    first_held = PartialDateField(_("first held"), null=True, blank=True)
    starts = PartialDateField(_("starts"))
    ends = PartialDateField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Moscow")
    country = CountryField(_("country"))
    city = TranslatedField(_("city"), blank=True)
    venue = models.ForeignKey(
        Venue, models.SET_NULL, verbose_name=_("venue"), null=True, blank=True
    )
    team = models.ForeignKey(Team, models.PROTECT, verbose_name=_("team"), related_name="+")
    about = TranslatedField(pgettext_lazy("event", "about"), blank=True, multiline=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="event_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.code])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def first_day(self) -> dt.date:
        return self.starts.first

    @property
    def last_day(self) -> dt.date:
        return (self.ends or self.starts).last

    @property
    def moves(self) -> tuple[str, ...]:
        """The states this one may be followed by."""
        return self.MOVES[self.State(self.state)]

    @property
    def takes_registrations(self) -> bool:
        return self.state == self.State.OPEN


class EventRole(models.Model):
    """A role in one event, given to somebody outside the team that runs it."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("manager")
        DESK = "desk", _("front desk")

    user = models.ForeignKey(User, models.CASCADE, related_name="event_roles")
    event = models.ForeignKey(Event, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "event", "role"], name="event_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class EventPlaces(models.Model):
    """How many places an event has and how many are taken: a counter that cannot overflow."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="places")
    limit = models.PositiveIntegerField(_("places"), null=True, blank=True)  # empty: no limit
    taken = models.PositiveIntegerField(_("taken"), default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(limit__isnull=True) | models.Q(taken__lte=models.F("limit")),
                name="event_places_left",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{self.limit or '∞'}"


@tracked()
class Session(Record):
    """A talk, a panel, a showcase. Its time is local time in the event's zone; UTC is derived."""

    class Kind(models.TextChoices):
        TALK = "talk", _("talk")
        PANEL = "panel", _("panel")
        PITCH = "pitch", _("pitch")
        WORKSHOP = "workshop", _("workshop")
        SHOWCASE = "showcase", _("showcase")

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    title = TranslatedField(_("title"))
    abstract = TranslatedField(_("abstract"), blank=True, multiline=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TALK)
    track = TranslatedField(_("track"), blank=True)
    hall = models.ForeignKey(Hall, models.SET_NULL, verbose_name=_("hall"), null=True, blank=True)
    day = models.DateField(_("day"))
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))
    during = DateTimeRangeField(editable=False)  # derived from day, times and the event's zone

    class Meta:
        verbose_name = _("session")
        ordering: ClassVar = ["day", "starts", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="session_ends_after_start"
            ),
            ExclusionConstraint(
                name="session_hall_free",
                expressions=[("hall", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(hall__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"{reverse('event', args=[self.event.code])}#session-{self.code}"


@tracked()
class Speaker(models.Model):
    """A person speaks in a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="speakers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="speaks")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="speakers"
    )
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("speaker")
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], name="speaker_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class Registration(Record):
    """A person takes part in an event, for an organisation or on their own."""

    class Category(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        SPEAKER = "speaker", _("speaker")
        PRESS = "press", _("press")
        GUEST = "guest", _("guest")

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for confirmation")
        CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
        DECLINED = "declined", pgettext_lazy("registration", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("registration", "withdrawn")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.REQUESTED: (State.CONFIRMED, State.DECLINED, State.WITHDRAWN),
        State.CONFIRMED: (State.DECLINED, State.WITHDRAWN),
        State.DECLINED: (State.CONFIRMED,),
        State.WITHDRAWN: (),
    }
    HOLD_PLACE: ClassVar[tuple[str, ...]] = (State.REQUESTED, State.CONFIRMED)

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        related_name="registrations",
    )
    category = models.CharField(
        _("category"), max_length=20, choices=Category, default=Category.PARTICIPANT
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.REQUESTED)
    wants_meetings = models.BooleanField(_("wants business meetings"), default=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict, editable=False)  # of the form's blocks
    form_version = models.PositiveIntegerField(default=1, editable=False)
    registered_at = models.DateTimeField(_("registered"))

    personal_data: ClassVar = {
        "answers": Personal(_("to prepare a participant's arrival at one event"), YEAR),
    }

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=models.Q(state__in=["requested", "confirmed"]),
                name="registration_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["event", "-id"], name="registration_of_event"),
            models.Index(fields=["event", "-registered_at"], name="registration_newest"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("registration", args=[self.event.code, self.code])

    @property
    def moves(self) -> tuple[str, ...]:
        """The states this one may be followed by."""
        return self.MOVES[self.State(self.state)]


@tracked()
class CheckIn(models.Model):
    """Somebody came through the door. Once an event; undone by taking the row away."""

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="check_in")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("check-in")

    def __str__(self) -> str:
        return f"{self.registration} {self.at:%d.%m.%Y %H:%M}"
