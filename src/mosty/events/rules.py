"""Who may do what with events, their programme and their registrations, and why not."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mosty.core.models import TeamRole
from mosty.core.permissions import NOBODY, Permission, Subject
from mosty.core.rules import TEAM, reads_all
from mosty.directory.models import Person
from mosty.directory.rules import represented_by
from mosty.events.models import Event, EventRole

MANAGER, DESK = TEAM.MANAGER, TEAM.DESK

NOT_PUBLIC = _("This event is not public yet.")
ONLY_MANAGERS = _("Only the team that runs this event may do that.")
ONLY_STAFF = _("Only the team and the front desk of this event may do that.")


def event_staff(user: Subject, *roles: str, path: str = "pk") -> Q:
    """Rows whose event (at `path`) the user works for, in one of `roles` or in any.

    A role counts whether it was given in the event's team or in the event itself.
    """
    if not user.is_authenticated:
        return NOBODY
    in_teams, in_events = TeamRole.objects.filter(user=user), EventRole.objects.filter(user=user)
    if roles:
        in_teams, in_events = in_teams.filter(role__in=roles), in_events.filter(role__in=roles)
    events = Event.objects.filter(
        Q(team__in=in_teams.values("team")) | Q(pk__in=in_events.values("event"))
    )
    return Q(**{f"{path}__in": events.values("pk")})


def works_for_some_event(user: Subject) -> bool:
    """Whether the user holds any role in some event: outside helpers count as staff too."""
    return user.is_authenticated and EventRole.objects.filter(user=user).exists()


def _visible_events(user: Subject, path: str = "pk") -> Q:
    public = Event.objects.exclude(state=Event.State.DRAFT).values("pk")
    return Q(**{f"{path}__in": public}) | event_staff(user, path=path) | reads_all(user)


def _oneself(user: Subject) -> Q:
    if not user.is_authenticated:
        return NOBODY
    return Q(person__in=Person.objects.filter(user=user).values("pk"))


SEE_EVENT = Permission(
    "events.see_event",
    NOT_PUBLIC,
    _visible_events,
)

EDIT_EVENT = Permission("events.edit_event", ONLY_MANAGERS, lambda user: event_staff(user, MANAGER))

SEE_SESSION = Permission(
    "events.see_session", NOT_PUBLIC, lambda user: _visible_events(user, "event")
)

REGISTER = Permission(
    "events.register",
    _("Registration for this event is not open."),
    lambda _user: Q(state=Event.State.OPEN),
)

SEE_REGISTRATIONS = Permission(
    "events.see_registrations",
    ONLY_STAFF,
    lambda user: event_staff(user) | reads_all(user),
)

MANAGE_REGISTRATIONS = Permission(
    "events.manage_registrations", ONLY_MANAGERS, lambda user: event_staff(user, MANAGER)
)

SEE_REGISTRATION = Permission(
    "events.see_registration",
    _("A registration is seen by the team of the event, the person and their organisation."),
    lambda user: (
        event_staff(user, path="event") | reads_all(user) | _oneself(user) | represented_by(user)
    ),
)

WITHDRAW_REGISTRATION = Permission(
    "events.withdraw_registration",
    _("Only the person themselves or the team of the event may withdraw a registration."),
    lambda user: event_staff(user, MANAGER, path="event") | _oneself(user),
)

WORK_AT_DESK = Permission(
    "events.work_at_desk", ONLY_STAFF, lambda user: event_staff(user, MANAGER, DESK)
)

CHECK_IN = Permission(
    "events.check_in",
    _("Only the front desk and the team of this event may check people in."),
    lambda user: event_staff(user, MANAGER, DESK, path="event"),
)
