"""Pages of agreements: who may open them, what they show, how they are filled in."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from mosty.agreements import actions
from mosty.agreements.models import Agreement
from mosty.core import files
from mosty.core.search import find
from mosty.core.thread import thread_of
from tests.factories.agreements import PDF, make_agreement, make_contract, make_file, make_signed
from tests.factories.core import (
    in_role,
    make_auditor,
    make_desk,
    make_leader,
    make_manager,
    make_source,
    make_team,
    make_user,
    sector,
)
from tests.factories.directory import make_organisation, make_representative
from tests.factories.events import make_event
from tests.factories.meetings import make_fair, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def manager(team):
    return make_manager(team)


@pytest.fixture
def as_user(client):
    """The client, signed in as somebody (None: the public), reading a language."""

    def sign_in(user, language="en"):
        client.logout()
        if user:
            client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return sign_in


def text_of(response):
    return response.content.decode()


def posted(agreement=None, **given):
    """What a browser sends for an agreement's form: two named parties and an empty box."""
    data = {
        "version": 1,
        "kind": "agreement",
        "title_en": "Films together",
        "title_ru": "Фильмы вместе",
        "sector": sector().pk,
        "amount": "",
        "currency": "",
        "parties-TOTAL_FORMS": 3,
        "parties-INITIAL_FORMS": 3,
    }
    if agreement:
        for number, party in enumerate(agreement.parties.all()):
            data[f"parties-{number}-organisation"] = party.organisation_id or ""
            data |= {
                f"parties-{number}-unnamed_{language}": text
                for language, text in party.unnamed.items()
            }
    return {**data, **given}


def test_who_may_open_an_agreement(as_user, team, manager):
    agreement = make_agreement(team=team)
    address = agreement.get_absolute_url()
    party = make_representative(agreement.parties.first().organisation).person.user
    for user in (manager, make_desk(team), make_leader(), make_auditor(), party):
        assert as_user(user).get(address).status_code == 200
    for user in (make_manager(), make_user(), make_representative().person.user):
        assert as_user(user).get(address).status_code == 404
    assert as_user(None).get(address).url.startswith(reverse("account_login"))


def test_the_list_shows_only_what_may_be_seen(as_user, team, manager):
    mine = make_agreement(team=team)
    other = make_agreement()
    page = text_of(as_user(manager).get(reverse("agreements")))
    assert (str(mine) in page, str(other) in page) == (True, False)
    page = text_of(as_user(make_user()).get(reverse("agreements")))
    assert (str(mine) in page, str(other) in page) == (False, False)


