"""Requests for meetings, the slots of an event, schedules and the meetings themselves.

Nobody is in two places: every person and every table of a schedule has one `Seat` for its time,
under an exclusion constraint; `plan` is the run the seat belongs to, or "published".
"""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core.fields import CodeField
from mosty.core.history import tracked
from mosty.core.models import Record, User
from mosty.core.personal import YEAR, Personal
from mosty.directory.models import Organisation, Person
from mosty.events.models import Event, Registration
from mosty.places.models import Table

PUBLISHED = "published"


@tracked()
class MeetingPlan(models.Model):
    """How an event holds its meetings: from when requests are taken to what is published."""

    class State(models.TextChoices):
        CLOSED = "closed", _("not open yet")
        REQUESTS = "requests", _("requests are open")
        PUBLISHED = "published", _("schedule is published")

    event = models.OneToOneField(Event, models.CASCADE, related_name="meeting_plan")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.CLOSED)
    limit_per_person = models.PositiveSmallIntegerField(_("meetings a person at most"), default=16)
    tables = models.ManyToManyField(Table, verbose_name=_("tables"), blank=True, related_name="+")

    class Meta:
        verbose_name = _("meeting plan")

    def __str__(self) -> str:
        return str(self.event)


class Slot(models.Model):
    """A time for meetings: local time in the event's zone, UTC derived."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    day = models.DateField(_("day"))
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))
    during = DateTimeRangeField(editable=False)

    class Meta:
        verbose_name = _("slot")
        ordering: ClassVar = ["day", "starts"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")), name="slot_ends_after_start"
            ),
            ExclusionConstraint(
                name="slot_no_overlap",
                expressions=[("event", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m} {self.starts:%H:%M}"

    @property
    def key(self) -> str:
        """How forms and the API name a slot of an event: its local time."""
        return f"{self.day:%Y-%m-%d}T{self.starts:%H:%M}"


@tracked()
class Participant(models.Model):
    """A registered person who takes meetings for an organisation at an event."""

    code = CodeField()
    registration = models.OneToOneField(Registration, models.CASCADE, related_name="participant")
    # Copies of the registration's own, so that constraints and lists need no join.
    event = models.ForeignKey(Event, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="takes_meetings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participants")
    limit = models.PositiveSmallIntegerField(_("meetings at most"), null=True, blank=True)

    class Meta:
        verbose_name = _("participant")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "person"], name="participant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("participant", args=[self.event.code, self.code])


class Unavailable(models.Model):
    """A participant cannot meet in a slot. All other slots are free."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="unavailable")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "slot"], name="unavailable_once"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.slot}"


