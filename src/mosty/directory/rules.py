"""Who may see and change organisations and people, and why not."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mosty.core.models import TeamRole
from mosty.core.permissions import EVERYBODY, NOBODY, Permission, Subject
from mosty.core.rules import (
    TEAM,
    Role,
    has_staff_role,
    in_team,
    installation,
    manages_some_team,
)
from mosty.directory.models import Office, Representative


def representatives_of(user: Subject) -> "QuerySet[Representative]":
    """The user's own active representations: who they may act for here."""
    if not user.is_authenticated:
        return Representative.objects.none()
    return Representative.objects.filter(person__user=user, is_active=True)


def represented_by(user: Subject, path: str = "organisation") -> Q:
    """Records whose organisation (at `path`; "pk" for organisations) the user represents."""
    if not user.is_authenticated:
        return NOBODY
    return Q(**{f"{path}__in": representatives_of(user).values("organisation_id")})


def _signed_in(user: Subject) -> Q:
    return EVERYBODY if user.is_authenticated else NOBODY


def _oneself(user: Subject) -> Q:
    return Q(user=user) if user.is_authenticated else NOBODY


def _publicly_known(user: Subject) -> Q:
    """People who stand for an organisation: its active representatives and holders of a post."""
    if not user.is_authenticated:
        return NOBODY
    active = Representative.objects.filter(is_active=True)
    return Q(pk__in=active.values("person_id")) | Q(pk__in=Office.objects.values("person_id"))


def _colleagues(user: Subject) -> Q:
    """Active representatives of the organisations that the user represents."""
    if not user.is_authenticated:
        return NOBODY
    same = Representative.objects.filter(
        is_active=True, organisation__in=representatives_of(user).values("organisation_id")
    )
    return Q(pk__in=same.values("person_id"))


SEE_ORGANISATION = Permission(
    "directory.see_organisation",
    _("Sign in to see the partners."),
    _signed_in,
)

ADD_TO_DIRECTORY = Permission(  # asked of the person who adds: nothing is there yet to ask
    "directory.add_to_directory",
    _("Only managers of a team may add organisations and people."),
    lambda user: Q(pk=user.pk) & manages_some_team(user),
)

EDIT_ORGANISATION = Permission(
    "directory.edit_organisation",
    _("Only managers and the organisation's own representatives may change it."),
    lambda user: manages_some_team(user) | represented_by(user, "pk"),
)

MANAGE_REPRESENTATIVES = Permission(
    "directory.manage_representatives",
    _("Only managers of a team may say who speaks for an organisation."),
    manages_some_team,
)

READ_STORY = Permission(
    "directory.read_story",
    _("The story of an organisation is for the host's staff and its own representatives."),
    lambda user: (EVERYBODY if has_staff_role(user) else NOBODY) | represented_by(user, "pk"),
)

SEE_PERSON = Permission(
    "directory.see_person",
    _("This person's page is open to the host's staff."),
    lambda user: (
        (EVERYBODY if has_staff_role(user) else NOBODY) | _oneself(user) | _publicly_known(user)
    ),
)

READ_CONTACT = Permission(
    "directory.read_contact",
    _("Only managers, auditors and the person's colleagues may read how to reach them."),
    lambda user: (
        manages_some_team(user)
        | installation(user, Role.AUDITOR)
        | _oneself(user)
        | _colleagues(user)
    ),
)

EDIT_PERSON = Permission(
    "directory.edit_person",
    _("Only managers and the person themselves may change this."),
    lambda user: manages_some_team(user) | _oneself(user),
)

OPEN_ACCOUNT = Permission(
    "directory.open_account",
    _("Only managers of a team may open accounts."),
    manages_some_team,
)

READ_TEAM_CONTACT = Permission(
    "directory.read_team_contact",
    _("Only the team that wrote a contact down may see it."),
    lambda user: in_team(user) | installation(user, Role.AUDITOR),
)

ADD_TEAM_CONTACT = Permission(  # on a team
    "directory.add_team_contact",
    _("Only members of this team may add to its contacts."),
    lambda user: (
        Q(Exists(TeamRole.objects.filter(team=OuterRef("pk"), user=user, role__in=TEAM.values)))
        if user.is_authenticated
        else NOBODY
    ),
)
