from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mosty.core import staffing
from mosty.core.models import ApiToken, InstallationRole, Mail, Team, TeamRole, User
from mosty.core.rules import TEAM, Role
from mosty.core.tokens import SCOPES
from mosty.site.command import Trouble
from mosty.site.commands.administrator import administrator as run_command
from tests.factories import core as make

pytestmark = pytest.mark.django_db


def signed_in(user, language="en"):
    client = Client(headers={"accept-language": language})
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def administrator():
    return make.make_administrator(language="en")


@pytest.fixture
def client(administrator):
    return signed_in(administrator)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_who_reads_teams_and_roles():
    team, user = make.make_team(), make.make_user()
    pages = [
        reverse("staff"),
        reverse("team", args=[team.code]),
        reverse("colleague", args=[user.code]),
    ]
    for reader in (make.make_administrator(), make.make_auditor()):
        assert [signed_in(reader).get(page).status_code for page in pages] == [200] * 3
    for other in (make.make_manager(), make.make_desk(), make.make_leader(), user):
        answers = [signed_in(other).get(page) for page in pages]
        assert [answer.status_code for answer in answers] == [403] * 3
        assert str(staffing.ONLY_READERS) in answers[0].content.decode()
    assert [signed_in(None).get(page).status_code for page in pages] == [302] * 3


def test_who_changes_teams_and_roles():
    team, user = make.make_team(), make.make_user()
    given = {"role": f"{team.code}:manager"}
    acts = [
        ("get", reverse("team_new"), {}),
        ("post", reverse("team_new"), {"name_en": "Museum", "code": "museum"}),
        ("post", reverse("team", args=[team.code]), {"name_en": "Museum"}),
        ("get", reverse("colleague_new"), {}),
        ("post", reverse("colleague_new"), {}),
        ("post", reverse("colleague_give", args=[user.code]), given),
        ("post", reverse("colleague_take", args=[user.code]), given),
        ("post", reverse("colleague_link", args=[user.code]), {}),
        ("post", reverse("colleague_close", args=[user.code]), {}),
        ("post", reverse("colleague_open", args=[user.code]), {}),
    ]
    for other in (make.make_auditor(), make.make_manager(), make.make_leader(), make.make_user()):
        client = signed_in(other)
        answers = [getattr(client, method)(page, data) for method, page, data in acts]
        assert [answer.status_code for answer in answers] == [403] * len(acts)
    assert not TeamRole.objects.filter(user=user).exists()
    assert User.objects.get(pk=user.pk).is_active


def test_the_rail_offers_the_page_to_readers_alone():
    for user, offered in (
        (make.make_administrator(), True),
        (make.make_auditor(), True),
        (make.make_manager(), False),
        (make.make_user(), False),
    ):
        page = signed_in(user).get("/").content.decode()
        assert (f'href="{reverse("staff")}"' in page) is offered


def test_an_auditor_reads_without_buttons():
    make.make_manager(make.make_team(name={"en": "Museum"}), name="Boris")
    page = signed_in(make.make_auditor()).get(reverse("staff")).content.decode()
    assert "Museum" in page
    assert "Boris" in page
    assert reverse("colleague_new") not in page


def test_a_team_is_added_and_renamed(client):
    answer = client.post(reverse("team_new"), {"name_en": "Museum", "code": "museum"})
    assert answer.status_code == 302
    team = Team.objects.get()
    assert answer.url == reverse("team", args=["museum"])
    client.post(answer.url, {"name_en": "Museum of film", "name_ru": "Музей кино"})
    team.refresh_from_db()
    assert team.name == {"en": "Museum of film", "ru": "Музей кино"}
    assert "renamed the team" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("code", ["Big", "a b", "кино", "museum"])
def test_a_team_needs_a_code_for_addresses(client, code):
    make.make_team("museum")
    answer = client.post(reverse("team_new"), {"name_en": "Museum", "code": code})
    assert answer.status_code == 200
    assert "data-invalid" in answer.content.decode() or str(staffing.TEAM_CODE_TAKEN) in (
        answer.content.decode()
    )
    assert Team.objects.count() == 1


