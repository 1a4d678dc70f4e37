"""Numbers of an event: counted once, by whom they concern, real and generated kept apart."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mosty.agreements.figures import by_sector
from mosty.core.money import Money
from mosty.core.registry import ThreadStep, figures
from mosty.results import queries
from tests.factories.agreements import make_agreement, make_contract, make_signed
from tests.factories.core import make_manager, sector
from tests.factories.directory import make_organisation
from tests.factories.events import make_event, make_registration
from tests.factories.meetings import make_fair, make_meeting, make_participant
from tests.factories.results import make_stated

pytestmark = pytest.mark.django_db


def reading(event, key, *, with_generated=True):
    found = queries.readings(event, with_generated=with_generated)
    return next(each for each in found if each.figure.key == key)


def from_country(event, country, **given):
    organisation = make_organisation(country=country, provenance=given.get("provenance", "real"))
    return make_participant(event, organisation=organisation, **given)


def lines(event, *, with_generated=True):
    found = queries.by_country(event, with_generated=with_generated)
    return [(line.country, line.organisations, line.meetings, line.agreements) for line in found]


def test_a_figure_tells_how_much_of_it_is_generated():
    event = make_event()
    make_signed(event)
    make_signed(event, provenance="unnamed")
    make_signed(event, provenance="generated")
    agreements = reading(event, "agreements")
    assert (agreements.values, agreements.without_generated, agreements.generated) == (
        (3,),
        (2,),
        (1,),
    )
    assert (agreements.is_generated, agreements.is_wholly_generated) == (True, False)
    real = reading(event, "agreements", with_generated=False)
    assert (real.values, real.is_generated) == ((2,), False)


def test_only_what_was_signed_at_the_event_counts():
    event = make_event()
    make_signed(event)
    make_signed(make_event())
    make_agreement(team=event.team, signed_at=event)
    make_signed(event, state="ended")
    assert reading(event, "agreements").values == (2,)


def test_money_is_one_sum_a_currency():
    event = make_event()
    make_contract(event, Decimal(100))
    make_contract(event, Decimal(50), provenance="generated")
    make_contract(event, Decimal(7), "CNY", provenance="generated")
    make_signed(event, kind="contract")
    value = reading(event, "contract-value")
    assert value.values == (Money(Decimal(150), "RUB"), Money(Decimal(7), "CNY"))
    assert value.generated == (Money(Decimal(50), "RUB"), Money(Decimal(7), "CNY"))
    assert reading(event, "contracts").values == (4,)
    assert reading(event, "contract-value", with_generated=False).values == (
        Money(Decimal(100), "RUB"),
    )


def test_a_countrys_generated_guests_do_not_hide_its_real_ones():
    """A country counts once: it is generated only when no real organisation came from it."""
    event = make_event(country="RU")
    for country, provenance in (("CN", "real"), ("CN", "generated"), ("TR", "generated")):
        organisation = make_organisation(country=country, provenance=provenance)
        make_registration(event, organisation=organisation, provenance=provenance)
    countries = reading(event, "foreign-countries")
    assert (countries.values, countries.generated) == ((2,), (1,))


def test_nothing_is_empty_and_has_a_dash():
    value = reading(make_event(), "contract-value")
    assert (value.is_empty, value.words, value.is_generated) == (True, "—", False)


def test_what_a_source_stated_stands_beside_the_count():
    event = make_event()
    stated = make_stated(event, figure="agreements", value=10, words="exactly")
    alone = make_stated(event, figure="residents")
    assert reading(event, "agreements").stated == stated
    assert list(queries.stated_alone(event)) == [alone]


def test_a_meeting_counts_once_for_each_foreign_country():
    event = make_fair(country="RU", slots=6, tables=6)
    host, china, turkey = (from_country(event, country) for country in ("RU", "CN", "TR"))
    other_host, second_china = from_country(event, "RU"), from_country(event, "CN")
    slots = list(event.slots.order_by("during"))
    for slot, (one, other) in zip(
        slots,
        [(host, china), (china, turkey), (china, second_china), (host, other_host)],
        strict=False,
    ):
        make_meeting(one, other, slot=slot, state="held")
    make_meeting(host, turkey, slot=slots[4], state="scheduled")
    make_meeting(china, turkey, slot=slots[5], state="cancelled")
    assert lines(event) == [("CN", 2, 3, 0), ("TR", 1, 1, 0)]


def test_scheduled_meetings_stand_while_none_is_held():
    event = make_fair(country="RU")
    host, china = from_country(event, "RU"), from_country(event, "CN")
    make_meeting(host, china)
    assert queries.meetings_counted(event, with_generated=True).key == "meetings-scheduled"
    assert lines(event) == [("CN", 1, 1, 0)]


def test_countries_with_and_without_generated_records():
    event = make_fair(country="RU")
    host = from_country(event, "RU")
    china = from_country(event, "CN", provenance="generated")
    make_meeting(host, china, state="held", provenance="generated")
    sides = [make_organisation(country="BR"), {"en": "Moscow organisations"}]
    make_signed(event, parties=sides)
    assert lines(event) == [("CN", 1, 1, 0), ("BR", 0, 0, 1)]
    assert lines(event, with_generated=False) == [("BR", 0, 0, 1)]


def test_an_agreement_of_two_from_one_country_counts_once():
    event = make_event(country="RU")
    make_signed(event, parties=[make_organisation(country="UZ"), make_organisation(country="UZ")])
    assert lines(event) == [("UZ", 0, 0, 1)]


def test_a_countrys_numbers_open_as_many_rows():
    event = make_fair(country="RU", slots=3, tables=3)
    host, china = from_country(event, "RU"), from_country(event, "CN")
    slots = list(event.slots.order_by("during"))
    make_meeting(host, china, slot=slots[0], state="held")
    make_meeting(china, from_country(event, "CN"), slot=slots[1], state="held")
    make_signed(event, parties=[host.organisation, china.organisation])
    [line] = queries.by_country(event, with_generated=True)
    for key, count in (
        ("organisations", line.organisations),
        ("meetings-held", line.meetings),
        ("agreements", line.agreements),
    ):
        rows = figures.get(key).parts["country"](figures.get(key).rows(event), "CN")
        assert rows.count() == count > 0


def test_sectors_are_counted_largest_first():
    event = make_event()
    for code, provenance in (("games", "real"), ("film", "real"), ("film", "generated")):
        make_signed(event, sector=sector(code), provenance=provenance)
    make_contract(event, Decimal(1), sector=sector("music"))
    found = by_sector(event, with_generated=True)
    assert [(one.code, count) for one, count in found] == [("film", 2), ("games", 1)]
    found = by_sector(event, with_generated=False)
    assert [(one.code, count) for one, count in found] == [("film", 1), ("games", 1)]


def test_every_figure_stands_on_as_many_queries_for_one_record_as_for_many():
    event = make_fair(country="RU", slots=12, tables=4)
    slots = list(event.slots.order_by("during"))

    def more(slot):
        one, other = from_country(event, "RU"), from_country(event, "CN")
        meeting = make_meeting(one, other, slot=slot, state="held")
        make_signed(event, meetings=[meeting])

    def counted():
        with CaptureQueriesContext(connection) as seen:
            queries.readings(event, with_generated=True)
            queries.by_country(event, with_generated=True)
            by_sector(event, with_generated=True)
        return len(seen)

    more(slots[0])
    one = counted()
    for slot in slots[1:8]:
        more(slot)
    assert counted() == one


def test_the_longest_threads_lead():
    event = make_fair(slots=9, tables=4)
    manager = make_manager(event.team)
    meetings = [
        make_meeting(make_participant(event), make_participant(event), slot=slot, state="held")
        for slot in event.slots.order_by("during")[:8]
    ]
    make_signed(event)
    short = make_signed(event, meetings=meetings[:1])
    long = make_signed(event, meetings=meetings[1:])
    make_contract(event, Decimal(5), follows=long)
    threads = queries.leading_threads(event, manager, with_generated=True)
    assert [agreement for agreement, _steps in threads] == [long, short]
    [(_long, steps), _short] = threads
    assert [str(step.kind) for step in steps] == ["Meeting", "Agreement", "Contract"]
    assert steps[0].note.endswith("and 6 more")


def test_a_short_thread_stays_as_it_is():
    steps = [ThreadStep("Meeting", str(number), None, "/", True) for number in range(6)]
    assert queries.shortened(steps) == steps
    [one] = queries.shortened([*steps, steps[0]])
    assert one.note == "and 6 more"
