"""Actions of places: who may, what is refused, what the journal keeps."""

import pytest

from mosty.core.actions import Refused
from mosty.core.fields import Translated
from mosty.core.models import JournalEntry
from mosty.core.permissions import Denied
from mosty.core.versions import Stale
from mosty.places import actions
from mosty.places.models import Table, Venue
from tests.factories.core import make_auditor, make_desk, make_manager, make_team
from tests.factories.places import make_hall, make_tables, make_venue

pytestmark = pytest.mark.django_db


def changed(venue, **given):
    """All that `change_venue` takes, as the venue has it, with some of it changed."""
    fields = ("name", "country", "city", "address", "longitude", "latitude", "owner")
    return {**{field: getattr(venue, field) for field in fields}, **given}


def test_a_teams_manager_adds_and_changes_a_venue():
    team = make_team()
    manager = make_manager(team)
    venue = actions.add_venue(
        by=manager, team=team, name=Translated(en="Hall"), country="RU", code="hall"
    )
    actions.change_venue(by=manager, venue=venue, seen=1, **changed(venue, country="TR"))
    assert Venue.objects.get(code="hall", version=2).country == "TR"
    with pytest.raises(Stale):
        actions.change_venue(by=manager, venue=venue, seen=1, **changed(venue))
    verbs = list(JournalEntry.objects.filter(team=team).values_list("verb", flat=True))
    assert verbs == ["places.change_venue", "places.add_venue"]


def test_another_teams_manager_the_desk_and_auditors_change_nothing():
    venue = make_venue()
    hall = make_hall(venue)
    for user in (make_manager(), make_desk(venue.team), make_auditor()):
        with pytest.raises(Denied):
            actions.add_venue(by=user, team=venue.team, name=Translated(en="A"), country="RU")
        for refused in (
            lambda by: actions.change_venue(by=by, venue=venue, seen=1, **changed(venue)),
            lambda by: actions.add_hall(by=by, venue=venue, name=Translated(en="A")),
            lambda by: actions.add_tables(by=by, hall=hall, first=1, last=2),
        ):
            with pytest.raises(Denied, match="the team that runs this venue"):
                refused(user)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": Translated()}, "name"),
        ({"latitude": 55.7}, "longitude"),
        ({"longitude": 181.0, "latitude": 1.0}, "longitude"),
    ],
)
def test_a_venue_needs_a_name_and_a_point_on_earth(given, field):
    team = make_team()
    fields = {"name": Translated(en="A"), "country": "RU", **given}
    with pytest.raises(Refused) as refusal:
        actions.add_venue(by=make_manager(team), team=team, **fields)
    assert refusal.value.field == field


def test_tables_are_added_all_or_none():
    hall = make_hall()
    manager = make_manager(hall.venue.team)
    make_tables(hall, 3)
    with pytest.raises(Refused, match="already has a table"):
        actions.add_tables(by=manager, hall=hall, first=3, last=5)
    assert Table.objects.filter(hall=hall).count() == 3
    actions.add_tables(by=manager, hall=hall, first=4, last=6, kind=Table.Kind.QUIET)
    assert actions.add_table(by=manager, hall=hall, number=7).number == 7
    assert [table.number for table in hall.tables.all()] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(("first", "last"), [(0, 3), (5, 4), (1, 501)])
def test_numbers_of_tables_make_a_range(first, last):
    hall = make_hall()
    with pytest.raises(Refused):
        actions.add_tables(by=make_manager(hall.venue.team), hall=hall, first=first, last=last)


def test_a_hall_needs_a_name():
    venue = make_venue()
    manager = make_manager(venue.team)
    with pytest.raises(Refused):
        actions.add_hall(by=manager, venue=venue, name=Translated())
    hall = actions.add_hall(by=manager, venue=venue, name=Translated(en="Big"), capacity=300)
    assert list(venue.halls.all()) == [hall]