def test_a_colleague_is_added_with_roles_and_a_letter(client):
    team = make.make_team("agency")
    answer = client.post(
        reverse("colleague_new"),
        {
            "name": "Boris",
            "email": "boris@example.org",
            "language": "en",
            "roles": ["agency:manager", "*:auditor"],
        },
    )
    user = User.objects.get(email="boris@example.org")
    assert answer.url == reverse("colleague", args=[user.code])
    assert user.installation_roles == {Role.AUDITOR}
    assert [(held.team, held.role) for held in user.team_roles.all()] == [(team, TEAM.MANAGER)]
    assert Mail.objects.get().to == "boris@example.org"
    page = client.get(answer.url).content.decode()
    assert "no password yet" in page
    assert "gave the role of manager in" in page


def test_a_colleague_needs_a_role(client):
    form = {"name": "Boris", "email": "boris@example.org", "language": "en"}
    assert client.post(reverse("colleague_new"), form).status_code == 200
    assert (
        client.post(reverse("colleague_new"), {**form, "roles": ["x:manager"]}).status_code == 200
    )
    assert User.objects.count() == 1


def test_who_has_an_account_is_shown_instead_of_a_second_one(client):
    make.make_team("agency")
    known = make.make_user(email="boris@example.org")
    form = {
        "name": "Boris",
        "email": "Boris@Example.org",
        "language": "en",
        "roles": ["agency:manager"],
    }
    page = client.post(reverse("colleague_new"), form).content.decode()
    assert str(staffing.EMAIL_TAKEN) in page
    assert reverse("colleague", args=[known.code]) in page


def test_roles_are_given_and_taken_back(client):
    team, user = make.make_team("agency"), make.make_user()
    for role in ("agency:desk", "*:leadership"):
        client.post(reverse("colleague_give", args=[user.code]), {"role": role})
    assert TeamRole.objects.get().team == team
    assert InstallationRole.objects.filter(user=user).count() == 1
    again = client.post(reverse("colleague_give", args=[user.code]), {"role": "agency:desk"})
    assert again.status_code == 422
    for role in ("agency:desk", "*:leadership"):
        client.post(reverse("colleague_take", args=[user.code]), {"role": role})
    assert not TeamRole.objects.exists()
    assert not InstallationRole.objects.filter(user=user).exists()
    absent = client.post(reverse("colleague_take", args=[user.code]), {"role": "agency:desk"})
    assert absent.status_code == 404


def test_the_last_administrator_is_told_why_the_role_stays(client, administrator):
    answer = client.post(
        reverse("colleague_take", args=[administrator.code]), {"role": "*:administrator"}
    )
    assert told(answer) == [str(staffing.LAST_ADMINISTRATOR)]
    assert administrator.roles.count() == 1


def test_an_account_is_closed_and_opened(client):
    user = make.make_user()
    client.post(reverse("colleague_close", args=[user.code]))
    assert not User.objects.get(pk=user.pk).is_active
    assert "closed" in client.get(reverse("colleague", args=[user.code])).content.decode()
    client.post(reverse("colleague_open", args=[user.code]))
    assert User.objects.get(pk=user.pk).is_active


def test_the_link_is_sent_again(client):
    user = make.make_user(password=None)
    client.post(reverse("colleague_link", args=[user.code]))
    assert Mail.objects.get().to == user.email


def test_changes_need_a_post(client):
    user = make.make_user()
    for name in ("give", "take", "link", "close", "open"):
        assert client.get(reverse(f"colleague_{name}", args=[user.code])).status_code == 405


def test_the_list_is_filtered_searched_and_exported(client):
    team = make.make_team("agency")
    make.make_manager(team, name="Boris")
    make.make_desk(make.make_team(), name="Vera")
    make.make_leader(name="Gleb")

    def names(**query):
        page = client.get(reverse("staff"), query).content.decode()
        return [name for name in ("Boris", "Vera", "Gleb") if name in page]

    assert names() == ["Boris", "Vera", "Gleb"]
    assert names(q="bor") == ["Boris"]
    assert names(role="desk") == ["Vera"]
    assert names(role="leadership") == ["Gleb"]
    assert names(team=team.pk) == ["Boris"]
    export = client.get(reverse("staff"), {"export": "xlsx"})
    assert export.status_code == 200
    assert export["Content-Type"].endswith("spreadsheetml.sheet")


