"""Acts on events, their programme and registrations: allowed, denied, refused."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from mosty.core.actions import Refused
from mosty.core.fields import PartialDate, Translated
from mosty.core.models import JournalEntry, Mail
from mosty.core.permissions import Denied
from mosty.core.versions import Stale
from mosty.directory.models import Organisation, Person
from mosty.events import actions
from mosty.events.actions.registration import signature_of
from mosty.events.actions.registration_form import Applicant
from mosty.events.models import CheckIn, Event, EventRole, Registration
from tests.factories.core import make_desk, make_manager, make_team, make_user
from tests.factories.directory import make_organisation, make_person, make_representative
from tests.factories.events import (
    make_check_in,
    make_event,
    make_event_role,
    make_registration,
    make_session,
)
from tests.factories.places import make_hall, make_venue

pytestmark = pytest.mark.django_db

State = Registration.State


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def manager(team):
    return make_manager(team)


@pytest.fixture
def event(team):
    return make_event(team=team, venue=make_venue(team))


def applicant(**given):
    facts = {"name": "Aylin Demir", "email": "aylin@studio.example", "language": "en"}
    return Applicant(**{**facts, "organisation": "Ankara Oyun", "country": "TR", **given})


def taken(event):
    event.places.refresh_from_db()
    return event.places.taken


# Events


def new_event(manager, team, **given):
    facts = {
        "name": Translated(en="Forum", ru="Форум"),
        "kind": Event.Kind.FORUM,
        "starts": PartialDate("2026-03"),
        "country": "RU",
    }
    return actions.add_event(by=manager, team=team, **{**facts, **given})


def test_a_manager_adds_an_event_with_places(manager, team):
    event = new_event(manager, team, places=120, code="forum-2026")
    assert (event.code, event.state, str(event.starts)) == ("forum-2026", "draft", "2026-03")
    assert (event.places.limit, event.places.taken) == (120, 0)
    assert JournalEntry.objects.get(subject_id=event.pk).verb == "events.add_event"


def test_nobody_adds_events_of_another_team(team):
    with pytest.raises(Denied) as refusal:
        new_event(make_manager(), team)
    assert str(refusal.value.reason) == "Only managers of this team may do that."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"ends": PartialDate("2026-02")}, "The event ends before it starts: check the two dates."),
        (
            {"time_zone": "Mars/Olympus"},
            "There is no such time zone. Take one such as Europe/Moscow.",
        ),
    ],
)
def test_an_event_that_cannot_be_is_refused(manager, team, given, message):
    with pytest.raises(Refused) as refusal:
        new_event(manager, team, **given)
    assert str(refusal.value.message) == message


def test_a_code_is_given_once(manager, team, event):
    with pytest.raises(Refused) as refusal:
        new_event(manager, team, code=event.code)
    assert str(refusal.value.message) == "Another event has this code already: choose another."


def test_the_second_of_two_editors_overwrites_nothing(manager, event):
    actions.change_event(by=manager, event=event, seen=1, edition=3)
    with pytest.raises(Stale):
        actions.change_event(by=manager, event=event, seen=1, edition=4)
    event.refresh_from_db()
    assert (event.edition, event.version) == (3, 2)


def test_a_new_zone_keeps_the_local_time_of_sessions(manager, event):
    session = make_session(event, starts=dt.time(10), ends=dt.time(11))
    assert session.during.lower == dt.datetime(2025, 12, 8, 7, tzinfo=dt.UTC)
    actions.change_event(by=manager, event=event, seen=1, time_zone="Asia/Tashkent")
    session.refresh_from_db()
    assert session.starts == dt.time(10)
    assert session.during.lower == dt.datetime(2025, 12, 8, 5, tzinfo=dt.UTC)


def test_an_event_does_not_leave_days_on_which_something_stands(manager, event):
    make_session(event)  # on its first day
    with pytest.raises(Refused, match="stand on days") as refusal:
        actions.change_event(by=manager, event=event, seen=1, starts=PartialDate("2025-12-09"))
    assert refusal.value.field == "starts"
    actions.change_event(by=manager, event=event, seen=1, ends=PartialDate("2025-12-08"))


def test_an_event_moves_only_as_its_table_allows(manager, team):
    event = make_event(team=team, state=Event.State.DRAFT)
    assert actions.move_event(by=manager, event=event, state="open").state == "open"
    held = actions.move_event(by=manager, event=event, state="held")
    with pytest.raises(Refused) as refusal:
        actions.move_event(by=manager, event=held, state="open")
    assert str(refusal.value.message) == (
        "An event in the state “held” cannot become “registration is open”."
    )


def test_the_desk_does_not_edit_the_event(team, event):
    with pytest.raises(Denied) as refusal:
        actions.move_event(by=make_desk(team), event=event, state="closed")
    assert str(refusal.value.reason) == "Only the team that runs this event may do that."


def test_places_are_never_fewer_than_taken(manager, event):
    make_registration(event)
    make_registration(event)
    assert actions.set_places(by=manager, event=event, limit=2).limit == 2
    with pytest.raises(Refused) as refusal:
        actions.set_places(by=manager, event=event, limit=1)
    assert str(refusal.value.message) == "More places than that are taken already."


def test_a_role_in_one_event_is_given_and_taken_back(manager, event):
    helper = make_user(name="Olga")
    registration = make_registration(event)
    role = actions.give_role(by=manager, event=event, user=helper, role="desk")
    assert actions.check_in(by=helper, registration=registration).by == helper
    with pytest.raises(Refused) as refusal:
        actions.give_role(by=manager, event=event, user=helper, role="desk")
    assert str(refusal.value.message) == "This person has that role already."
    actions.take_role(by=manager, role=role)
    assert EventRole.objects.count() == 0


# The programme


def add_session(manager, event, **given):
    facts = {
        "title": Translated(en="Games of the world"),
        "day": dt.date(2025, 12, 9),
        "starts": dt.time(12),
        "ends": dt.time(13, 30),
    }
    return actions.add_session(by=manager, event=event, **{**facts, **given})


def test_the_time_of_a_session_is_local_and_utc_is_derived(manager, event):
    session = add_session(manager, event)
    assert session.during.lower == dt.datetime(2025, 12, 9, 9, tzinfo=dt.UTC)
    assert session.during.upper == dt.datetime(2025, 12, 9, 10, 30, tzinfo=dt.UTC)


def test_utc_follows_summer_time(manager, team):
    event = make_event(
        team=team,
        time_zone="Europe/Belgrade",
        starts=PartialDate("2025-03-29"),
        ends=PartialDate("2025-03-30"),
    )
    winter = add_session(manager, event, day=dt.date(2025, 3, 29))
    summer = add_session(manager, event, day=dt.date(2025, 3, 30))
    assert (winter.during.lower.hour, summer.during.lower.hour) == (11, 10)


def test_a_hall_holds_one_session_at_a_time(manager, event):
    hall = make_hall(event.venue)
    first = add_session(manager, event, hall=hall)
    with pytest.raises(Refused) as refusal:
        add_session(manager, event, hall=hall, starts=dt.time(13), ends=dt.time(14))
    assert str(refusal.value.message) == "Another session takes place in this hall at that time."
    following = add_session(manager, event, hall=hall, starts=dt.time(13, 30), ends=dt.time(14))
    with pytest.raises(Refused):
        actions.change_session(by=manager, session=following, seen=1, starts=dt.time(13, 15))
    assert (
        actions.change_session(by=manager, session=first, seen=1, track={"en": "Games"}).version
        == 2
    )


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"ends": dt.time(11)}, "ends", "The session ends before it starts: check the two times."),
        (
            {"day": dt.date(2025, 12, 13)},
            "day",
            "The event does not take place on that day.",
        ),
    ],
)
def test_a_session_that_cannot_be_is_refused(manager, event, given, field, message):
    with pytest.raises(Refused) as refusal:
        add_session(manager, event, **given)
    assert (refusal.value.field, str(refusal.value.message)) == (field, message)


def test_a_session_is_changed_and_removed_by_the_team_alone(manager, team, event):
    session = add_session(manager, event)
    with pytest.raises(Denied):
        actions.change_session(by=make_desk(team), session=session, seen=1, track={"en": "Film"})
    with pytest.raises(Stale):
        actions.change_session(by=manager, session=session, seen=7, track={"en": "Film"})
    actions.remove_session(by=manager, session=session)
    assert event.sessions.count() == 0
    entry = JournalEntry.objects.get(verb="events.remove_session")
    assert entry.sentence == "took “Games of the world” out of the programme"


def test_a_speaker_is_named_once(manager, event):
    session, person = make_session(event), make_person(name={"en": "Wei Chen"})
    first = actions.add_speaker(by=manager, session=session, person=person)
    second = actions.add_speaker(by=manager, session=session, person=make_person())
    assert (first.order, second.order) == (1, 2)
    with pytest.raises(Refused) as refusal:
        actions.add_speaker(by=manager, session=session, person=person)
    assert str(refusal.value.message) == "Wei Chen speaks in this session already."
    actions.remove_speaker(by=manager, speaker=first)
    assert list(session.speakers.all()) == [second]


# Registrations by staff


def test_staff_register_a_person_who_gets_a_letter(manager, event):
    person = make_person(languages=["ru"], email="irina@studio.example")
    registration = actions.register(by=manager, event=event, person=person)
    assert (registration.state, taken(event)) == ("confirmed", 1)
    letter = Mail.objects.get()
    assert (letter.to, letter.language) == ("irina@studio.example", "ru")
    assert registration.code in letter.text
    assert signature_of(registration) in letter.text


def test_generated_people_get_no_letters(manager, event):
    actions.register(by=manager, event=event, person=make_person(), provenance="generated")
    assert Mail.objects.count() == 0


def test_only_the_team_registers_others(team, event):
    with pytest.raises(Denied):
        actions.register(by=make_desk(team), event=event, person=make_person())


def test_nobody_is_registered_twice_or_for_a_cancelled_event(manager, team, event):
    person = make_person(name={"en": "Wei Chen"})
    actions.register(by=manager, event=event, person=person)
    with pytest.raises(Refused) as refusal:
        actions.register(by=manager, event=event, person=person)
    assert str(refusal.value.message) == "Wei Chen is registered for this event already."
    cancelled = make_event(team=team, state=Event.State.CANCELLED)
    with pytest.raises(Refused):
        actions.register(by=manager, event=cancelled, person=person)


def test_the_places_counter_follows_every_move(manager, event):
    registration = make_registration(event, state=State.REQUESTED)
    assert taken(event) == 1
    registration = actions.confirm_registration(by=manager, registration=registration)
    assert (registration.state, taken(event)) == ("confirmed", 1)
    registration = actions.decline_registration(by=manager, registration=registration)
    assert (registration.state, taken(event)) == ("declined", 0)
    registration = actions.confirm_registration(by=manager, registration=registration)
    assert taken(event) == 1
    registration = actions.withdraw_registration(by=manager, registration=registration)
    assert (registration.state, taken(event)) == ("withdrawn", 0)
    with pytest.raises(Refused) as refusal:
        actions.confirm_registration(by=manager, registration=registration)
    assert str(refusal.value.message) == (
        "A registration in the state “withdrawn” cannot become “confirmed”."
    )


def test_a_declined_person_finds_no_place_any_more(manager, event):
    declined = make_registration(event, state=State.DECLINED)
    make_registration(event)
    actions.set_places(by=manager, event=event, limit=1)
    with pytest.raises(Refused) as refusal:
        actions.confirm_registration(by=manager, registration=declined)
    assert str(refusal.value.message) == "All places are taken."


def test_a_person_withdraws_their_own_registration_only(event):
    mine = make_registration(event, person=make_person(user=make_user()))
    theirs = make_registration(event)
    user = mine.person.user
    actions.withdraw_registration(by=user, registration=mine)
    with pytest.raises(Denied):
        actions.withdraw_registration(by=user, registration=theirs)


def test_the_link_of_the_letter_withdraws_and_a_forged_one_does_not(event):
    registration = make_registration(event)
    with pytest.raises(Denied):
        actions.withdraw_own_registration(signed=f"{registration.code}.forged")
    actions.withdraw_own_registration(signed=signature_of(registration))
    registration.refresh_from_db()
    assert (registration.state, taken(event)) == ("withdrawn", 0)


# Registration by the form


def test_anybody_registers_by_the_form(event):
    registration = actions.register_self(
        by=AnonymousUser(), event=event, applicant=applicant(languages=("tr", "en")), consent=True
    )
    person = registration.person
    assert (person.name, person.email) == ({"en": "Aylin Demir"}, "aylin@studio.example")
    assert person.languages == ["tr", "en"]
    assert registration.organisation.name == {"en": "Ankara Oyun"}
    assert (registration.state, registration.form_version) == ("requested", 1)
    assert (registration.consent.text.version, registration.consent.language) == (1, "en")
    assert taken(event) == 1
    assert Mail.objects.get().subject.startswith("We have received your registration: Week of")


def test_the_organisation_is_known_by_its_name_in_any_language(event):
    known = make_organisation(name={"en": "Noon", "ru": "Полдень"}, country="RU")
    abroad = make_organisation(name={"en": "Noon"}, country="TR")
    part = make_organisation(name={"en": "Noon Games"}, country="RU")
    given = applicant(organisation=" полдень ", country="RU", language="ru")
    registration = actions.register_self(
        by=AnonymousUser(), event=event, applicant=given, consent=True
    )
    assert registration.organisation == known
    assert Organisation.objects.count() == len({known, abroad, part})


def test_a_name_is_kept_under_the_language_of_its_script(event):
    given = applicant(name="Ирина Орлова", organisation="")
    registration = actions.register_self(
        by=AnonymousUser(), event=event, applicant=given, consent=True
    )
    assert registration.person.name == {"ru": "Ирина Орлова"}
    assert registration.organisation is None


def test_the_same_address_registers_once_and_changes_nobody(event):
    known = make_person(email="Aylin@studio.example", name={"en": "Aylin"})
    first = actions.register_self(
        by=AnonymousUser(), event=event, applicant=applicant(), consent=True
    )
    assert (first.person, first.person.name) == (known, {"en": "Aylin"})
    with pytest.raises(Refused) as refusal:
        actions.register_self(by=AnonymousUser(), event=event, applicant=applicant(), consent=True)
    assert str(refusal.value.message) == (
        "aylin@studio.example is registered for this event already."
    )
    assert (taken(event), Person.objects.count()) == (1, 1)


def test_somebody_signed_in_registers_as_themselves(event):
    standing = make_representative()
    registration = actions.register_self(
        by=standing.person.user, event=event, applicant=applicant(), consent=True
    )
    assert registration.person == standing.person


@pytest.mark.parametrize("state", sorted(set(Event.State.values) - {"open"}))
def test_the_form_is_closed_unless_registration_is_open(team, state):
    event = make_event(team=team, state=state)
    with pytest.raises(Denied) as refusal:
        actions.register_self(by=AnonymousUser(), event=event, applicant=applicant(), consent=True)
    assert str(refusal.value.reason) == "Registration for this event is not open."


def test_without_consent_nothing_is_kept(event):
    with pytest.raises(Refused) as refusal:
        actions.register_self(by=AnonymousUser(), event=event, applicant=applicant(), consent=False)
    assert (refusal.value.field, Person.objects.count()) == ("consent", 0)


def test_a_full_event_takes_nobody_more(team):
    event = make_event(team=team, places=1)
    make_registration(event)
    with pytest.raises(Refused) as refusal:
        actions.register_self(by=AnonymousUser(), event=event, applicant=applicant(), consent=True)
    assert str(refusal.value.message) == "All places are taken."
    assert Person.objects.filter(email="aylin@studio.example").count() == 0


# Arrival


def test_the_desk_checks_in_once_and_can_undo(team, event):
    desk, registration = make_desk(team), make_registration(event)
    arrived = actions.check_in(by=desk, registration=registration)
    assert (arrived.registration, arrived.by) == (registration, desk)
    with pytest.raises(Refused) as refusal:
        actions.check_in(by=desk, registration=registration)
    assert str(refusal.value.message) == f"{registration.person} is checked in already."
    actions.undo_check_in(by=desk, registration=registration)
    actions.undo_check_in(by=desk, registration=registration)
    assert CheckIn.objects.count() == 0
    verbs = JournalEntry.objects.values_list("verb", flat=True)
    assert sorted(verbs) == ["events.check_in", "events.undo_check_in"]


def test_only_confirmed_people_are_checked_in(team, event):
    waiting = make_registration(event, state=State.REQUESTED)
    with pytest.raises(Refused) as refusal:
        actions.check_in(by=make_desk(team), registration=waiting)
    assert str(refusal.value.message) == (
        f"The registration of {waiting.person} is not confirmed: confirm it first."
    )


def test_the_desk_of_another_event_checks_nobody_in(event):
    registration, other = make_registration(event), make_event()
    stranger = make_event_role(other, make_user(), "desk").user
    for user in (stranger, make_desk(), make_user(), AnonymousUser()):
        with pytest.raises(Denied):
            actions.check_in(by=user, registration=registration)
    assert make_check_in(registration).registration == registration


@pytest.mark.parametrize("code", ["new", "stated"])
def test_an_event_does_not_take_the_address_of_a_page(manager, team, code):
    with pytest.raises(Refused, match="a page of the program"):
        new_event(manager, team, code=code)


def test_a_session_in_an_hour_that_clocks_leave_out_is_refused(manager, team):
    event = make_event(
        team=team, time_zone="Europe/Berlin", starts=PartialDate("2027-03-28"), ends=None
    )
    with pytest.raises(Refused, match="clocks go forward"):
        actions.add_session(
            by=manager,
            event=event,
            title=Translated(en="Night"),
            day=dt.date(2027, 3, 28),
            starts=dt.time(2, 30),
            ends=dt.time(3, 15),
        )


@pytest.mark.parametrize(
    ("given", "field"), [({"name": Translated()}, "name"), ({"country": "QQ"}, "country")]
)
def test_an_event_has_a_name_and_a_country_of_the_world(manager, team, given, field):
    with pytest.raises(Refused) as refusal:
        new_event(manager, team, **given)
    assert refusal.value.field == field
    event = new_event(manager, team)
    with pytest.raises(Refused) as refusal:
        actions.change_event(by=manager, event=event, seen=1, **given)
    assert refusal.value.field == field
