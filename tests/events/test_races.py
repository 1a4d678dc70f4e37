"""Fifty at once for the last place, and twenty desks for one person: one wins."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import translation

from mosty.core.actions import Refused, factories_may_write
from mosty.directory.models import OrganisationKind
from mosty.events import actions
from mosty.events.actions.registration_form import Applicant
from mosty.events.models import CheckIn, Registration
from tests.factories.core import make_desk
from tests.factories.events import make_consent_text, make_event, make_registration

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, act):
    """What `act(number)` answered to `count` callers who all start together."""
    start = Barrier(count)

    def one(number):
        try:
            with translation.override("en"):
                return answer(number)
        finally:
            connection.close()

    def answer(number):
        start.wait()
        try:
            act(number)
        except Refused as refused:
            return str(refused.message)
        return "won"

    with ThreadPoolExecutor(count) as callers:
        return Counter(callers.map(one, range(count)))


@pytest.fixture
def event():
    """An event with two places of which one is taken."""
    make_consent_text()
    with factories_may_write():
        OrganisationKind.objects.get_or_create(code="company", defaults={"name": {"en": "Company"}})
    event = make_event(places=2)
    make_registration(event, organisation=None)
    return event


def register(event, number):
    applicant = Applicant(f"Guest {number}", f"guest-{number}@studio.example", "en")
    actions.register_self(by=AnonymousUser(), event=event, applicant=applicant, consent=True)


def test_fifty_take_the_last_place(event):
    answers = at_once(50, lambda number: register(event, number))
    assert answers == {"won": 1, "All places are taken.": 49}
    event.places.refresh_from_db()
    assert (event.places.taken, Registration.objects.count()) == (2, 2)


def test_one_person_sends_the_form_ten_times(event):
    with factories_may_write():
        event.places.limit = None
        event.places.save()
    answers = at_once(10, lambda _number: register(event, 1))
    taken = "guest-1@studio.example is registered for this event already."
    assert answers == {"won": 1, taken: 9}


def test_twenty_desks_check_one_person_in(event):
    registration = Registration.objects.get()
    desk = make_desk(event.team)
    answers = at_once(20, lambda _: actions.check_in(by=desk, registration=registration))
    assert answers == {"won": 1, f"{registration.person} is checked in already.": 19}
    assert CheckIn.objects.count() == 1
