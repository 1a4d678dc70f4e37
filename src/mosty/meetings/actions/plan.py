"""How an event holds its meetings: tables, slots, who takes part and when."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core import moments
from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.permissions import Subject
from mosty.events.models import Event, Registration
from mosty.meetings.models import Meeting, MeetingPlan, Participant, Slot, Unavailable
from mosty.meetings.rules import JOIN_MEETINGS, OPEN_MEETINGS, OWN_PARTICIPANT
from mosty.places.models import Table

Break = tuple[dt.time, dt.time]
FAR = dt.timedelta(days=4000)  # farther than any event lasts

NOT_CONFIRMED = _("Only people with a confirmed registration can take part in meetings.")
NO_ORGANISATION = _(
    "People take part in meetings on behalf of an organisation. Add one to this registration."
)
NOT_OPEN = _("Requests for meetings are not open at this event yet.")
ALREADY_IN = _("This person already takes part in meetings at this event.")
NO_TIME = _("No meeting fits between these times. Begin earlier, end later or shorten meetings.")
SLOTS_IN_USE = _(
    "Meetings or proposals stand in the present slots. Slots can be remade only before the first "
    "schedule is made."
)
CLOCK_IN_USE = _(
    "Meetings or proposals stand in the slots of this event, so its time zone stays as it is."
)
SLOTS_OVERLAP = _("These slots overlap others of the event.")


def open_meetings(
    *,
    by: Subject,
    event: Event,
    limit: int,
    tables: Iterable[Table],
) -> MeetingPlan:
    """Take requests at an event: `limit` meetings a person, at these tables.

    Called again, it changes limit and tables; a published schedule stays published. Raises
    `Denied`.
    """
    OPEN_MEETINGS.check(by, event)
    with acting(by, "meetings.open_meetings"):
        plan, _made = MeetingPlan.objects.select_for_update().get_or_create(event=event)
        plan.limit_per_person = limit
        if plan.state == MeetingPlan.State.CLOSED:
            plan.state = MeetingPlan.State.REQUESTS
        plan.save()
        plan.tables.set(tables)
        journal(
            by=by,
            verb="meetings.open_meetings",
            words=gettext_noop("set up the meetings: at most %(limit)s a person"),
            subject=event,
            team=event.team,
            limit=limit,
        )
    return plan


def make_slots(  # a day's frame has these six parts
    *,
    by: Subject,
    event: Event,
    days: Iterable[dt.date],
    starts: dt.time,
    ends: dt.time,
    minutes: int,
    breaks: Sequence[Break] = (),
) -> list[Slot]:
    """Slots of `minutes` from `starts` to `ends` on each day, local time, none within a break.

    They replace the event's slots. Raises `Refused` when nothing fits or slots are in use already,
    and `Denied`.
    """
    OPEN_MEETINGS.check(by, event)
    times = list(_times(starts, ends, dt.timedelta(minutes=minutes), breaks))
    if not times:
        raise Refused(NO_TIME, field="ends")
    slots = [_slot(event, day, *time) for day in sorted(set(days)) for time in times]
    with (
        refusing({"slot_no_overlap": SLOTS_OVERLAP}),
        acting(by, "meetings.make_slots"),
    ):
        _remove_slots(event)
        made = Slot.objects.bulk_create(slots)
        journal(
            by=by,
            verb="meetings.make_slots",
            words=gettext_noop("made slots for meetings: %(count)s"),
            subject=event,
            team=event.team,
            count=len(made),
        )
    return made


def join(*, by: Subject, registration: Registration, code: str | None = None) -> Participant:
    """Let a registered person take meetings for their organisation.

    Raises `Refused` when the registration is not confirmed, has no organisation or is in already,
    and `Denied`.
    """
    JOIN_MEETINGS.check(by, registration)
    _check_open(registration.event)
    if registration.state != Registration.State.CONFIRMED:
        raise Refused(NOT_CONFIRMED)
    twice = dict.fromkeys(
        ("participant_once", "meetings_participant_registration_id_key"), ALREADY_IN
    )
    with refusing(twice), acting(by, "meetings.join"):
        participant = _participant(registration)
        if code:
            participant.code = code
        participant.save(force_insert=True)
        journal(
            by=by,
            verb="meetings.join",
            words=gettext_noop("takes part in meetings: %(who)s"),
            subject=participant,
            team=registration.event.team,
            who=registration.person,
        )
    return participant


def join_registered(*, by: Subject, event: Event) -> int:
    """Let everybody take meetings who registered for them and is confirmed: how many are new.

    Raises `Denied`, and `Refused` before requests are taken.
    """
    OPEN_MEETINGS.check(by, event)
    _check_open(event)
    waiting = waiting_to_join(event)
    with acting(by, "meetings.join_registered"):
        newcomers = [_participant(registration) for registration in waiting]
        Participant.objects.bulk_create(newcomers, ignore_conflicts=True)
        journal(
            by=by,
            verb="meetings.join_registered",
            words=gettext_noop("added registered people to the meetings: %(count)s"),
            subject=event,
            team=event.team,
            count=len(newcomers),
        )
    return len(newcomers)


def waiting_to_join(event: Event) -> list[Registration]:
    """Confirmed registrations that want meetings, have an organisation and are not in yet."""
    return list(
        Registration.objects.filter(
            event=event,
            state=Registration.State.CONFIRMED,
            wants_meetings=True,
            organisation__isnull=False,
            participant__isnull=True,
        )
        .select_related("organisation")
        .order_by("pk")
    )


def follow_clock(event: Event) -> None:
    """Keep the local times of the slots when the event's zone changes, inside that act.

    Raises `Refused` once a meeting or a run's proposal stands in one of them.
    """
    if Meeting.objects.filter(event=event).exists() or _is_proposed(event):
        raise Refused(CLOCK_IN_USE, field="time_zone")
    slots = list(Slot.objects.filter(event=event))
    for slot in slots:  # over a detour: on the straight way one would touch its neighbour
        slot.during = DateTimeTZRange(slot.during.lower + FAR, slot.during.upper + FAR)
    Slot.objects.bulk_update(slots, ["during"])
    for slot in slots:
        slot.during = moments.between(event.zone, slot.day, slot.starts, slot.ends)
    Slot.objects.bulk_update(slots, ["during"])


def set_availability(*, by: Subject, participant: Participant, free: Iterable[Slot]) -> None:
    """The participant can meet in the slots of `free` and in no other. Raises `Denied`."""
    OWN_PARTICIPANT.check(by, participant)
    kept = {slot.pk for slot in free}
    with acting(by, "meetings.set_availability"):
        Participant.objects.select_for_update().get(pk=participant.pk)
        busy = Slot.objects.filter(event=participant.event_id).exclude(pk__in=kept)
        Unavailable.objects.filter(participant=participant).delete()
        Unavailable.objects.bulk_create(
            Unavailable(participant=participant, slot=slot) for slot in busy
        )
        journal(
            by=by,
            verb="meetings.set_availability",
            words=gettext_noop("changed when they can meet: free slots %(free)s"),
            subject=participant,
            team=participant.event.team,
            free=len(kept),
        )


def _check_open(event: Event) -> None:
    plan = MeetingPlan.objects.filter(event=event).first()
    if plan is None or plan.state == MeetingPlan.State.CLOSED:
        raise Refused(NOT_OPEN)


def _participant(registration: Registration) -> Participant:
    if registration.organisation is None:
        raise Refused(NO_ORGANISATION)
    return Participant(
        registration=registration,
        event_id=registration.event_id,
        person_id=registration.person_id,
        organisation=registration.organisation,
    )


def _times(
    starts: dt.time, ends: dt.time, length: dt.timedelta, breaks: Sequence[Break]
) -> Iterable[tuple[dt.time, dt.time]]:
    """Times of one day, one after another; after a break they go on at its end."""
    day = dt.date(2000, 1, 1)  # any day: times cannot be added
    at, last = dt.datetime.combine(day, starts), dt.datetime.combine(day, ends)
    pauses = sorted(tuple(dt.datetime.combine(day, end) for end in pause) for pause in breaks)
    while length and at + length <= last:
        pause = next((p for p in pauses if p[0] < at + length and at < p[1]), None)
        if pause:
            at = pause[1]
            continue
        yield at.time(), (at + length).time()
        at += length


def _slot(event: Event, day: dt.date, starts: dt.time, ends: dt.time) -> Slot:
    during = moments.between(event.zone, day, starts, ends)
    return Slot(event=event, day=day, starts=starts, ends=ends, during=during)


def _is_proposed(event: Event) -> bool:
    """Whether some run has placed a meeting in a slot."""
    return event.schedule_runs.filter(placements__isnull=False).exists()


def _remove_slots(event: Event) -> None:
    """Take the event's slots away, unless a meeting or a run's proposal stands in one."""
    if _is_proposed(event):
        raise Refused(SLOTS_IN_USE)
    try:
        Slot.objects.filter(event=event).delete()
    except ProtectedError as error:
        raise Refused(SLOTS_IN_USE) from error
