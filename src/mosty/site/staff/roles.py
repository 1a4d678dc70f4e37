"""Roles as forms and lists name them: "*:auditor" (everywhere), "agency:manager"."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mosty.core.models import Team, User
from mosty.core.rules import TEAM, Role

INSTALLATION = "*"  # no team has such a code
WHOLE = _("The whole installation")


@dataclass(frozen=True)
class Held:
    """A role somebody holds: its key in forms, its name, and where it holds."""

    key: str
    label: Any
    where: Any
    team: Team | None = None


def key_of(role: str, team: Team | None = None) -> str:
    """How forms name a role."""
    return f"{team.code if team else INSTALLATION}:{role}"


def held_by(user: User) -> list[Held]:
    """The roles of a person, those in the whole installation first."""
    whole = [Held(key_of(held.role), held.get_role_display(), WHOLE) for held in user.roles.all()]
    teams = [
        Held(key_of(held.role, held.team), held.get_role_display(), held.team, held.team)
        for held in user.team_roles.all()
    ]
    return [*whole, *teams]


def choices(teams: Iterable[Team]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Every role there is, grouped by where it holds."""
    whole = (WHOLE, [(key_of(role), label) for role, label in Role.choices])
    return [
        whole,
        *(
            (str(team), [(key_of(role, team), label) for role, label in TEAM.choices])
            for team in teams
        ),
    ]


def read_key(key: str) -> tuple[Team | None, str]:
    """The team (None for the installation) and the role of a key that a form has checked."""
    place, _colon, role = key.rpartition(":")
    return (None if place == INSTALLATION else Team.objects.get(code=place)), role
