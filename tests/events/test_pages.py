"""Pages of events for everybody who may and may not open them."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from mosty.core.models import Mail
from mosty.events import actions
from mosty.events.actions.registration import signature_of
from mosty.events.models import CheckIn, Event, Registration
from tests.factories.core import make_auditor, make_desk, make_manager, make_team, make_user
from tests.factories.directory import make_organisation, make_person
from tests.factories.events import (
    make_check_in,
    make_event,
    make_registration,
    make_session,
    make_speaker,
)
from tests.factories.places import make_hall, make_venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def event(team):
    return make_event(team=team, code="week-2025", venue=make_venue(team))


@pytest.fixture
def as_user(client):
    """The client, signed in as somebody (None: the public), reading English."""

    def sign_in(user, language="en"):
        client.logout()
        if user:
            client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return sign_in


@pytest.fixture
def public(as_user):
    return as_user(None)


@pytest.fixture
def manager(team):
    return make_manager(team)


def text_of(response):
    return response.content.decode()


def queries_of(act):
    """How many queries an act needs."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


# In public


def test_the_public_sees_what_is_announced(public, event, team):
    make_event(team=team, state="draft", name={"en": "Secret forum"})
    page = text_of(public.get(reverse("events")))
    assert str(event.name) in page
    assert "Secret forum" not in page
    assert "8–12 December 2025" in page


