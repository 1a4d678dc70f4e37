"""The pages, role by role: who sees what, what the buttons do, and in Russian."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mosty.core.actions import factories_may_write
from mosty.core.models import Mail
from mosty.meetings import actions
from mosty.meetings.actions import running
from mosty.meetings.models import Meeting, MeetingRequest, Outcome, Unavailable
from tests.factories.core import make_auditor, make_desk, make_leader, make_manager, make_user
from tests.factories.directory import make_offer, make_organisation
from tests.factories.events import make_registration
from tests.factories.meetings import (
    make_accepted,
    make_fair,
    make_meeting,
    make_outcome,
    make_participant,
    make_request,
    make_run,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_fair()


@pytest.fixture
def guest(event):
    return make_participant(event)


@pytest.fixture
def manager(event):
    return make_manager(event.team)


def as_(client, user, language="en"):
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def begun(meeting):
    """The same meeting, some days ago; every slot on a day of its own."""
    now = timezone.now() - dt.timedelta(days=meeting.slot.pk)
    with factories_may_write():
        slot = meeting.slot
        slot.during = (now - dt.timedelta(minutes=30), now - dt.timedelta(minutes=10))
        slot.save()
    return meeting


def statuses(client, path, users):
    found = {}
    for name, user in users.items():
        client.logout()
        if user:
            client.force_login(user)
        found[name] = client.get(path).status_code
    return found


def test_every_page_by_role(client, event, guest, manager):
    other = make_participant(event)
    asked = make_request(guest, other)
    meeting = make_meeting(guest, other)
    run = make_run(event)
    users = {
        "manager": manager,
        "desk": make_desk(event.team),
        "auditor": make_auditor(),
        "leader": make_leader(),
        "guest": guest.person.user,
        "stranger": make_user(),
        "other team": make_manager(),
        "nobody": None,
    }
    staff = ("manager", "desk", "auditor", "leader")

    def expected(*, allowed, refused=403):
        return {
            name: 302 if name == "nobody" else 200 if name in allowed else refused for name in users
        }

    code = event.code
    pages = {
        reverse("my_meetings"): None,
        reverse("meetings", args=[code]): expected(allowed=(*staff, "guest")),
        reverse("participants", args=[code]): expected(allowed=(*staff, "guest")),
        guest.get_absolute_url(): expected(allowed=(*staff, "guest"), refused=404),
        reverse("availability", args=[code, guest.code]): {
            **expected(allowed=("manager", "guest"), refused=404),
            "desk": 403,
            "auditor": 403,
            "leader": 403,
        },
        asked.get_absolute_url(): expected(allowed=(*staff, "guest"), refused=404),
        meeting.get_absolute_url(): expected(allowed=(*staff, "guest"), refused=404),
        reverse("meeting_requests", args=[code]): expected(allowed=staff),
        reverse("meeting_list", args=[code]): expected(allowed=staff),
        reverse("day_grid", args=[code]): expected(allowed=staff),
        reverse("my_schedule", args=[code]): expected(allowed=("guest",)),
        reverse("my_schedule", args=[code]) + f"?of={guest.code}": expected(
            allowed=(*staff, "guest")
        ),
        reverse("meetings_setup", args=[code]): expected(allowed=("manager",)),
        reverse("schedule_run", args=[code, run.code]): expected(allowed=staff, refused=404),
        reverse("schedule_progress", args=[code, run.code]): expected(allowed=staff, refused=404),
        reverse("schedule_publish", args=[code, run.code]): expected(allowed=("manager",)),
        reverse("meeting_cancel", args=[meeting.code]): {
            **expected(allowed=("manager", "guest"), refused=404),
            "desk": 403,
            "auditor": 403,
            "leader": 403,
        },
    }
    found = {path: statuses(client, path, users) for path, answers in pages.items() if answers}
    assert found == {path: answers for path, answers in pages.items() if answers}


def test_a_draft_events_meetings_do_not_exist_for_others(client):
    draft = make_fair(state="draft")
    assert as_(client, make_user()).get(reverse("meetings", args=[draft.code])).status_code == 404


def test_the_rail_leads_to_the_event_that_concerns_one(client, event, guest):
    page = as_(client, guest.person.user).get(reverse("my_meetings"))
    assert page.url == reverse("meetings", args=[event.code])
    page = as_(client, make_user()).get(reverse("my_meetings"))
    assert "Register for one" in page.content.decode()


def test_asking_by_the_form(client, event, guest):
    wanted = make_participant(event)
    make_offer(wanted.organisation, text={"en": "We draw backgrounds."})
    client = as_(client, guest.person.user)
    page = client.get(wanted.get_absolute_url()).content.decode()
    assert "We draw backgrounds." in page
    done = client.post(
        wanted.get_absolute_url(), {"sender": guest.code, "wish": "must", "message": "Hello"}
    )
    assert done.url == reverse("meetings", args=[event.code])
    asked = MeetingRequest.objects.get()
    assert (asked.sender, asked.recipient, asked.wish) == (guest, wanted, "must")
    again = client.get(wanted.get_absolute_url()).content.decode()
    assert asked.get_absolute_url() in again


def test_a_refusal_stands_on_the_form_and_loses_nothing(client, event, guest):
    wanted = make_participant(event)
    make_request(wanted, guest)
    page = as_(client, guest.person.user).post(
        wanted.get_absolute_url(), {"sender": guest.code, "wish": "must", "message": "My words"}
    )
    assert "open request between the two of you" in page.content.decode()


def test_one_tap_accepts_or_declines(client, event, guest):
    first, second = (make_request(make_participant(event), guest) for _ in range(2))
    client = as_(client, guest.person.user)
    home = reverse("meetings", args=[event.code])
    assert "Asking to meet you" in client.get(home).content.decode()
    done = client.post(
        reverse("request_answer", args=[event.code, first.code]), {"wish": "must", "next": home}
    )
    assert done.url == home
    client.post(reverse("request_answer", args=[event.code, second.code]), {"wish": ""})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.answer_wish, second.state) == ("accepted", "must", "declined")


def test_an_answer_that_is_none_declines_nothing(client, event, guest):
    asked = make_request(make_participant(event), guest)
    path = reverse("request_answer", args=[event.code, asked.code])
    done = as_(client, guest.person.user).post(path, {"wish": "perhaps"})
    asked.refresh_from_db()
    assert (done.url, asked.state) == (asked.get_absolute_url(), "pending")


def test_the_way_back_never_leads_outside(client, event, guest):
    asked = make_request(make_participant(event), guest)
    done = as_(client, guest.person.user).post(
        reverse("request_answer", args=[event.code, asked.code]),
        {"wish": "want", "next": "https://elsewhere.example/"},
    )
    assert done.url == asked.get_absolute_url()


def test_availability_is_a_box_a_slot(client, event, guest):
    first, *others = event.slots.order_by("starts")
    path = reverse("availability", args=[event.code, guest.code])
    client = as_(client, guest.person.user)
    assert client.get(path).content.decode().count(" checked") == event.slots.count()
    client.post(path, {"slot": [first.key]})
    busy = Unavailable.objects.filter(participant=guest).values_list("slot_id", flat=True)
    assert set(busy) == {slot.pk for slot in others}


def test_a_registered_person_joins(client, event):
    registration = make_registration(event, organisation=make_organisation())
    user = make_user()
    with factories_may_write():
        registration.person.user = user
        registration.person.save()
    client = as_(client, user)
    home = reverse("meetings", args=[event.code])
    assert "Take part in meetings" in client.get(home).content.decode()
    client.post(reverse("meetings_join", args=[event.code]), {"registration": registration.code})
    assert event.participants.get().person == registration.person


def test_the_manager_sets_up_and_everybody_registered_joins(client, event, manager):
    make_registration(event)
    client = as_(client, manager)
    path = reverse("meetings_setup", args=[event.code])
    tables = list(event.meeting_plan.tables.all())
    client.post(path, {"plan": "1", "limit_per_person": 5, "tables": [tables[0].pk]})
    event.meeting_plan.refresh_from_db()
    assert event.meeting_plan.limit_per_person == 5
    assert list(event.meeting_plan.tables.all()) == tables[:1]
    frame = {
        "slots": "1",
        "days": [event.starts.text],
        "starts": "10:00",
        "ends": "12:00",
        "minutes": 30,
        "break_starts": "10:40",
        "break_ends": "11:00",
    }
    client.post(path, frame)
    starts = [f"{slot.starts:%H:%M}" for slot in event.slots.all()]
    assert starts == ["10:00", "11:00", "11:30"]
    client.post(reverse("meetings_join_registered", args=[event.code]))
    assert event.participants.count() == 1


def test_the_whole_way_from_the_request_to_the_outcome(client, event, guest, manager):
    wanted = make_participant(event)
    as_(client, guest.person.user).post(
        wanted.get_absolute_url(), {"sender": guest.code, "wish": "must", "message": ""}
    )
    asked = MeetingRequest.objects.get()
    as_(client, wanted.person.user).post(
        reverse("request_answer", args=[event.code, asked.code]), {"wish": "want"}
    )
    as_(client, manager).post(reverse("schedule_runs", args=[event.code]), {"seconds": 2})
    run = event.schedule_runs.get()
    running.make_schedule(run=run)
    progress = client.get(reverse("schedule_progress", args=[event.code, run.code]))
    assert progress["HX-Refresh"] == "true"
    confirm = client.get(reverse("schedule_publish", args=[event.code, run.code]))
    assert "2 participants get one e-mail each" in confirm.content.decode()
    client.post(reverse("schedule_publish", args=[event.code, run.code]))
    meeting = Meeting.objects.get()
    grid = client.get(reverse("day_grid", args=[event.code])).content.decode()
    assert meeting.get_absolute_url() in grid
    assert 'class="must"' in grid
    begun(meeting)
    done = as_(client, guest.person.user).post(
        reverse("meeting_outcome", args=[meeting.code]),
        {"result": "agreement", "note": "A contract in spring."},
    )
    assert done.url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD
    assert Outcome.objects.get().told_by == guest
    page = as_(client, wanted.person.user).get(meeting.get_absolute_url()).content.decode()
    assert "A contract in spring." in page


def test_the_desk_marks(client, event):
    held, missed = (
        begun(make_meeting(make_participant(event), slot=slot)) for slot in event.slots.all()[:2]
    )
    client = as_(client, make_desk(event.team))
    client.post(reverse("meeting_mark", args=[held.code]), {"held": "yes"})
    client.post(reverse("meeting_mark", args=[missed.code]), {"held": "no"})
    held.refresh_from_db()
    missed.refresh_from_db()
    assert (held.state, missed.state) == ("held", "missed")


def test_an_unplaced_request_takes_a_free_time(client, event, guest, manager):
    asked = make_accepted(make_participant(event), guest)
    with factories_may_write():
        event.meeting_plan.state = "published"
        event.meeting_plan.save()
    client = as_(client, guest.person.user)
    assert "Choose a time" in client.get(asked.get_absolute_url()).content.decode()
    slot = event.slots.order_by("starts")[1]
    done = client.post(reverse("request_time", args=[event.code, asked.code]), {"slot": slot.key})
    meeting = Meeting.objects.get()
    assert (meeting.slot, meeting.by_hand, done.url) == (slot, True, meeting.get_absolute_url())


def test_cancelling_asks_first_and_frees_the_time(client, event, guest):
    asked = make_accepted(make_participant(event), guest)
    meeting = make_meeting(asked.sender, guest, request=asked)
    client = as_(client, guest.person.user)
    path = reverse("meeting_cancel", args=[meeting.code])
    assert "Both sides get an e-mail." in client.get(path).content.decode()
    client.post(path)
    meeting.refresh_from_db()
    asked.refresh_from_db()
    assert (meeting.state, asked.state, meeting.seats.count()) == ("cancelled", "withdrawn", 0)


def test_my_schedule_as_page_calendar_and_paper(client, event, guest):
    meeting = make_meeting(guest, make_participant(event))
    client = as_(client, guest.person.user)
    page = client.get(reverse("my_schedule", args=[event.code])).content.decode()
    assert str(meeting.second.organisation) in page
    calendar = client.get(reverse("my_schedule_ics", args=[event.code]))
    text = calendar.content.decode()
    assert f"DTSTART;TZID=Europe/Moscow:{event.starts.first:%Y%m%d}T090000" in text
    assert "BEGIN:VTIMEZONE" in text
    for language in ("ru", "en"):
        client.cookies["django_language"] = language
        paper = client.get(reverse("my_schedule_pdf", args=[event.code]))
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")


def test_lists_are_filtered_and_exported(client, event, guest, manager):
    make_request(make_participant(event), guest, wish="must")
    make_accepted(make_participant(event), guest)
    client = as_(client, manager)
    path = reverse("meeting_requests", args=[event.code])
    rows = client.get(path, {"state": "accepted"}).context["table"].rows
    assert len(rows) == 1
    sheet = client.get(path, {"export": "xlsx"})
    assert sheet.content.startswith(b"PK")


def test_participants_are_found_by_what_they_offer(client, event, guest):
    wanted = make_participant(event)
    make_offer(wanted.organisation, text={"en": "Puppets and stop motion"})
    client = as_(client, guest.person.user)
    path = reverse("participants", args=[event.code])
    for query in ({"q": "puppets"}, {"offers": "film"}):
        rows = client.get(path, query).context["table"].rows
        assert [row.record for row in rows] == [wanted]
    assert len(client.get(path, {"country": "RU"}).context["table"].rows) == 2
    assert not client.get(path, {"needs": "film"}).context["table"].rows


def test_generated_records_say_so(client, event, manager):
    sample = make_participant(event, provenance="generated")
    asked = make_request(make_participant(event), sample, provenance="generated")
    meeting = make_meeting(asked.sender, sample, provenance="generated")
    client = as_(client, manager)
    for path in (
        sample.get_absolute_url(),
        asked.get_absolute_url(),
        meeting.get_absolute_url(),
        reverse("meeting_requests", args=[event.code]),
        reverse("meeting_list", args=[event.code]),
        reverse("participants", args=[event.code]),
        reverse("day_grid", args=[event.code]),
        reverse("meetings", args=[event.code]),
    ):
        assert "pill-generated" in client.get(path).content.decode(), path


@pytest.mark.parametrize(
    "name", ["participants", "meeting_requests", "meeting_list", "meetings", "day_grid"]
)
def test_one_row_and_thirty_need_the_same_number_of_queries(client, event, manager, name):
    client = as_(client, manager)
    path = reverse(name, args=[event.code])
    slots = list(event.slots.all())
    tables = list(event.meeting_plan.tables.all())
    places = [(slot, table) for slot in slots for table in tables]
    add(event, places[:1])
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    add(event, places[1:])
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


def add(event, places):
    for slot, table in places:
        asked = make_accepted(make_participant(event), make_participant(event))
        make_offer(asked.sender.organisation)
        make_meeting(asked.sender, asked.recipient, request=asked, slot=slot, table=table)


def test_my_page_needs_the_same_number_of_queries_for_one_and_many(client, event, guest):
    client = as_(client, guest.person.user)
    path = reverse("meetings", args=[event.code])
    slots = list(event.slots.all())
    add_mine(event, guest, slots[:1])
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    add_mine(event, guest, slots[1:])
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


def add_mine(event, guest, slots):
    for slot in slots:
        make_request(make_participant(event), guest)
        make_request(guest, make_participant(event))
        make_accepted(make_participant(event), guest)
        make_meeting(guest, make_participant(event), slot=slot)


def test_pages_speak_russian(client, event, guest, manager):
    make_request(make_participant(event), guest)
    home = reverse("meetings", args=[event.code])
    page = as_(client, guest.person.user, "ru").get(home).content.decode()
    assert "Вас просят о встрече" in page
    page = as_(client, manager, "ru").get(home).content.decode()
    assert "Составить расписание" in page


def test_a_side_that_met_is_asked_for_the_outcome(client, event, guest):
    meeting = begun(make_meeting(guest, make_participant(event)))
    client = as_(client, guest.person.user)
    home = reverse("meetings", args=[event.code])
    assert "What came of these meetings?" in client.get(home).content.decode()
    make_outcome(meeting, told_by=guest)
    assert "What came of these meetings?" not in client.get(home).content.decode()


def test_mail_speaks_the_readers_language(event, guest):
    sender = make_participant(event, user=make_user(language="ru"))
    asked = make_request(sender, guest)
    actions.accept_request(by=guest.person.user, request=asked)
    assert "ваш запрос на встречу принят" in Mail.objects.get().subject
