"""Teams of the host and who works in them: the acts of administrators."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, origin, refusing
from mosty.core.models import ApiToken, InstallationRole, Team, TeamRole, User
from mosty.core.passwords import post_password_link
from mosty.core.permissions import Denied, Permission
from mosty.core.rules import TEAM, Role, installation

ONLY_ADMINISTRATORS = _("Only administrators may change teams and roles.")
ONLY_READERS = _("Only administrators and auditors may see teams and roles.")
EMAIL_TAKEN = _("Somebody with this e-mail has an account already: give them the role instead.")
LAST_ADMINISTRATOR = _("This is the last administrator: name another one first.")
NOT_ONESELF = _("You cannot close your own account: ask another administrator.")
NO_TEAM_NAME = _("Enter the name in at least one language.")
TEAM_CODE_TAKEN = _("There is a team with this code already.")
HAS_PASSWORD = _(
    "This person has a password already; a forgotten one can be reset on the sign-in page."
)
ACCOUNT_CLOSED = _("This account is closed: open it first.")

TAKEN = {"core_user_email_key": EMAIL_TAKEN, "user_email_unique": EMAIL_TAKEN}

# What the journal says; each role has its own sentence, so that every language can bend the words.
GAVE = {
    TEAM.MANAGER: gettext_noop("gave the role of manager in %(where)s"),
    TEAM.DESK: gettext_noop("gave the role of front desk in %(where)s"),
    Role.ADMINISTRATOR: gettext_noop("gave the role of administrator"),
    Role.LEADERSHIP: gettext_noop("gave the role of leadership"),
    Role.AUDITOR: gettext_noop("gave the role of auditor"),
}
TOOK = {
    TEAM.MANAGER: gettext_noop("took the role of manager in %(where)s back"),
    TEAM.DESK: gettext_noop("took the role of front desk in %(where)s back"),
    Role.ADMINISTRATOR: gettext_noop("took the role of administrator back"),
    Role.LEADERSHIP: gettext_noop("took the role of leadership back"),
    Role.AUDITOR: gettext_noop("took the role of auditor back"),
}

MANAGE_STAFF = Permission(
    "core.manage_staff",
    ONLY_ADMINISTRATORS,
    lambda user: installation(user, Role.ADMINISTRATOR),
)

SEE_STAFF = Permission(
    "core.see_staff",
    ONLY_READERS,
    lambda user: installation(user, Role.ADMINISTRATOR, Role.AUDITOR),
)


def found_administrator(*, email: str, name: str, language: str) -> User:
    """Make the first administrator. Only the command line may: whoever runs it owns the server."""
    _check_command_line()
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


def restore_administrator(*, user: User) -> bool:
    """Let somebody who has an account be an administrator again, from the command line.

    For an installation whose administrators have left or forgotten how to get in: a closed account
    is opened. Returns whether the role was given anew.
    """
    _check_command_line()
    with acting(AnonymousUser(), "core.restore_administrator"):
        user.is_active = True
        user.save(update_fields=["is_active"])
        _role, created = InstallationRole.objects.get_or_create(user=user, role=Role.ADMINISTRATOR)
        journal(
            by=AnonymousUser(),
            verb="core.restore_administrator",
            words=gettext_noop("made the administrator from the command line")
            if created
            else gettext_noop("made a link for a new password from the command line"),
            subject=user,
        )
    return created


def add_team(*, by: User, name: Mapping[str, str], code: str) -> Team:
    """Add a team of the host. Raises `Refused` without a name and for a code that is taken."""
    _check(by)
    _check_name(name)
    with refusing({"core_team_code_key": TEAM_CODE_TAKEN}), acting(by, "core.add_team"):
        team = Team.objects.create(name=dict(name), code=code)
        journal(
            by=by,
            verb="core.add_team",
            words=gettext_noop("added the team"),
            subject=team,
            team=team,
        )
    return team


def rename_team(*, by: User, team: Team, name: Mapping[str, str]) -> Team:
    """Give a team another name; its code stays."""
    _check(by)
    _check_name(name)
    with acting(by, "core.rename_team"):
        team.name = dict(name)
        team.save()
        journal(
            by=by,
            verb="core.rename_team",
            words=gettext_noop("renamed the team"),
            subject=team,
            team=team,
        )
    return team


def add_colleague(
    *,
    by: User,
    email: str,
    name: str,
    language: str,
    is_demo: bool = False,
    roles: Iterable[str] = (),
    team_roles: Iterable[tuple[Team, str]] = (),
) -> User:
    """Make an account for somebody who will work here, with their first roles.

    It has no password: a letter brings the link by which they set one. Raises `Refused` when the
    address has an account already.
    """
    _check(by)
    with refusing(TAKEN), acting(by, "core.add_colleague"):
        user = User.objects.create_user(email=email, name=name, language=language, is_demo=is_demo)
        journal(
            by=by,
            verb="core.add_colleague",
            words=gettext_noop("opened an account for a colleague"),
            subject=user,
        )
        for team, role in team_roles:
            give_team_role(by=by, user=user, team=team, role=role)
        for role in roles:
            give_installation_role(by=by, user=user, role=role)
        post_password_link(user, by=by)
    return user


def send_password_link(*, by: User, user: User) -> None:
    """Post the letter with the link once more, to somebody who has not set a password yet.

    Raises `Refused` when they have, or when the account is closed.
    """
    _check(by)
    if not user.is_active:
        raise Refused(ACCOUNT_CLOSED)
    if user.has_usable_password():
        raise Refused(HAS_PASSWORD)
    with acting(by, "core.send_password_link"):
        post_password_link(user, by=by)
        journal(
            by=by,
            verb="core.send_password_link",
            words=gettext_noop("sent the link for the first password again"),
            subject=user,
        )


def give_team_role(*, by: User, user: User, team: Team, role: str) -> TeamRole:
    """Give somebody a role in a team; giving it twice changes nothing."""
    _check(by)
    with acting(by, "core.give_team_role"):
        given, created = TeamRole.objects.get_or_create(user=user, team=team, role=role)
        if created:
            journal(
                by=by,
                verb="core.give_team_role",
                words=GAVE[TEAM(role)],
                subject=user,
                team=team,
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
            words=TOOK[TEAM(role.role)],
            subject=role.user,
            team=role.team,
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
                words=GAVE[Role(role)],
                subject=user,
            )
    return given


def take_installation_role(*, by: User, role: InstallationRole) -> None:
    """Take a role in the installation back. The last administrator stays."""
    _check(by)
    with acting(by, "core.take_installation_role"):
        if role.role == Role.ADMINISTRATOR:
            _check_another_administrator(role.user)
        journal(
            by=by,
            verb="core.take_installation_role",
            words=TOOK[Role(role.role)],
            subject=role.user,
        )
        role.delete()


def close_account(*, by: User, user: User) -> None:
    """Let somebody sign in no more: they are signed out everywhere and their tokens end.

    Their roles and all they did stay. Raises `Refused` for oneself and the last administrator.
    """
    _check(by)
    if user == by:
        raise Refused(NOT_ONESELF)
    with acting(by, "core.close_account"):
        if Role.ADMINISTRATOR in user.installation_roles:
            _check_another_administrator(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
        journal(
            by=by,
            verb="core.close_account",
            words=gettext_noop("closed the account"),
            subject=user,
        )


def open_account_again(*, by: User, user: User) -> None:
    """Let somebody whose account was closed sign in again. Their tokens stay revoked."""
    _check(by)
    with acting(by, "core.open_account_again"):
        user.is_active = True
        user.save(update_fields=["is_active"])
        journal(
            by=by,
            verb="core.open_account_again",
            words=gettext_noop("opened the account again"),
            subject=user,
        )


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


def _check(by: User) -> None:
    """Staffing concerns the whole installation: there is no record to ask about but oneself."""
    MANAGE_STAFF.check(by, by)


def _check_command_line() -> None:
    if origin.get() != "command":
        raise Denied(ONLY_ADMINISTRATORS)


def _check_name(name: Mapping[str, str]) -> None:
    if not any(name.values()):
        raise Refused(NO_TEAM_NAME, field="name")


def _check_another_administrator(leaving: User) -> None:
    """Somebody else who can sign in is an administrator; their rows are locked until the end."""
    administrators = (
        InstallationRole.objects.select_for_update(of=("self", "user"))
        .select_related("user")
        .filter(role=Role.ADMINISTRATOR, user__is_active=True)
        .order_by("pk")
    )
    if not any(role.user_id != leaving.pk for role in administrators):
        raise Refused(LAST_ADMINISTRATOR)