def test_events_are_filtered_and_exported(public, event, team):
    coming = make_event(team=team, starts="2999", ends=None, name={"en": "Far forum"})
    page = text_of(public.get(reverse("events"), {"when": "coming"}))
    assert (str(coming.name) in page, str(event.name) in page) == (True, False)
    page = text_of(public.get(reverse("events"), {"when": "past", "q": "дизайна"}))
    assert (str(coming.name) in page, str(event.name) in page) == (False, True)
    sheet = public.get(reverse("events"), {"export": "xlsx"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["Event", "Dates"]
    assert sorted(row[0] for row in rows[1:]) == sorted([str(coming.name), str(event.name)])


def test_countries_to_filter_by_are_named_in_the_reader_s_language(as_user):
    named = {}
    for language in ("en", "ru"):
        page = as_user(None, language).get(reverse("events"))
        named[language] = dict(page.context["filter"].form.fields["country"].choices)["DE"]
    assert named == {"en": "Germany", "ru": "Германия"}


def test_an_event_in_public(public, event):
    session = make_session(event, hall=make_hall(event.venue))
    speaker = make_speaker(session, organisation=make_organisation())
    page = text_of(public.get(reverse("event", args=[event.code])))
    assert "Edition 2 · 8–12 December 2025 · Moscow" in page
    for words in (session.title, session.hall, speaker.person, speaker.organisation):
        assert str(words) in page
    assert "Monday, 8 December" in page
    assert "10:00–11:00" in page
    assert reverse("register", args=[event.code]) in page
    assert "History" not in page
    assert reverse("check_in_desk", args=[event.code]) not in page


def test_an_event_in_russian(as_user, event):
    make_session(event)
    page = text_of(as_user(None, "ru").get(reverse("event", args=[event.code])))
    for words in (
        "Неделя дизайна",
        "8–12 декабря 2025",
        "Понедельник, 8 декабря",
        "Зарегистрироваться",
        "Москва",
        "регистрация открыта",
    ):
        assert words in page


def test_what_is_generated_says_so(public, team):
    event = make_event(team=team, provenance="generated")
    assert "generated for show" in text_of(public.get(reverse("event", args=[event.code])))


def test_a_partial_date_is_shown_as_it_is_known(public, team):
    event = make_event(team=team, starts="2025-08", ends=None)
    assert "August 2025" in text_of(public.get(reverse("event", args=[event.code])))


def test_the_programme_asks_as_much_for_one_session_as_for_many(public, event):
    def fill(count):
        for number in range(count):
            hour = 9 + event.sessions.count()
            session = make_session(event, starts=dt.time(hour), ends=dt.time(hour + 1))
            for _ in range(number + 1):
                make_speaker(session, organisation=make_organisation())

    address = reverse("event", args=[event.code])
    fill(1)
    one = queries_of(lambda: public.get(address))
    fill(12)
    assert queries_of(lambda: public.get(address)) == one


# Calendars


def test_the_programme_as_a_calendar(public, event):
    make_session(event, hall=make_hall(event.venue))
    response = public.get(reverse("programme_ics", args=[event.code]))
    assert response["Content-Type"] == "text/calendar"
    calendar = Calendar.from_ical(response.content)
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Moscow"
    [entry] = calendar.walk("VEVENT")
    assert entry["DTSTART"].params["TZID"] == "Europe/Moscow"
    assert entry.start == dt.datetime(2025, 12, 8, 10, tzinfo=ZoneInfo("Europe/Moscow"))
    assert entry.end - entry.start == dt.timedelta(hours=1)


def test_one_session_and_a_week_without_programme_as_calendars(public, event):
    whole = Calendar.from_ical(
        public.get(reverse("programme_ics", args=[event.code])).content
    ).walk("VEVENT")
    assert [(day.start, day.end) for day in whole] == [
        (dt.date(2025, 12, 8), dt.date(2025, 12, 13))
    ]
    make_session(event)
    session = make_session(event, day=dt.date(2025, 12, 9))
    response = public.get(reverse("session_ics", args=[event.code, session.code]))
    [entry] = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(entry["SUMMARY"]) == str(session.title)


# Who may open what


STAFF_PAGES = {
    "event_edit": {"manager"},
    "event_places": {"manager"},
    "programme_edit": {"manager"},
    "session_new": {"manager"},
    "registrations": {"manager", "desk", "auditor"},
    "registration_new": {"manager"},
    "check_in_desk": {"manager", "desk"},
}


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_pages_of_the_staff(as_user, event, team, manager, name):
    people = {
        "manager": manager,
        "desk": make_desk(team),
        "auditor": make_auditor(),
        "stranger": make_manager(),
        "user": make_user(),
    }
    address = reverse(name, args=[event.code])
    opened = {role: as_user(user).get(address).status_code for role, user in people.items()}
    assert opened == {role: 200 if role in STAFF_PAGES[name] else 403 for role in people}
    assert as_user(None).get(address).status_code == 302


@pytest.mark.parametrize("name", ["event", "programme_ics", "register", *STAFF_PAGES])
def test_a_draft_is_not_there_for_others(as_user, team, name):
    draft = make_event(team=team, state="draft")
    assert as_user(make_manager()).get(reverse(name, args=[draft.code])).status_code == 404


def test_the_registration_page(as_user, event, team, manager):
    person = make_person(user=make_user(), email="aylin@studio.example")
    registration = actions.register(by=manager, event=event, person=person)
    address = registration.get_absolute_url()
    shown = text_of(as_user(manager).get(address))
    assert ("aylin@studio.example" in shown, "History" in shown) == (True, True)
    own = as_user(person.user).get(address)
    assert (own.status_code, "History" in text_of(own)) == (200, False)
    assert "aylin@studio.example" not in text_of(as_user(make_desk(team)).get(address))
    assert as_user(make_user()).get(address).status_code == 404
    assert as_user(None).get(address).status_code == 302


# Editing


def test_a_manager_begins_an_event(as_user, manager, team):
    client = as_user(manager)
    given = {
        "team": team.pk,
        "version": 1,
        "name_en": "Mission to Rio",
        "name_ru": "Миссия в Рио",
        "kind": "business-mission",
        "starts": "2026-05",
        "country": "BR",
        "time_zone": "America/Sao_Paulo",
        "code": "rio-2026",
        "places": "40",
    }
    response = client.post(reverse("event_new"), given)
    assert response.status_code == 302, text_of(response)
    event = Event.objects.get(code="rio-2026")
    assert (event.name["ru"], event.state, event.places.limit) == ("Миссия в Рио", "draft", 40)
    wrong = text_of(client.post(reverse("event_new"), {**given, "ends": "2026-04"}))
    assert "The event ends before it starts: check the two dates." in wrong


def event_fields(event, **changed):
    return {
        "version": event.version,
        "name_en": event.name["en"],
        "name_ru": event.name["ru"],
        "kind": event.kind,
        "edition": event.edition,
        "starts": str(event.starts),
        "ends": str(event.ends),
        "country": event.country,
        "time_zone": event.time_zone,
        **changed,
    }


def test_the_second_editor_is_shown_the_difference(as_user, event, manager):
    client, address = as_user(manager), reverse("event_edit", args=[event.code])
    fields = event_fields(event)
    assert client.post(address, {**fields, "edition": 3}).status_code == 302
    page = text_of(client.post(address, {**fields, "edition": 4}))
    assert "Somebody changed this record while you were editing it." in page
    assert client.post(address, {**fields, "edition": 4, "version": 2}).status_code == 302
    event.refresh_from_db()
    assert event.edition == 4


def test_the_team_moves_the_event(as_user, event, manager):
    client = as_user(manager)
    client.post(reverse("event_move", args=[event.code]), {"state": "closed"})
    event.refresh_from_db()
    assert event.state == "closed"
    asked = client.post(reverse("event_move", args=[event.code]), {"state": "held"})
    assert "becomes: held. This cannot be undone." in text_of(asked)
    event.refresh_from_db()
    assert event.state == "closed"
    client.post(reverse("event_move", args=[event.code]), {"state": "held", "sure": "yes"})
    event.refresh_from_db()
    assert event.state == "held"
    client.post(reverse("event_move", args=[event.code]), {"state": "nonsense"})
    page = text_of(client.get(event.get_absolute_url()))
    assert "There is no such state." in page


def test_a_session_with_its_speakers_is_edited(as_user, event, manager):
    client, hall = as_user(manager), make_hall(event.venue)
    given = {
        "version": 1,
        "title_en": "Co-production without borders",
        "kind": "panel",
        "day": "2025-12-09",
        "starts": "12:00",
        "ends": "13:00",
        "hall": hall.pk,
    }
    assert client.post(reverse("session_new", args=[event.code]), given).status_code == 302
    session = event.sessions.get()
    page = text_of(client.post(reverse("session_new", args=[event.code]), given))
    assert "Another session takes place in this hall at that time." in page
    address = reverse("session_edit", args=[event.code, session.code])
    person = make_person(name={"en": "Ayşe Yılmaz"})
    assert person.code in text_of(client.get(address, {"who": "ayşe"}))
    client.post(address, {"person": person.code})
    assert [speaker.person for speaker in session.speakers.all()] == [person]
    speaker = session.speakers.get()
    client.post(reverse("speaker_remove", args=[event.code, session.code, speaker.pk]))
    assert session.speakers.count() == 0
    client.post(reverse("session_remove", args=[event.code, session.code]))
    assert event.sessions.count() == 0


# Registration


def form_fields(**changed):
    return {
        "name": "Aylin Demir",
        "email": "aylin@studio.example",
        "organisation": "Ankara Oyun",
        "country": "TR",
        "languages": ["tr", "en"],
        "category": "participant",
        "wants_meetings": "on",
        "invitation": "visa",
        "consent": "on",
        "homepage": "",
        **changed,
    }


def test_anybody_registers_and_follows_the_link_of_the_letter(public, event):
    address = reverse("register", args=[event.code])
    assert "I agree that the organiser keeps my name" in text_of(public.get(address))
    response = public.post(address, form_fields(), follow=True)
    assert "Your registration has been received" in text_of(response)
    registration = event.registrations.get()
    assert registration.answers == {"invitation": "visa"}
    link = reverse("own_registration", args=[event.code, signature_of(registration)])
    assert link in Mail.objects.get().text
    page = text_of(public.get(link))
    assert ("waits for confirmation" in page, "Yes, for a visa" in page) == (True, True)
    assert "registration is withdrawn" in text_of(public.post(link, follow=True))
    registration.refresh_from_db()
    assert registration.state == "withdrawn"
    assert public.get(link.replace(registration.code, "00000000")).status_code == 403


def test_the_form_in_russian(as_user, event):
    page = text_of(as_user(None, "ru").get(reverse("register", args=[event.code])))
    for words in ("Регистрация", "Ваше имя", "Организация", "Я согласен (согласна) на то"):
        assert words in page


def test_a_form_is_shown_again_with_what_is_wrong_and_nothing_lost(public, event):
    make_registration(event, person=make_person(email="aylin@studio.example"))
    address = reverse("register", args=[event.code])
    page = text_of(public.post(address, form_fields()))
    assert "aylin@studio.example is registered for this event already." in page
    assert 'value="Ankara Oyun"' in page
    page = text_of(public.post(address, form_fields(consent="")))
    assert "Without this consent the organiser may not keep your data." in page


def test_a_program_that_fills_in_everything_leaves_nothing(public, event):
    address = reverse("register", args=[event.code])
    response = public.post(address, form_fields(homepage="https://spam.example"))
    assert response.status_code == 302
    assert Registration.objects.count() == 0


def test_a_closed_form_says_why(public, team):
    event = make_event(team=team, state="closed")
    response = public.get(reverse("register", args=[event.code]))
    assert response.status_code == 403
    assert "Registration for this event is not open." in text_of(response)


def test_staff_register_somebody_of_the_directory(as_user, event, manager):
    client, person = as_user(manager), make_person(name={"en": "Wei Chen"})
    address = reverse("registration_new", args=[event.code])
    assert person.code in text_of(client.get(address, {"who": "wei"}))
    given = {"category": "speaker", "wants_meetings": "on"}
    client.post(f"{address}?person={person.code}", given)
    registration = event.registrations.get()
    assert (registration.person, registration.category) == (person, "speaker")


@pytest.mark.parametrize("state", ["confirmed", "declined", "withdrawn"])
def test_staff_move_a_registration(as_user, event, manager, state):
    registration = make_registration(event, state="requested")
    address = reverse("registration_move", args=[event.code, registration.code])
    as_user(manager).post(address, {"state": state})
    registration.refresh_from_db()
    assert registration.state == state


def test_registrations_are_filtered_and_exported(as_user, event, manager):
    come = make_registration(event, organisation=make_organisation(name={"en": "Ankara Oyun"}))
    make_check_in(come)
    shown = make_registration(event, provenance="generated", state="requested")
    client, address = as_user(manager), reverse("registrations", args=[event.code])
    page = text_of(client.get(address))
    assert ('pill-generated">generated</span>' in page, shown.code in page) == (True, True)
    for query in ({"arrived": "yes"}, {"q": "ankara"}, {"state": "confirmed"}, {"q": come.code}):
        page = text_of(client.get(address, query))
        assert (come.code in page, shown.code in page) == (True, False), query
    sheet = client.get(address, {"export": "xlsx"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[0][-1] == "Provenance"
    assert sorted(row[-1] for row in rows[1:]) == ["generated for show", "real"]


def test_the_list_asks_as_much_for_one_as_for_thirty(as_user, event, manager):
    client, address = as_user(manager), reverse("registrations", args=[event.code])
    make_check_in(make_registration(event))
    one = queries_of(lambda: client.get(address))
    for _ in range(29):
        make_check_in(make_registration(event))
    assert queries_of(lambda: client.get(address)) == one


# The desk


def test_the_desk_without_any_script(as_user, event, team):
    registration = make_registration(event, person=make_person(name={"en": "Ayşe Yılmaz"}))
    make_registration(event)
    client, address = as_user(make_desk(team)), reverse("check_in_desk", args=[event.code])
    assert registration.code in text_of(client.get(address, {"q": "ayşe"}))
    tap = reverse("check_in", args=[event.code, registration.code])
    page = text_of(client.post(tap, {"q": "ayşe"}, follow=True))
    assert ("arrived at" in page, "<b>1</b> person has come" in page) == (True, True)
    page = text_of(client.post(tap, {"q": "ayşe"}, follow=True))
    assert "Ayşe Yılmaz is checked in already." in page
    client.post(reverse("undo_check_in", args=[event.code, registration.code]))
    assert CheckIn.objects.count() == 0


def test_the_desk_with_htmx_exchanges_one_line_and_the_count(as_user, event, team):
    registration = make_registration(event)
    client = as_user(make_desk(team))
    address = reverse("check_in_desk", args=[event.code])
    found = text_of(client.get(address, {"q": registration.code}, headers={"HX-Request": "true"}))
    assert found.startswith('<div id="found">')
    tap = reverse("check_in", args=[event.code, registration.code])
    line = text_of(client.post(tap, headers={"HX-Request": "true"}))
    assert (f'id="line-{registration.code}"' in line, 'hx-swap-oob="true"' in line) == (True, True)
    again = text_of(client.post(tap, headers={"HX-Request": "true"}))
    assert "is checked in already." in again


def test_a_stranger_checks_nobody_in(as_user, event):
    registration = make_registration(event)
    tap = reverse("check_in", args=[event.code, registration.code])
    assert as_user(make_manager()).post(tap).status_code == 403
    assert CheckIn.objects.count() == 0


def test_more_places_than_a_number_holds_are_refused_at_the_field(as_user, event, team):
    page = as_user(make_manager(team)).post(
        reverse("event_places", args=[event.code]), {"limit": "99999999999"}
    )
    assert page.context["form"].errors == {
        "limit": ["Ensure this value is less than or equal to 1000000."]
    }