@tracked()
class MeetingRequest(Record):
    """One participant asks another for a meeting."""

    class Wish(models.TextChoices):
        MUST = "must", _("must meet")
        WANT = "want", _("want to meet")
        WOULD = "would", _("if there is time")

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("request", "waits for an answer")
        ACCEPTED = "accepted", pgettext_lazy("request", "accepted")
        DECLINED = "declined", pgettext_lazy("request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")

    event = models.ForeignKey(Event, models.CASCADE, related_name="meeting_requests")
    sender = models.ForeignKey(Participant, models.CASCADE, related_name="sent")
    recipient = models.ForeignKey(Participant, models.CASCADE, related_name="received")
    wish = models.CharField(_("wish"), max_length=10, choices=Wish, default=Wish.WANT)
    # What the recipient wished when accepting; a mutual wish counts more.
    answer_wish = models.CharField(_("wish in answer"), max_length=10, choices=Wish, blank=True)
    message = models.TextField(_("message"), max_length=600, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PENDING)
    requested_at = models.DateTimeField(_("requested"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    personal_data: ClassVar = {
        "message": Personal(_("to tell the other side what the meeting is to be about"), 3 * YEAR),
    }

    class Meta:
        verbose_name = _("meeting request")
        verbose_name_plural = _("meeting requests")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(sender=models.F("recipient")), name="request_of_two"
            ),
            # One open request a pair, whoever asked first.
            models.UniqueConstraint(
                models.functions.Least("sender", "recipient"),
                models.functions.Greatest("sender", "recipient"),
                condition=Q(state__in=["pending", "accepted"]),
                name="request_once_a_pair",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "state"], name="request_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.sender.organisation} – {self.recipient.organisation}"

    @property
    def strongest_wish(self) -> str:
        """The stronger of both sides' wishes: what the schedule goes by."""
        return next(wish for wish in self.Wish.values if wish in (self.wish, self.answer_wish))

    @property
    def is_mutual(self) -> bool:
        """Whether both sides want the meeting more than "would"."""
        return self.Wish.WOULD not in (self.wish, self.answer_wish or self.Wish.WOULD)

    def get_absolute_url(self) -> str:
        return reverse("meeting_request", args=[self.event.code, self.code])


class ScheduleRun(models.Model):
    """One attempt at a schedule, from the wish of a person to an answer or a stated failure."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("schedule run", "waiting to start")
        RUNNING = "running", pgettext_lazy("schedule run", "running")
        DONE = "done", pgettext_lazy("schedule run", "done")
        FAILED = "failed", pgettext_lazy("schedule run", "failed")
        LOST = "lost", pgettext_lazy("schedule run", "interrupted")

    code = CodeField()
    event = models.ForeignKey(Event, models.CASCADE, related_name="schedule_runs")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.QUEUED)
    seed = models.PositiveIntegerField(default=1)
    seconds = models.PositiveSmallIntegerField(_("seconds at most"), default=20)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    # Which worker's attempt counts: one that was given up as lost may not write any more.
    attempt = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)  # the worker's last sign of life
    finished_at = models.DateTimeField(null=True)
    requested = models.PositiveIntegerField(_("accepted requests"), default=0)
    placed = models.PositiveIntegerField(_("placed"), default=0)
    worth = models.DecimalField(_("worth"), max_digits=14, decimal_places=2, null=True)
    bound = models.DecimalField(_("bound"), max_digits=14, decimal_places=2, null=True)
    # For each unmet request its code, a reason code and the facts: as the engine gave them.
    unmet = models.JSONField(default=list)
    error = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("schedule run")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state__in=["queued", "running"]),
                name="run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def plan(self) -> str:
        """The key under which this run's seats are kept."""
        return f"run:{self.pk}"

    @property
    def gap_percent(self) -> float | None:
        """How far the answer may be from the best, in per cent; None before there is an answer."""
        if not self.bound or self.worth is None:
            return None
        return float((self.bound - self.worth) / self.bound * 100)


class Placement(models.Model):
    """A run's proposal: this request in this slot at this table."""

    run = models.ForeignKey(ScheduleRun, models.CASCADE, related_name="placements")
    request = models.ForeignKey(MeetingRequest, models.CASCADE, related_name="+")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+")
    table = models.ForeignKey(Table, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "request"], name="placement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.slot}, {self.table}"


@tracked()
class Meeting(Record):
    """A meeting of two participants at a table. Its times are copied from the slot."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", pgettext_lazy("meeting", "scheduled")
        HELD = "held", pgettext_lazy("meeting", "held")
        MISSED = "missed", pgettext_lazy("meeting", "did not take place")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    event = models.ForeignKey(Event, models.CASCADE, related_name="meetings")
    request = models.OneToOneField(
        MeetingRequest, models.PROTECT, null=True, blank=True, related_name="meeting"
    )
    first = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    second = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="meetings")
    table = models.ForeignKey(Table, models.PROTECT, related_name="+")
    wish = models.CharField(_("wish"), max_length=10, choices=MeetingRequest.Wish)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.SCHEDULED)
    # People chose the time themselves: a new schedule leaves this meeting where it is.
    by_hand = models.BooleanField(_("time chosen by hand"), default=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(first=models.F("second")), name="meeting_of_two"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["event", "slot"], name="meeting_of_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.first.organisation} – {self.second.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.code])

    @property
    def starts(self) -> dt.datetime:
        return self.slot.during.lower.astimezone(self.event.zone)

    @property
    def sides(self) -> "tuple[Participant, Participant]":
        return self.first, self.second

    def other_than(self, side: "Participant") -> "Participant":
        """The side that `side` meets."""
        return self.second if side.pk == self.first_id else self.first


class Seat(models.Model):
    """A person or a table is taken for a time, in one plan."""

    plan = models.CharField(max_length=30)  # "run:<id>" or PUBLISHED
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    table = models.ForeignKey(Table, models.CASCADE, null=True, related_name="+")
    during = DateTimeRangeField()
    placement = models.ForeignKey(Placement, models.CASCADE, null=True, related_name="seats")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="seats")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, table__isnull=True)
                | Q(person__isnull=True, table__isnull=False),
                name="seat_of_person_or_table",
            ),
            models.CheckConstraint(
                condition=Q(placement__isnull=False, meeting__isnull=True)
                | Q(placement__isnull=True, meeting__isnull=False, plan=PUBLISHED),
                name="seat_has_one_reason",
            ),
            ExclusionConstraint(
                name="seat_person_free",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("plan", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(person__isnull=False),
                deferrable=models.Deferrable.DEFERRED,
            ),
            ExclusionConstraint(
                name="seat_table_free",
                expressions=[
                    ("table", RangeOperators.EQUAL),
                    ("plan", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(table__isnull=False),
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.person or self.table}"


@tracked()
class Outcome(models.Model):
    """What came of a meeting, as one of its sides told. The other side's is a row of its own."""

    class Result(models.TextChoices):
        AGREEMENT = "agreement", _("an agreement is being prepared")
        PROJECT = "project", _("an idea of a joint project")
        FOLLOW_UP = "follow-up", _("to be continued")
        NOTHING = "nothing", _("nothing in common yet")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="outcomes")
    told_by = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="+")
    result = models.CharField(_("what came of it"), max_length=20, choices=Result)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    told_at = models.DateTimeField()

    personal_data: ClassVar = {
        "note": Personal(_("to follow up what a meeting has led to"), 5 * YEAR),
    }

    class Meta:
        verbose_name = _("outcome")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "told_by"], name="outcome_once_a_side", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.get_result_display()
