"""Records of others named in one's own forms: hidden fields, choices, versions."""

import pytest
from django.test import Client

from mosty.agreements.models import Agreement
from mosty.directory.models import Organisation, Representative
from mosty.events.models import Event, Session
from mosty.meetings.models import Meeting, MeetingPlan, MeetingRequest, Participant, Unavailable
from mosty.places.models import Hall, Table
from tests.factories.meetings import make_tables
from tests.site.access.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def _client(world: World, role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.users[role])
    return client


def _code(world: World, record: str, key: str = "code") -> str:
    return world.records[record][key]


@pytest.mark.parametrize("side", ["participant Y", "participant Z"])
def test_nobody_asks_for_a_meeting_in_the_name_of_others(world: World, side: str) -> None:
    before = MeetingRequest.objects.count()
    partner = Participant.objects.get(event__code="fair", organisation__code="organisation-v")
    sender = _code(world, side, "participant")
    answer = _client(world, "X").post(
        f"/events/fair/meetings/participants/{partner.code}/",
        {"sender": sender, "wish": "must", "message": "forged"},
    )
    assert answer.status_code == 200
    assert "sender" in answer.context["form"].errors
    assert MeetingRequest.objects.count() == before


def test_nobody_asks_a_participant_of_another_event(world: World) -> None:
    code = _code(world, "participant Z", "participant")
    sender = _code(world, "participant X", "participant")
    answer = _client(world, "X").post(
        f"/events/fair/meetings/participants/{code}/", {"sender": sender, "wish": "must"}
    )
    assert answer.status_code == 404


def test_slots_of_another_event_are_not_ones_own(world: World) -> None:
    code = _code(world, "participant X", "participant")
    other = Event.objects.get(code="other").slots.first()
    data = {"free": [other.key, "2031-01-01T10:00"], "slots": [str(other.pk)]}
    _client(world, "X").post(f"/events/fair/meetings/participants/{code}/times/", data)
    assert not Unavailable.objects.exclude(slot__event__code="fair").exists()


def test_tables_of_another_team_cannot_be_taken(world: World) -> None:
    theirs = Table.objects.filter(hall__venue__team__code="team-b").first()
    answer = _client(world, "manager A").post(
        "/events/fair/meetings/setup/",
        {"plan": "1", "limit_per_person": 3, "tables": [theirs.pk]},
    )
    assert answer.status_code == 200
    assert "tables" in answer.context["plan_form"].errors
    plan = MeetingPlan.objects.get(event__code="fair")
    assert not plan.tables.filter(pk=theirs.pk).exists()


def test_a_hall_of_another_venue_cannot_be_taken(world: World) -> None:
    theirs = Hall.objects.exclude(venue__code="venue").first()
    data = {
        "title_en": "Forged", "kind": "talk", "day": "2026-01-01", "starts": "10:00",
        "ends": "11:00", "hall": theirs.pk, "version": 1,
    }  # fmt: skip
    answer = _client(world, "manager A").post("/events/fair/programme/new/", data)
    assert "hall" in answer.context["form"].errors
    assert not Session.objects.filter(hall=theirs).exists()


def test_tables_are_put_into_a_hall_of_that_venue(world: World) -> None:
    hall = Hall.objects.filter(venue__team__code="team-b").first()
    answer = _client(world, "manager A").post(
        f"/venues/venue/halls/{hall.pk}/tables/", {"first": 50, "last": 51, "kind": "open"}
    )
    assert answer.status_code == 404


def test_an_agreement_takes_no_meeting_and_no_forerunner_one_may_not_see(world: World) -> None:
    theirs = Meeting.objects.get(code=_code(world, "meeting of Z"))
    before = Agreement.objects.get(code=_code(world, "agreement of B"))
    ours = Agreement.objects.get(code=_code(world, "agreement of A"))
    data = _agreement(ours) | {"meetings": [theirs.pk], "follows": before.pk}
    answer = _client(world, "manager A").post(f"/agreements/{ours.code}/edit/", data)
    assert answer.status_code == 200
    assert {"meetings", "follows"} <= set(answer.context["form"].errors)
    assert theirs not in ours.meetings.all()