def test_the_list_is_searched_filtered_sorted_and_exported(as_user, team, manager):
    event = make_event(team=team)
    partner = make_organisation(name={"en": "Beijing Planetarium", "ru": "Пекинский планетарий"})
    early = make_signed(None, team=team, signed_on="2024", parties=[partner, make_organisation()])
    late = make_contract(event, 10, "RUB", provenance="generated")
    client = as_user(manager)

    def listed(**query):
        page = text_of(client.get(reverse("agreements"), query))
        return [str(each) in page for each in (early, late)]

    assert listed(q="планетарий") == [True, False]
    assert listed(kind="contract") == [False, True]
    assert listed(provenance="generated") == [False, True]
    newest_first = text_of(client.get(reverse("agreements"), {"sort": "-signed_on"}))
    assert newest_first.index(str(late)) < newest_first.index(str(early))
    oldest_first = text_of(client.get(reverse("agreements"), {"sort": "signed_on"}))
    assert oldest_first.index(str(early)) < oldest_first.index(str(late))
    assert '<span class="pill pill-generated">generated</span>' in newest_first
    sheet = client.get(reverse("agreements"), {"export": "xlsx", "kind": "contract"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert rows[0][-1] == "Provenance"
    assert rows[1][0] == str(late)
    assert rows[1][-2:] == ["10.00 RUB", "generated for show"]


def test_a_list_of_thirty_needs_no_more_queries_than_one(as_user, team, manager):
    client = as_user(manager)
    make_signed(make_event(team=team))
    client.get(reverse("agreements"))

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("agreements"))
        return len(seen)

    one = queries()
    for _number in range(29):
        make_signed(make_event(team=team))
    assert queries() == one


def test_a_page_tells_everything_and_draws_the_thread(as_user):
    event = make_fair()
    meeting = make_meeting()
    manager = make_manager(meeting.event.team)
    sides = [meeting.first.organisation, {"en": "A foreign museum"}]
    agreement = make_signed(
        meeting.event, parties=sides, meetings=[meeting], source=make_source(), provenance="unnamed"
    )
    follows = make_contract(
        meeting.event, 250000, "RUB", follows=agreement, team=meeting.event.team
    )
    client = as_user(manager)
    page = text_of(client.get(agreement.get_absolute_url()))
    for words in (
        str(meeting.first.organisation),
        "A foreign museum",
        "real, not named",
        "The city&#x27;s site",
        str(meeting),
        str(follows),
        meeting.get_absolute_url(),
    ):
        assert words in page
    assert "₽250,000" in text_of(client.get(follows.get_absolute_url()))
    assert event.pk != meeting.event_id


def test_the_page_in_russian(as_user, team, manager):
    agreement = make_signed(make_event(team=team))
    page = text_of(as_user(manager, "ru").get(agreement.get_absolute_url()))
    for words in ("Стороны", "Файлы", "О соглашении", "подписано", str(agreement.title["ru"])):
        assert words in page


def test_an_agreement_from_a_meeting(as_user):
    meeting = make_meeting()
    team = meeting.event.team
    client = as_user(make_manager(team))
    address = reverse("agreement_new") + f"?meeting={meeting.code}"
    page = text_of(client.get(address))
    assert "From the meeting" in page
    for side in (meeting.first.organisation, meeting.second.organisation):
        assert f'<option value="{side.pk}" selected>' in page
    sent = {
        "meetings": [meeting.pk],
        "parties-0-organisation": meeting.first.organisation.pk,
        "parties-1-organisation": meeting.second.organisation.pk,
    }
    answer = client.post(address, posted(**sent))
    made = Agreement.objects.get()
    assert answer.url == made.get_absolute_url()
    assert list(made.meetings.all()) == [meeting]
    assert made.team == team
    signing = text_of(client.get(reverse("agreement_sign", args=[made.code])))
    assert f'<option value="{meeting.event.pk}" selected>' in signing


def test_a_meeting_of_others_is_not_taken_over(as_user, manager):
    client = as_user(manager)
    meeting = make_meeting()
    address = reverse("agreement_new")
    assert client.get(address, {"meeting": meeting.code}).status_code == 404
    sent = {"meetings": [meeting.pk], "parties-0-organisation": make_organisation().pk}
    assert client.post(address, posted(**sent)).status_code == 200
    assert Agreement.objects.count() == 0


def test_only_managers_begin_agreements(as_user, team):
    for user in (make_user(), make_desk(team), make_auditor()):
        answer = as_user(user).get(reverse("agreement_new"))
        assert answer.status_code == 403
        assert "Only managers of this team may do that." in text_of(answer)


def test_a_manager_of_two_teams_chooses(as_user, team, manager):
    client = as_user(manager)
    assert 'name="team"' not in text_of(client.get(reverse("agreement_new")))
    second = make_team()
    in_role(manager, second, "manager")
    assert 'name="team"' in text_of(client.get(reverse("agreement_new")))
    sent = posted(
        team=second.pk,
        **{f"parties-{number}-organisation": make_organisation().pk for number in (0, 1)},
    )
    client.post(reverse("agreement_new"), sent)
    assert Agreement.objects.get().team == second


def test_a_refusal_stands_on_the_form_and_nothing_typed_is_lost(as_user, manager):
    client = as_user(manager)
    one = make_organisation()
    sent = posted(amount="5", **{"parties-0-organisation": one.pk})
    page = text_of(client.post(reverse("agreement_new"), sent))
    assert "Give the value and its currency together, or neither." in page
    sent["currency"] = "RUB"
    page = text_of(client.post(reverse("agreement_new"), sent))
    assert "An agreement has at least two parties" in page
    assert f'<option value="{one.pk}" selected>' in page
    assert 'value="Films together"' in page
    assert Agreement.objects.count() == 0


def test_unnamed_parties_survive_an_edit(as_user, team, manager):
    sides = [{"en": "Moscow organisations"}, {"en": "Foreign organisations"}]
    agreement = make_agreement(sides, team=team)
    client = as_user(manager)
    address = reverse("agreement_edit", args=[agreement.code])
    page = text_of(client.get(address))
    assert 'value="Moscow organisations"' in page
    client.post(address, posted(agreement, title_en="Games"))
    agreement.refresh_from_db()
    assert agreement.title["en"] == "Games"
    assert [str(party) for party in agreement.parties.all()] == [
        "Moscow organisations",
        "Foreign organisations",
    ]


def test_the_second_who_saves_is_shown_the_difference(as_user, team, manager):
    agreement = make_agreement(team=team)
    client = as_user(manager)
    address = reverse("agreement_edit", args=[agreement.code])
    client.post(address, posted(agreement, title_en="Saved first", kind="contract"))
    late = posted(agreement, title_en="Saved second")
    page = text_of(client.post(address, late))
    assert "Somebody changed this record while you were editing it." in page
    assert "What has changed meanwhile" in page
    for words in ("Saved first", "Saved second", "<td>contract</td><td>agreement</td>"):
        assert words in page
    assert 'name="version" value="2"' in page
    agreement.refresh_from_db()
    assert agreement.title["en"] == "Saved first"
    client.post(address, {**late, "version": 2})
    agreement.refresh_from_db()
    assert (agreement.title["en"], agreement.version) == ("Saved second", 3)


def test_a_changed_party_is_part_of_the_difference(as_user, team, manager):
    agreement, other = make_agreement(team=team), make_organisation(name={"en": "Came later"})
    client = as_user(manager)
    address = reverse("agreement_edit", args=[agreement.code])
    late = posted(agreement, title_en="Saved second")
    client.post(address, {**posted(agreement), "parties-0-organisation": other.pk})
    page = text_of(client.post(address, late))
    assert "What has changed meanwhile" in page
    theirs, yours = page.split(">Parties<")[1].split("</td>")[:2]
    assert "Came later" in theirs
    assert "Came later" not in yours


def test_signing_and_ending(as_user, team, manager):
    agreement = make_agreement(team=team)
    client = as_user(manager)
    sign = reverse("agreement_sign", args=[agreement.code])
    assert "needs a date" in text_of(client.post(sign, {"signed_on": ""}))
    assert "Enter a year, a month or a day" in text_of(client.post(sign, {"signed_on": "32"}))
    client.post(sign, {"signed_on": "2025-12"})
    page = text_of(client.get(agreement.get_absolute_url()))
    assert "December 2025" in page
    assert "Record the signing" not in page
    end = reverse("agreement_end", args=[agreement.code])
    assert client.get(end).status_code == 405
    client.post(end)
    agreement.refresh_from_db()
    assert agreement.state == "ended"
    again = client.post(end, follow=True)
    assert "cannot become" in text_of(again)


def test_those_who_only_read_change_nothing(as_user, team):
    agreement = make_agreement(team=team)
    party = make_representative(agreement.parties.first().organisation).person.user
    for user in (make_auditor(), make_desk(team), party):
        client = as_user(user)
        assert client.get(reverse("agreement_edit", args=[agreement.code])).status_code == 403
        assert client.post(reverse("agreement_sign", args=[agreement.code])).status_code == 403
        assert client.post(reverse("agreement_end", args=[agreement.code])).status_code == 403
        sent = {"file": SimpleUploadedFile("a.pdf", PDF), "kind": "signed"}
        attach = reverse("agreement_attach", args=[agreement.code])
        assert client.post(attach, sent).status_code == 403
        page = text_of(client.get(agreement.get_absolute_url()))
        assert reverse("agreement_edit", args=[agreement.code]) not in page


# Files


def test_a_file_is_attached_and_served_as_a_download(as_user, team, manager):
    agreement = make_agreement(team=team)
    client = as_user(manager)
    address = reverse("agreement_attach", args=[agreement.code])
    sent = {"file": SimpleUploadedFile("Договор.pdf", PDF), "kind": "signed"}
    assert client.post(address, sent).url == agreement.get_absolute_url()
    attached = agreement.files.get()
    answer = client.get(reverse("agreement_file", args=[agreement.code, attached.file.code]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (("page.html", b"<html></html>"), "This file is not a PDF"),
        (("mark.svg", b"<svg/>"), "This file is not a PDF"),
        (("deed.pdf", PDF * 10), "larger than 25 MB"),
        (("none.pdf", b""), "The submitted file is empty."),
    ],
)
def test_a_wrong_file_is_refused_beside_its_box(as_user, manager, monkeypatch, upload, reason):
    monkeypatch.setattr(files, "LARGEST", 100)
    agreement = make_agreement(team=manager.team_roles.get().team)
    sent = {"file": SimpleUploadedFile(*upload), "kind": "signed"}
    answer = as_user(manager).post(reverse("agreement_attach", args=[agreement.code]), sent)
    assert answer.status_code == 422
    assert reason in text_of(answer)
    assert agreement.files.count() == 0


def test_who_may_read_a_file(as_user, team, manager):
    agreement = make_agreement(team=team)
    signed = make_file(agreement)
    draft = make_file(agreement, kind="draft", name="draft.pdf")
    party = make_representative(agreement.parties.first().organisation).person.user

    def status(user, attached):
        address = reverse("agreement_file", args=[agreement.code, attached.file.code])
        answer = as_user(user).get(address)
        list(answer)  # read to the end, a served file is closed
        return answer.status_code

    for user in (manager, make_auditor(), make_leader()):
        assert (status(user, signed), status(user, draft)) == (200, 200)
    assert (status(party, signed), status(party, draft)) == (200, 404)
    page = text_of(as_user(party).get(agreement.get_absolute_url()))
    assert ("agreement.pdf" in page, "draft.pdf" in page) == (True, False)
    for user in (make_representative().person.user, make_manager()):
        assert (status(user, signed), status(user, draft)) == (404, 404)
    assert status(None, signed) == 302


def test_a_file_is_not_reached_through_another_agreement(as_user, team, manager):
    own, attached = make_agreement(team=team), make_file(make_agreement())
    address = reverse("agreement_file", args=[own.code, attached.file.code])
    assert as_user(manager).get(address).status_code == 404


def test_removing_a_file(as_user, team, manager):
    agreement = make_agreement(team=team)
    attached = make_file(agreement)
    address = reverse("agreement_file_remove", args=[agreement.code, attached.file.code])
    assert as_user(make_auditor()).post(address).status_code == 403
    assert as_user(manager).get(address).status_code == 405
    as_user(manager).post(address)
    assert agreement.files.count() == 0


# Search and API


def test_search_finds_what_may_be_seen(team, manager):
    agreement = make_agreement(team=team, title={"en": "Cosmos on film", "zh": "银幕上的宇宙"})
    for query in ("cosmos", "宇宙"):
        found = {kind.searchable.key: kind.records for kind in find(manager, query)}
        assert found["agreements"] == (agreement,)
    assert "agreements" not in {kind.searchable.key for kind in find(make_user(), "cosmos")}


def test_the_steps_of_the_thread_wait_for_the_signing(team, manager):
    agreement = make_agreement(team=team)
    assert [step.happened for step in thread_of(agreement, manager)] == [False]
    actions.sign_agreement(by=manager, agreement=agreement, signed_at=make_event(team=team))
    assert [step.happened for step in thread_of(agreement, manager)] == [True]
