"""Who may read results and publish them, and why not others."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mosty.core.models import TeamRole
from mosty.core.permissions import Permission, Subject
from mosty.core.rules import in_team, reads_all
from mosty.events.models import Event
from mosty.events.rules import event_staff
from mosty.results.models import Publication


def _published() -> Q:
    """An event that was made a draft again is not open, whatever was published of it."""
    public = Publication.objects.exclude(event__state=Event.State.DRAFT)
    return Q(pk__in=public.values("event"))


def is_reader(user: Subject) -> bool:
    """Whether results concern this person at all: staff, leadership, auditors."""
    return user.is_authenticated and (
        bool(user.installation_roles) or user.team_roles.exists() or user.event_roles.exists()
    )


SEE_RESULTS = Permission(
    "results.see",
    _("Only the team that runs this event, leadership and auditors may open its figures."),
    lambda user: event_staff(user) | reads_all(user),
)

SEE_SUMMARY = Permission(
    "results.see_summary",
    _("The summary of this event is not published yet."),
    lambda user: _published() | event_staff(user) | reads_all(user),
)

PUBLISH_RESULTS = Permission(
    "results.publish",
    _("Only managers of the team that runs this event may publish its summary."),
    lambda user: event_staff(user, TeamRole.Role.MANAGER),
)

SEE_STATED = Permission(
    "results.see_stated",
    _("Only the team that keeps this figure, leadership and auditors may see it."),
    lambda user: in_team(user) | reads_all(user),
)
