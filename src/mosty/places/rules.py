"""Who may see and change venues."""

from django.utils.translation import gettext_lazy as _

from mosty.core.permissions import EVERYBODY, Permission
from mosty.core.rules import TEAM, in_team

SEE_VENUE = Permission(
    "places.see_venue",
    _("Venues are open to everybody."),
    lambda _user: EVERYBODY,
)

EDIT_VENUE = Permission(
    "places.edit_venue",
    _("Only managers of the team that runs this venue may change it."),
    lambda user: in_team(user, TEAM.MANAGER),
)
