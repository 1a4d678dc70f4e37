import threading

import pytest
from django.db import connection
from django.utils.translation import override

from mosty.core import staffing
from mosty.core.actions import Refused, origin
from mosty.core.models import (
    ApiToken,
    InstallationRole,
    JournalEntry,
    Mail,
    Team,
    TeamRole,
    User,
)
from mosty.core.permissions import Denied
from mosty.core.rules import TEAM, Role
from tests.factories import core as make

pytestmark = pytest.mark.django_db

EVERY_ACT = {
    "add_team": lambda by: staffing.add_team(by=by, name={"en": "Museum"}, code="museum"),
    "rename_team": lambda by: staffing.rename_team(
        by=by, team=make.make_team(), name={"en": "Museum"}
    ),
    "add_colleague": lambda by: staffing.add_colleague(
        by=by, email="new@example.org", name="New", language="en"
    ),
    "send_password_link": lambda by: staffing.send_password_link(
        by=by, user=make.make_user(password=None)
    ),
    "give_team_role": lambda by: staffing.give_team_role(
        by=by, user=make.make_user(), team=make.make_team(), role=TEAM.DESK
    ),
    "take_team_role": lambda by: staffing.take_team_role(
        by=by, role=make.make_desk().team_roles.get()
    ),
    "give_installation_role": lambda by: staffing.give_installation_role(
        by=by, user=make.make_user(), role=Role.AUDITOR
    ),
    "take_installation_role": lambda by: staffing.take_installation_role(
        by=by, role=make.make_leader().roles.get()
    ),
    "close_account": lambda by: staffing.close_account(by=by, user=make.make_user()),
    "open_account_again": lambda by: staffing.open_account_again(
        by=by, user=make.make_user(is_active=False)
    ),
    "mark_as_demo": lambda by: staffing.mark_as_demo(by=by, user=make.make_user()),
}


@pytest.mark.parametrize("act", EVERY_ACT)
def test_an_administrator_may(act):
    administrator = make.make_administrator()
    EVERY_ACT[act](administrator)
    assert JournalEntry.objects.filter(verb=f"core.{act}", by=administrator).count() == 1


@pytest.mark.parametrize("act", EVERY_ACT)
@pytest.mark.parametrize("role", ["manager", "desk", "leader", "auditor", "user"])
def test_nobody_else_may(act, role):
    with pytest.raises(Denied) as denial:
        EVERY_ACT[act](getattr(make, f"make_{role}")())
    assert denial.value.reason == staffing.ONLY_ADMINISTRATORS
    assert not JournalEntry.objects.exists()


def test_administrators_and_auditors_see_who_works_here():
    see = staffing.SEE_STAFF
    readers = [make.make_administrator(), make.make_auditor()]
    assert [see.allows(user, user) for user in readers] == [True, True]
    others = [make.make_manager(), make.make_desk(), make.make_leader(), make.make_user()]
    assert [see.allows(user, user) for user in others] == [False] * 4


def test_the_first_administrator_comes_from_the_command_line_alone():
    user = staffing.found_administrator(email="Anna@Example.org", name="Анна", language="ru")
    assert (user.email, user.has_usable_password()) == ("anna@example.org", False)
    assert user.installation_roles == {Role.ADMINISTRATOR}
    for door in ("page", "api"):
        token = origin.set(door)
        try:
            with pytest.raises(Denied):
                staffing.found_administrator(email="b@example.org", name="B", language="en")
            with pytest.raises(Denied):
                staffing.restore_administrator(user=user)
        finally:
            origin.reset(token)
    assert User.objects.count() == 1


def test_somebody_who_has_an_account_is_made_administrator_from_the_command_line():
    user = make.make_user(is_active=False)
    assert staffing.restore_administrator(user=user)
    assert not staffing.restore_administrator(user=user)
    found = User.objects.get(pk=user.pk)
    assert found.is_active
    assert found.installation_roles == {Role.ADMINISTRATOR}


def test_a_team_needs_a_name_and_a_code_of_its_own():
    administrator = make.make_administrator()
    with pytest.raises(Refused) as refusal:
        staffing.add_team(by=administrator, name={"en": ""}, code="museum")
    assert refusal.value.field == "name"
    staffing.add_team(by=administrator, name={"en": "Museum"}, code="museum")
    with pytest.raises(Refused) as refusal:
        staffing.add_team(by=administrator, name={"en": "Other"}, code="museum")
    assert refusal.value.message == staffing.TEAM_CODE_TAKEN
    assert Team.objects.count() == 1


