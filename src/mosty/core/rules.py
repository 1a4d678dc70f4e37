"""Pieces from which the areas' permissions are made."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mosty.core.models import InstallationRole, Team, TeamRole
from mosty.core.permissions import EVERYBODY, NOBODY, Permission, Subject

Role = InstallationRole.Role
TEAM = TeamRole.Role


def installation(user: Subject, *roles: str) -> Q:
    """Everything, for those who hold one of these roles in the installation."""
    held = user.installation_roles if user.is_authenticated else frozenset()
    return EVERYBODY if held & set(roles) else NOBODY


def reads_all(user: Subject) -> Q:
    """Leadership and auditors read everything; an administrator too."""
    return installation(user, Role.LEADERSHIP, Role.AUDITOR, Role.ADMINISTRATOR)


def in_team(user: Subject, *roles: str, path: str = "team") -> Q:
    """Records whose team (at `path`) has given the user one of these roles; any role when none."""
    if not user.is_authenticated:
        return NOBODY
    held = TeamRole.objects.filter(user=user)
    if roles:
        held = held.filter(role__in=roles)
    return Q(**{f"{path}__in": held.values("team_id")})


def has_staff_role(user: Subject) -> bool:
    """Whether the user works for the host: any role in the installation or in a team."""
    return user.is_authenticated and (
        bool(user.installation_roles) or TeamRole.objects.filter(user=user).exists()
    )


def manages_some_team(user: Subject) -> Q:
    """Everything, for managers of any team of the host: they share organisations and people."""
    if not user.is_authenticated:
        return NOBODY
    managed = TeamRole.objects.filter(user=user, role=TEAM.MANAGER).exists()
    return EVERYBODY if managed else installation(user, Role.ADMINISTRATOR)


READ_JOURNAL = Permission(
    "core.read_journal",
    _("Only auditors and administrators may read the journal."),
    lambda user: installation(user, Role.AUDITOR, Role.ADMINISTRATOR),
)

MANAGE_TEAM = Permission(
    "core.manage_team",
    _("Only managers of this team may do that."),
    lambda user: (
        Q(pk__in=Team.objects.filter(roles__user=user, roles__role=TEAM.MANAGER).values("pk"))
        if user.is_authenticated
        else NOBODY
    ),
)
