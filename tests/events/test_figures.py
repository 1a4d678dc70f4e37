"""What events report: numbers that are their rows."""

import pytest

from mosty.core.registry import figures
from tests.factories.core import make_team
from tests.factories.directory import make_organisation, make_person
from tests.factories.events import (
    make_check_in,
    make_event,
    make_registration,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Three organisations of two countries; of one only generated people are registered."""
    event = make_event(team=make_team())
    home, abroad, shown = (make_organisation(country=code) for code in ("RU", "TR", "CN"))
    for organisation in (home, home, abroad):
        make_registration(event, organisation=organisation)
    make_registration(event, organisation=shown, provenance="generated")
    make_registration(event, organisation=make_organisation(country="BR"), state="requested")
    make_registration(make_event(), organisation=make_organisation(country="IN"))
    return event


def measured(key, event, *, with_generated=True):
    figure = figures.get(key)
    rows = figure.rows(event)
    if not with_generated:
        rows = rows.exclude(**{figure.provenance: "generated"})
    return figure.measure(rows)


@pytest.mark.parametrize(
    ("key", "with_generated", "real"),
    [("organisations", 3, 2), ("countries", 3, 2), ("foreign-countries", 2, 1)],
)
def test_organisations_and_countries(event, key, with_generated, real):
    assert measured(key, event) == (with_generated,)
    assert measured(key, event, with_generated=False) == (real,)


def test_registrations_and_visitors(event):
    assert measured("registrations", event) == (4,)
    assert measured("visitors", event) == (0,)
    make_check_in(event.registrations.filter(state="confirmed", provenance="real").first())
    make_check_in(event.registrations.get(provenance="generated"))
    assert measured("visitors", event) == (2,)
    assert measured("visitors", event, with_generated=False) == (1,)


def test_a_speaker_of_two_sessions_is_one_speaker(event):
    person = make_person()
    make_speaker(make_session(event), person=person)
    make_speaker(make_session(event, provenance="generated"), person=person)
    make_speaker(make_session(event, provenance="generated"))
    assert measured("speakers", event) == (2,)
    assert measured("speakers", event, with_generated=False) == (1,)


def test_the_edition_is_the_event_s_and_its_rows_the_editions(event):
    first = make_event(team=event.team, edition=1, starts="2024-12", ends=None)
    make_event(edition=1)
    figure = figures.get("edition")
    assert set(figure.rows(event)) == {event, first}
    assert figure.measure(figure.rows(event)) == (2,)
    assert measured("edition", make_event(edition=None)) == ()


@pytest.mark.parametrize(
    "key",
    ["organisations", "countries", "foreign-countries", "registrations", "speakers", "edition"],
)
def test_every_row_is_a_line_with_a_link(event, key):
    make_speaker(make_session(event))
    figure = figures.get(key)
    lines = [figure.row(record) for record in figure.rows(event)]
    assert lines
    assert all(line.title and line.url.startswith("/") for line in lines)
