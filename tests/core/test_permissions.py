"""A permission answers for one record and filters a list by the same condition."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from mosty.core.models import Team
from mosty.core.permissions import EVERYBODY, NOBODY, Denied, Permission
from mosty.core.rules import MANAGE_TEAM, READ_JOURNAL, has_staff_role, reads_all
from tests.factories.core import (
    in_role,
    make_administrator,
    make_auditor,
    make_desk,
    make_leader,
    make_manager,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_the_list_and_the_record_agree_for_every_role():
    team, other = make_team(), make_team()
    people = [
        AnonymousUser(),
        make_user(),
        make_manager(team),
        make_manager(other),
        make_desk(team),
        make_auditor(),
        make_leader(),
        make_administrator(),
    ]
    for user in people:
        listed = set(MANAGE_TEAM.filter(user, Team.objects.all()))
        assert listed == {each for each in (team, other) if MANAGE_TEAM.allows(user, each)}
    assert [MANAGE_TEAM.allows(user, team) for user in people].count(True) == 1


def test_a_refusal_gives_its_reason():
    rule = Permission("test.nothing", "Nobody may.", lambda _user: NOBODY)
    with pytest.raises(Denied) as denied:
        rule.check(make_user(), make_team())
    assert denied.value.reason == "Nobody may."


def test_a_record_that_was_never_saved_is_nobodys():
    open_rule = Permission("test.all", "", lambda _user: EVERYBODY)
    assert not open_rule.allows(make_user(), Team())


def test_nobody_and_everybody_survive_being_combined():
    team = make_team()
    mine = Q(pk=team.pk)
    make_team()
    count = Team.objects.count()
    for condition, expected in (
        (NOBODY | mine, 1),
        (mine | NOBODY, 1),
        (EVERYBODY | mine, count),
        (EVERYBODY & mine, 1),
        (NOBODY & mine, 0),
        (~EVERYBODY, 0),
    ):
        assert Team.objects.filter(condition).count() == expected


def test_two_roles_in_a_team_list_it_once():
    team = make_team()
    manager = make_manager(team)
    in_role(manager, team, "desk")
    assert list(MANAGE_TEAM.filter(manager, Team.objects.all())) == [team]


def test_who_reads_the_journal_and_everything():
    people = [make_auditor(), make_administrator(), make_leader(), make_manager(), make_user()]
    team = make_team()
    assert [READ_JOURNAL.allows(user, team) for user in people] == [True, True, False, False, False]
    seen = [Team.objects.filter(reads_all(user)).exists() for user in people]
    assert seen == [True, True, True, False, False]
    assert [has_staff_role(user) for user in people] == [True, True, True, True, False]
    assert not has_staff_role(AnonymousUser())
