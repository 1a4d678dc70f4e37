"""Local times as moments, also on the two nights on which clocks are changed."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import translation

from mosty.core import moments
from mosty.core.actions import Refused

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2027, 10, 31)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def utc(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "starts", "ends", "lower", "upper"),
    [
        (dt.date(2027, 1, 9), dt.time(10), dt.time(11), (9, 0), (10, 0)),
        (SPRING, dt.time(10), dt.time(11), (8, 0), (9, 0)),  # summer time already
        (SPRING, dt.time(1, 30), dt.time(3, 30), (0, 30), (1, 30)),  # two hours on the wall, one
        (AUTUMN, dt.time(1, 30), dt.time(3, 30), (23, 30), (2, 30)),  # and three
    ],
)
def test_local_times_are_moments_of_the_place(day, starts, ends, lower, upper):
    found = moments.between(BERLIN, day, starts, ends)
    day_of_lower = day - dt.timedelta(days=lower[0] == 23)
    assert (found.lower, found.upper) == (utc(day_of_lower, *lower), utc(day, *upper))


@pytest.mark.parametrize("starts", [dt.time(2, 0), dt.time(2, 30)])
def test_an_hour_that_is_left_out_is_refused_by_name(starts):
    with pytest.raises(Refused, match=f"2027-03-28 clocks go forward there, and {starts:%H:%M}"):
        moments.between(BERLIN, SPRING, starts, dt.time(3, 15))