def test_an_agreement_is_kept_by_a_team_one_manages(world: World) -> None:
    theirs = Agreement.objects.get(code=_code(world, "agreement of B"))
    ours = Agreement.objects.get(code=_code(world, "agreement of A"))
    data = _agreement(ours) | {"team": theirs.team_id}
    _client(world, "manager A").post("/agreements/new/", data)
    assert not Agreement.objects.filter(team=theirs.team_id).exclude(pk=theirs.pk).exists()


def test_a_draft_event_of_others_is_no_place_of_signing(world: World) -> None:
    draft = Event.objects.get(code="draft")
    agreement = Agreement.objects.get(code=_code(world, "agreement of B"))
    answer = _client(world, "manager B").post(
        f"/agreements/{agreement.code}/sign/", {"signed_at": draft.pk}
    )
    assert "signed_at" in answer.context["form"].errors


@pytest.mark.parametrize("version", ["0", "99", "-1", "9" * 30])
def test_a_forged_version_overwrites_nothing(world: World, version: str) -> None:
    house = Organisation.objects.get(code="organisation-x")
    data = {"name_en": "Forged", "kind": house.kind_id, "country": "RS", "version": version}
    answer = _client(world, "X").post("/organisations/organisation-x/edit/", data)
    assert answer.status_code == 200
    house.refresh_from_db()
    assert str(house.name) == "House X"


def test_fields_beyond_the_form_are_not_read(world: World) -> None:
    house = Organisation.objects.get(code="organisation-x")
    data = {
        "name_en": "Renamed", "kind": house.kind_id, "country": "RS", "version": house.version,
        "provenance": "generated", "code": "forged", "team": "1", "source": "1",
    }  # fmt: skip
    assert _client(world, "X").post("/organisations/organisation-x/edit/", data).status_code == 302
    house.refresh_from_db()
    assert (str(house.name), house.provenance, house.code) == ("Renamed", "real", "organisation-x")


def test_a_record_is_reached_by_its_own_parents_alone(world: World) -> None:
    """A code or number of one parent under the address of another leads nowhere."""
    client = _client(world, "administrator")
    offer, signed = _code(world, "offer of X", "pk"), _code(world, "signed file", "file")
    addresses = (
        f"/organisations/organisation-y/offers/{offer}/",
        f"/events/other/registrations/{_code(world, 'registration of X', 'registration')}/",
        f"/events/other/meetings/participants/{_code(world, 'participant X', 'participant')}/",
        f"/events/other/meetings/requests/{_code(world, 'request X to Y', 'asked')}/",
        f"/events/other/meetings/runs/{_code(world, 'run', 'run')}/",
        f"/events/other/programme/{_code(world, 'session', 'session')}.ics",
        f"/agreements/{_code(world, 'agreement of B')}/files/{signed}/",
    )
    assert [client.get(path).status_code for path in addresses] == [404] * len(addresses)


def test_a_former_representative_is_a_stranger(world: World) -> None:
    client = _client(world, "X")
    page = f"/events/fair/registrations/{_code(world, 'guest of Y', 'registration')}/"
    assert client.get(page).status_code == 404
    agreement = f"/agreements/{_code(world, 'agreement of A')}/"
    assert client.get(agreement).status_code == 200
    from mosty.core.actions import factories_may_write  # reason: this test alone writes a row

    with factories_may_write():
        Representative.objects.filter(person__code="person-x").update(is_active=False)
    assert client.get(agreement).status_code == 404
    assert client.get("/organisations/organisation-x/edit/").status_code == 403


def test_the_world_has_what_the_attacks_need(world: World) -> None:
    assert make_tables(Hall.objects.first(), 0) == []
    assert Table.objects.filter(hall__venue__team__code="team-b").exists()


def _agreement(agreement: Agreement) -> dict[str, object]:
    """The form of an agreement as its page sends it."""
    parties = list(agreement.parties.all())
    data: dict[str, object] = {
        "kind": agreement.kind, "title_en": "T", "sector": agreement.sector_id,
        "version": agreement.version,
        "parties-TOTAL_FORMS": len(parties), "parties-INITIAL_FORMS": len(parties),
    }  # fmt: skip
    for number, party in enumerate(parties):
        data[f"parties-{number}-organisation"] = party.organisation_id
    return data