def test_a_colleague_gets_roles_and_a_letter():
    administrator, team = make.make_administrator(name="Anna"), make.make_team()
    user = staffing.add_colleague(
        by=administrator,
        email="Boris@Example.org",
        name="Борис",
        language="ru",
        team_roles=[(team, TEAM.MANAGER)],
        roles=[Role.AUDITOR],
    )
    assert not user.has_usable_password()
    assert user.installation_roles == {Role.AUDITOR}
    assert [(held.team, held.role) for held in user.team_roles.all()] == [(team, TEAM.MANAGER)]
    letter = Mail.objects.get()
    assert (letter.to, letter.language) == ("boris@example.org", "ru")
    assert letter.subject == "Ваша учётная запись в Mosty"
    assert "/accounts/password/reset/key/" in letter.text


def test_an_address_has_one_account_whatever_its_case():
    administrator = make.make_administrator()
    make.make_user(email="boris@example.org")
    with pytest.raises(Refused) as refusal:
        staffing.add_colleague(by=administrator, email="BORIS@example.org", name="B", language="en")
    assert refusal.value.message == staffing.EMAIL_TAKEN
    assert not Mail.objects.exists()


def test_sample_people_get_no_letter():
    staffing.add_colleague(
        by=make.make_administrator(), email="a@demo.example", name="A", language="ru", is_demo=True
    )
    assert not Mail.objects.exists()


def test_the_link_is_sent_again_only_to_who_has_no_password_and_may_sign_in():
    administrator = make.make_administrator()
    with pytest.raises(Refused) as refusal:
        staffing.send_password_link(by=administrator, user=make.make_user())
    assert refusal.value.message == staffing.HAS_PASSWORD
    with pytest.raises(Refused) as refusal:
        staffing.send_password_link(
            by=administrator, user=make.make_user(password=None, is_active=False)
        )
    assert refusal.value.message == staffing.ACCOUNT_CLOSED
    assert not Mail.objects.exists()


def test_a_role_given_twice_is_one_role():
    administrator, user, team = make.make_administrator(), make.make_user(), make.make_team()
    for _time in range(2):
        staffing.give_team_role(by=administrator, user=user, team=team, role=TEAM.DESK)
        staffing.give_installation_role(by=administrator, user=user, role=Role.LEADERSHIP)
    assert TeamRole.objects.filter(user=user).count() == 1
    assert InstallationRole.objects.filter(user=user).count() == 1
    assert JournalEntry.objects.count() == 2


def test_the_journal_says_which_role_in_the_readers_language():
    administrator = make.make_administrator()
    team = make.make_team(name={"en": "Museum", "ru": "Музей"})
    staffing.give_team_role(by=administrator, user=make.make_user(), team=team, role=TEAM.MANAGER)
    entry = JournalEntry.objects.get()
    with override("en"):
        assert entry.sentence.startswith("gave the role of manager in ")
    with override("ru"):
        assert entry.sentence.startswith("назначена роль менеджера: ")


def test_the_last_administrator_stays():
    administrator = make.make_administrator()
    with pytest.raises(Refused) as refusal:
        staffing.take_installation_role(by=administrator, role=administrator.roles.get())
    assert refusal.value.message == staffing.LAST_ADMINISTRATOR
    second = make.make_administrator()
    staffing.take_installation_role(by=second, role=administrator.roles.get())
    assert InstallationRole.objects.get().user == second


def test_an_administrator_whose_account_is_closed_does_not_count():
    administrator, closed = make.make_administrator(), make.make_administrator()
    staffing.close_account(by=administrator, user=closed)
    with pytest.raises(Refused) as refusal:
        staffing.take_installation_role(by=administrator, role=administrator.roles.get())
    assert refusal.value.message == staffing.LAST_ADMINISTRATOR


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_leave_one():
    pair = [make.make_administrator(), make.make_administrator()]
    roles = [user.roles.get() for user in pair]
    ready, refusals = threading.Barrier(2), []

    def remove(by, role):
        try:
            ready.wait()
            staffing.take_installation_role(by=by, role=role)
        except (Refused, Denied) as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=(pair[0], roles[1])),
        threading.Thread(target=remove, args=(pair[1], roles[0])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert InstallationRole.objects.count() == 1


def test_a_closed_account_is_closed_everywhere(client):
    administrator, user = make.make_administrator(), make.make_user()
    make.make_token(user, "events:read")
    client.force_login(user)
    staffing.close_account(by=administrator, user=user)
    assert not client.get("/").wsgi_request.user.is_authenticated
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    staffing.open_account_again(by=administrator, user=user)
    assert User.objects.get(pk=user.pk).is_active
    assert not ApiToken.objects.filter(revoked_at=None).exists()


def test_nobody_closes_their_own_account():
    administrator = make.make_administrator()
    make.make_administrator()
    with pytest.raises(Refused) as refusal:
        staffing.close_account(by=administrator, user=administrator)
    assert refusal.value.message == staffing.NOT_ONESELF
