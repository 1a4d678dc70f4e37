"""The teams of the example's host and one account for each role of the demo."""

from dataclasses import dataclass

from mosty.core.models import InstallationRole, Team, TeamRole, User
from mosty.core.staffing import (
    add_colleague,
    add_team,
    found_administrator,
    give_installation_role,
    give_team_role,
    mark_as_demo,
)

DOMAIN = "demo.example"


@dataclass(frozen=True)
class Staff:
    """Who works in the example."""

    administrator: User
    manager: User
    agency: Team
    film_cluster: Team


def load_staff() -> Staff:
    """Two teams; a manager of both, a front desk, leadership, an auditor."""
    administrator = found_administrator(
        email=f"administrator@{DOMAIN}", name="Анна Озёрская", language="ru"
    )
    mark_as_demo(by=administrator, user=administrator)

    def colleague(address: str, name: str) -> User:
        return add_colleague(
            by=administrator,
            email=f"{address}@{DOMAIN}",
            name=name,
            language="ru",
            is_demo=True,
        )

    agency = add_team(
        by=administrator,
        code="agency",
        name={"ru": "Агентство креативных индустрий", "en": "Agency of Creative Industries"},
    )
    cluster = add_team(
        by=administrator, code="film-cluster", name={"ru": "Кинокластер", "en": "Film cluster"}
    )
    manager = colleague("manager", "Мария Лугова")
    for team in (agency, cluster):
        give_team_role(by=administrator, user=manager, team=team, role=TeamRole.Role.MANAGER)
    desk = colleague("front-desk", "Степан Приветов")
    give_team_role(by=administrator, user=desk, team=agency, role=TeamRole.Role.DESK)
    leader = colleague("leadership", "Вера Соколовская")
    give_installation_role(by=administrator, user=leader, role=InstallationRole.Role.LEADERSHIP)
    auditor = colleague("auditor", "Павел Строгов")
    give_installation_role(by=administrator, user=auditor, role=InstallationRole.Role.AUDITOR)
    return Staff(administrator=administrator, manager=manager, agency=agency, film_cluster=cluster)


def open_account(staff: Staff, name: str) -> User:
    """The account of the representative from abroad, who reads English."""
    return add_colleague(
        by=staff.administrator,
        email=f"representative@{DOMAIN}",
        name=name,
        language="en",
        is_demo=True,
    )
