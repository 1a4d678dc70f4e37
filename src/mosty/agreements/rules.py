"""Who may see, change and sign agreements, and why not others."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mosty.agreements.models import AgreementFile, Party
from mosty.core.models import TeamRole
from mosty.core.permissions import NOBODY, Permission, Subject
from mosty.core.rules import in_team, reads_all
from mosty.directory.models import Representative


def _of_own_organisation(user: Subject) -> Q:
    """Agreements to which an organisation that the user represents is a party."""
    if not user.is_authenticated:
        return NOBODY
    own = Representative.objects.filter(person__user=user, is_active=True).values("organisation")
    return Q(pk__in=Party.objects.filter(organisation__in=own).values("agreement"))


SEE_AGREEMENT = Permission(
    "agreements.see",
    _("Only the parties and the team that keeps this agreement may see it."),
    lambda user: in_team(user) | reads_all(user) | _of_own_organisation(user),
)

EDIT_AGREEMENT = Permission(
    "agreements.edit",
    _("Only managers of the team that keeps this agreement may change it."),
    lambda user: in_team(user, TeamRole.Role.MANAGER),
)

READ_STORY = Permission(
    "agreements.read_story",
    _("How this agreement came about is for the team that keeps it."),
    lambda user: in_team(user) | reads_all(user),
)

READ_FILE = Permission(
    "agreements.read_file",
    _("Drafts are for the team that keeps this agreement; parties may read what was signed."),
    lambda user: (
        in_team(user, path="agreement__team")
        | reads_all(user)
        | (
            Q(kind=AgreementFile.Kind.SIGNED)
            & Q(
                agreement__in=Party.objects.filter(
                    organisation__in=Representative.objects.filter(
                        person__user=user, is_active=True
                    ).values("organisation")
                ).values("agreement")
            )
            if user.is_authenticated
            else NOBODY
        )
    ),
)
