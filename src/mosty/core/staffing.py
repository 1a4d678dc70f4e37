"""Teams of the host and who works in them: the acts of administrators."""

from collections.abc import Mapping

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, origin, refusing
from mosty.core.models import InstallationRole, Team, TeamRole, User
from mosty.core.permissions import Denied, Permission
from mosty.core.rules import Role, installation

ONLY_ADMINISTRATORS = _("Only administrators may change teams and roles.")
EMAIL_TAKEN = _("Somebody with this e-mail has an account already: give them the role instead.")
LAST_ADMINISTRATOR = _("This is the last administrator: name another one first.")

TAKEN = {"core_user_email_key": EMAIL_TAKEN, "user_email_unique": EMAIL_TAKEN}

MANAGE_STAFF = Permission(
    "core.manage_staff",
    ONLY_ADMINISTRATORS,
    lambda user: installation(user, Role.ADMINISTRATOR),
)


def found_administrator(*, email: str, name: str, language: str) -> User:
    """Make the first administrator. Only the command line may: whoever runs it owns the server."""
    if origin.get() != "command":
        raise Denied(ONLY_ADMINISTRATORS)
    with refusing(TAKEN), acting(AnonymousUser(), "core.found_administrator"):
        user = User.objects.create_user(email=email, name=name, language=language)
        InstallationRole.objects.create(user=user, role=Role.ADMINISTRATOR)
        journal(
            by=AnonymousUser(),
            verb="core.found_administrator",
            words=gettext_noop("made the administrator from the command line"),
            subject=user,
        )
    return user


def add_team(*, by: User, name: Mapping[str, str], code: str) -> Team:
    """Add a team of the host."""
    _check(by)
    with (
        refusing({"core_team_code_key": _("There is a team with this code already.")}),
        acting(by, "core.add_team"),
    ):
        team = Team.objects.create(name=dict(name), code=code)
        journal(
            by=by,
            verb="core.add_team",
            words=gettext_noop("added the team"),
            subject=team,
            team=team,
        )
    return team


def add_colleague(*, by: User, email: str, name: str, language: str, is_demo: bool = False) -> User:
    """Make an account for somebody who will work here. It has no password until they set one."""
    _check(by)
    with refusing(TAKEN), acting(by, "core.add_colleague"):
        user = User.objects.create_user(email=email, name=name, language=language, is_demo=is_demo)
        journal(
            by=by,
            verb="core.add_colleague",
            words=gettext_noop("opened an account"),
            subject=user,
        )
    return user


def give_team_role(*, by: User, user: User, team: Team, role: str) -> TeamRole:
    """Give somebody a role in a team; giving it twice changes nothing."""
    _check(by)
    with acting(by, "core.give_team_role"):
        given, created = TeamRole.objects.get_or_create(user=user, team=team, role=role)
        if created:
            journal(
                by=by,
                verb="core.give_team_role",
                words=gettext_noop("gave the role “%(role)s” in %(where)s"),
                subject=user,
                team=team,
                role=role,
                where=team,
            )
    return given


def take_team_role(*, by: User, role: TeamRole) -> None:
    """Take a role in a team back."""
    _check(by)
    with acting(by, "core.take_team_role"):
        journal(
            by=by,
            verb="core.take_team_role",
            words=gettext_noop("took the role “%(role)s” in %(where)s back"),
            subject=role.user,
            team=role.team,
            role=role.role,
            where=role.team,
        )
        role.delete()


def give_installation_role(*, by: User, user: User, role: str) -> InstallationRole:
    """Give somebody a role in the whole installation; giving it twice changes nothing."""
    _check(by)
    with acting(by, "core.give_installation_role"):
        given, created = InstallationRole.objects.get_or_create(user=user, role=role)
        if created:
            journal(
                by=by,
                verb="core.give_installation_role",
                words=gettext_noop("gave the role “%(role)s” in the whole installation"),
                subject=user,
                role=role,
            )
    return given


def take_installation_role(*, by: User, role: InstallationRole) -> None:
    """Take a role in the installation back. The last administrator stays."""
    _check(by)
    with acting(by, "core.take_installation_role"):
        others = InstallationRole.objects.select_for_update().filter(role=Role.ADMINISTRATOR)
        if role.role == Role.ADMINISTRATOR and len(others) == 1:
            raise Refused(LAST_ADMINISTRATOR)
        journal(
            by=by,
            verb="core.take_installation_role",
            words=gettext_noop("took the role “%(role)s” in the whole installation back"),
            subject=role.user,
            role=role.role,
        )
        role.delete()


def _check(by: User) -> None:
    """Staffing concerns the whole installation: there is no record to ask about but oneself."""
    MANAGE_STAFF.check(by, by)


def mark_as_demo(*, by: User, user: User) -> None:
    """Let the demo's one click sign in as this person; it has no effect outside the demo."""
    _check(by)
    with acting(by, "core.mark_as_demo"):
        user.is_demo = True
        user.save(update_fields=["is_demo"])
        journal(
            by=by,
            verb="core.mark_as_demo",
            words=gettext_noop("opened the account to the demo's one click"),
            subject=user,
        )