def test_as_many_queries_for_thirty_colleagues_as_for_one(client):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("staff")).status_code == 200
        return len(seen)

    make.make_manager()
    client.get(reverse("staff"))
    one = queries()
    for _person in range(30):
        make.make_manager()
    assert queries() == one


def test_the_pages_speak_russian(administrator):
    client = signed_in(administrator, "ru")
    team = make.make_team()
    shown = {
        reverse("staff"): "Команда и роли",
        reverse("team_new"): "Новая команда",
        reverse("colleague_new"): "Новый коллега",
        reverse("team", args=[team.code]): "Кто в ней работает",
        reverse("colleague", args=[administrator.code]): "Второй фактор",
        reverse("tokens"): "Токены API",
        reverse("api_docs"): "Как к нему обращаться",
    }
    for page, words in shown.items():
        assert words in client.get(page).content.decode()


# One's own tokens.


def token_form(**given):
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {"name": "Site", "scopes": ["events:read"], "expires_at": tomorrow.isoformat(), **given}


def test_a_token_is_shown_once_and_works():
    user = make.make_user()
    client = signed_in(user)
    issued = client.post(reverse("tokens"), token_form())
    token = ApiToken.objects.get()
    secret = issued.context["secret"]
    assert secret in issued.content.decode()
    assert "no-store" in issued["Cache-Control"]
    assert secret not in client.get(reverse("tokens")).content.decode()
    last = timezone.localtime(token.expires_at)
    assert (last.date(), last.hour) == (timezone.localdate() + timedelta(days=1), 23)
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client(headers=bearer).get("/api/v1/events").status_code == 200
    assert Client(headers=bearer).get("/api/v1/agreements").status_code == 403


def test_a_session_is_no_token(client):
    assert client.get("/api/v1/events").status_code == 401


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["all"]}, {"expires_at": "2020-01-01"}]
)
def test_a_wrong_token_form_is_shown_again(wrong):
    answer = signed_in(make.make_user()).post(reverse("tokens"), token_form(**wrong))
    assert answer.status_code == 200
    assert "data-invalid" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_after_a_question():
    user, other = make.make_user(), make.make_user()
    secret = make.make_token(user, "events:read")
    page = reverse("token_revoke", args=[ApiToken.objects.get().pk])
    assert signed_in(other).get(page).status_code == 404
    assert signed_in(other).post(page).status_code == 404
    client = signed_in(user)
    assert client.get(page).status_code == 200
    assert client.post(page).url == reverse("tokens")
    assert "revoked" in client.get(reverse("tokens")).content.decode()
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client(headers=bearer).get("/api/v1/events").status_code == 401


def test_one_sees_ones_own_tokens_only():
    make.make_token(make.make_user(), "events:read")
    page = signed_in(make.make_administrator()).get(reverse("tokens")).content.decode()
    assert "No tokens yet" in page


def test_the_form_offers_every_scope():
    page = signed_in(make.make_user()).get(reverse("tokens")).content.decode()
    assert [scope for scope in SCOPES if f'value="{scope}"' not in page] == []


# The command that makes the first administrator.


def test_the_command_makes_an_administrator_and_a_link():
    done, link = run_command("Anna@Agency.example", "Anna Lake", "en")
    assert done == "Anna Lake is an administrator now."
    user = User.objects.get(email="anna@agency.example")
    assert (user.language, user.installation_roles) == ("en", {Role.ADMINISTRATOR})
    assert link.startswith("http://localhost:8000/accounts/password/reset/key/")
    assert signed_in(None).get(link.partition("8000")[2]).status_code == 302


def test_the_command_gives_a_new_link_and_takes_in_who_has_an_account():
    run_command("anna@agency.example", "", "ru")
    done, _link = run_command("anna@agency.example", "", "ru")
    assert done == "anna@agency.example is an administrator already; here is a new link."
    known = make.make_user(email="boris@agency.example", name="Boris")
    done, _link = run_command("boris@agency.example", "", "ru")
    assert done == "Boris had an account with this address and is an administrator now."
    assert known.roles.get().role == Role.ADMINISTRATOR


def test_the_command_wants_an_address():
    with pytest.raises(Trouble, match="is not an e-mail address"):
        run_command("anna", "", "ru")
    assert not User.objects.exists()
