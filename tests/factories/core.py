"""Users, teams and roles. Every call makes new records; names and codes can be given."""

import itertools
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from mosty.core.actions import factories_may_write
from mosty.core.models import (
    ApiToken,
    InstallationRole,
    Sector,
    Source,
    Team,
    TeamRole,
    User,
)

_numbers = itertools.count(1)


def next_number() -> int:
    """A number no other record of this run has."""
    return next(_numbers)


def make_user(email: str | None = None, **given: Any) -> User:
    """Somebody who can sign in (password "mosty-pass-word") and has a confirmed address."""
    number = next_number()
    address = email or f"user-{number}@example.org"
    fields = {"name": f"User {number}", "password": "mosty-pass-word", **given}
    with factories_may_write():
        user = User.objects.create_user(address, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_team(code: str | None = None, **given: Any) -> Team:
    number = next_number()
    fields = {"name": {"en": f"Team {number}", "ru": f"Команда {number}"}, **given}
    with factories_may_write():
        return Team.objects.create(code=code or f"team-{number}", **fields)


def make_manager(team: Team | None = None, **given: Any) -> User:
    return in_role(make_staff(**given), team or make_team(), TeamRole.Role.MANAGER)


def make_desk(team: Team | None = None, **given: Any) -> User:
    return in_role(make_staff(**given), team or make_team(), TeamRole.Role.DESK)


def make_auditor(**given: Any) -> User:
    return _installed(InstallationRole.Role.AUDITOR, **given)


def make_leader(**given: Any) -> User:
    return _installed(InstallationRole.Role.LEADERSHIP, **given)


def make_administrator(**given: Any) -> User:
    return _installed(InstallationRole.Role.ADMINISTRATOR, **given)


def make_staff(**given: Any) -> User:
    """A user with a second factor, without which no page is open to staff."""
    user = make_user(**given)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "none"})
    return user


def in_role(user: User, team: Team, role: str) -> User:
    """Give a user one more role in a team."""
    with factories_may_write():
        TeamRole.objects.create(user=user, team=team, role=role)
    return user


def make_token(user: User, *scopes: str, **given: Any) -> str:
    """A token of the API; returns its secret, for "Authorization: Bearer …"."""
    secret = ApiToken.new_secret()
    with factories_may_write():
        ApiToken.objects.create(
            user=user,
            name="test",
            digest=ApiToken.digest_of(secret),
            scopes=list(scopes),
            **given,
        )
    return secret


def make_source(**given: Any) -> Source:
    fields = {
        "key": f"source-{next_number()}",
        "published": "2025-08-28",
        "about": {"en": "The city's site", "ru": "Сайт города"},
        **given,
    }
    with factories_may_write():
        return Source.objects.create(**fields)


def sector(code: str = "film") -> Sector:
    """One of the sectors that every host starts with."""
    return Sector.objects.get(code=code)


def _installed(role: str, **given: Any) -> User:
    user = make_staff(**given)
    with factories_may_write():
        InstallationRole.objects.create(user=user, role=role)
    return user
