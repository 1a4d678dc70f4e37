"""Who may ask, answer, schedule, see and report meetings."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mosty.core.permissions import NOBODY, Permission, Subject
from mosty.core.rules import reads_all
from mosty.directory.models import Person
from mosty.directory.rules import represented_by
from mosty.events.models import Event, EventRole, Registration
from mosty.events.rules import event_staff
from mosty.meetings.models import Participant

ROLE = EventRole.Role


def spoken_for(user: Subject) -> "QuerySet[Participant]":
    """The participants in whose name the user acts: themselves and their organisations' others."""
    if not user.is_authenticated:
        return Participant.objects.none()
    themselves = Q(person__in=Person.objects.filter(user=user).values("pk"))
    return Participant.objects.filter(themselves | represented_by(user, path="organisation"))


def side_of(user: Subject, *paths: str) -> Q:
    """Records where the user speaks for the participant at one of these paths."""
    if not user.is_authenticated:
        return NOBODY
    own = spoken_for(user).values("pk")
    condition = NOBODY
    for path in paths:
        condition |= Q(**{f"{path}__in": own})
    return condition


def _managers(user: Subject, path: str = "event") -> Q:
    return event_staff(user, ROLE.MANAGER, path=path)


def _same_event(user: Subject) -> Q:
    """Participants of events in which the user takes meetings."""
    if not user.is_authenticated:
        return NOBODY
    return Q(event__in=spoken_for(user).values("event"))


JOIN_MEETINGS = Permission(
    "meetings.join",
    _("Only the registered person, their organisation or the event's team may do that."),
    lambda user: (
        Q(person__in=Person.objects.filter(user=user).values("pk"))
        | represented_by(user, path="organisation")
        | _managers(user)
        if user.is_authenticated
        else NOBODY
    ),
)

OWN_PARTICIPANT = Permission(
    "meetings.own_participant",
    _("Only the participant, their organisation or the event's team may change this."),
    lambda user: side_of(user, "pk") | _managers(user),
)

REQUEST_MEETING = Permission(
    "meetings.request_meeting",
    _("You can ask for meetings only on behalf of your own organisation."),
    lambda user: side_of(user, "pk") | _managers(user),
)

SEE_PARTICIPANT = Permission(
    "meetings.see_participant",
    _("Only those who take part in meetings at the same event see its participants."),
    lambda user: _same_event(user) | event_staff(user, path="event") | reads_all(user),
)

SEE_REQUEST = Permission(
    "meetings.see_request",
    _("Only the two sides and the event's team see this request."),
    lambda user: (
        side_of(user, "sender", "recipient") | event_staff(user, path="event") | reads_all(user)
    ),
)

ANSWER_REQUEST = Permission(
    "meetings.answer_request",
    _("Only the side that was asked may answer."),
    lambda user: side_of(user, "recipient") | _managers(user),
)

WITHDRAW_REQUEST = Permission(
    "meetings.withdraw_request",
    _("Only the side that asked may withdraw the request."),
    lambda user: side_of(user, "sender") | _managers(user),
)

TAKE_SLOT = Permission(
    "meetings.take_slot",
    _("Only the two sides and the event's team may choose a time for this meeting."),
    lambda user: side_of(user, "sender", "recipient") | _managers(user),
)

SEE_MEETING = Permission(
    "meetings.see_meeting",
    _("Only the two sides and the event's team see this meeting."),
    lambda user: (
        side_of(user, "first", "second") | event_staff(user, path="event") | reads_all(user)
    ),
)

TELL_OUTCOME = Permission(
    "meetings.tell_outcome",
    _("Only the two sides and the event's team may say what came of this meeting."),
    lambda user: side_of(user, "first", "second") | _managers(user),
)

MARK_MEETING = Permission(
    "meetings.mark_meeting",
    _("Only the front desk and the event's team may mark a meeting."),
    lambda user: event_staff(user, ROLE.MANAGER, ROLE.DESK, path="event"),
)

CANCEL_MEETING = Permission(
    "meetings.cancel_meeting",
    _("Only the two sides and the event's team may cancel this meeting."),
    lambda user: side_of(user, "first", "second") | _managers(user),
)

# The permissions below are asked of an event.
OPEN_MEETINGS = Permission(
    "meetings.open_meetings",
    _("Only the team that runs this event may set up its meetings."),
    lambda user: _managers(user, path="pk"),
)

RUN_SCHEDULE = Permission(
    "meetings.run_schedule",
    _("Only the team that runs this event may make its schedule."),
    lambda user: _managers(user, path="pk"),
)

PUBLISH_SCHEDULE = Permission(
    "meetings.publish_schedule",
    _("Only the team that runs this event may publish its schedule."),
    lambda user: _managers(user, path="pk"),
)

SEE_GRID = Permission(
    "meetings.see_grid",
    _("Only the team that runs this event and its front desk see the day's grid."),
    lambda user: event_staff(user, path="pk") | reads_all(user),
)

TAKES_MEETINGS = Permission(
    "meetings.takes_meetings",
    _("Only those who take part in meetings at this event see this page."),
    lambda user: Q(pk__in=spoken_for(user).values("event")) if user.is_authenticated else NOBODY,
)

SEE_RUN = Permission(
    "meetings.see_run",
    _("Only the team that runs this event sees how its schedule is made."),
    lambda user: event_staff(user, path="event") | reads_all(user),
)


def sees_meetings_page(user: Subject, event: Event) -> bool:
    """Whether an event's page of meetings has something for the user."""
    if not user.is_authenticated:
        return False
    return (
        SEE_GRID.allows(user, event)
        or TAKES_MEETINGS.allows(user, event)
        or may_join(user, event).exists()
    )


def may_join(user: Subject, event: Event) -> "QuerySet[Registration]":
    """Confirmed registrations with which the user may begin to take meetings."""
    rows = Registration.objects.filter(
        event=event,
        state=Registration.State.CONFIRMED,
        organisation__isnull=False,
        participant__isnull=True,
    )
    return JOIN_MEETINGS.filter(user, rows)
