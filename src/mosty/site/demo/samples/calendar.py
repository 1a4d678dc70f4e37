"""The days of the sample week, in Moscow time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from random import Random

EVENT = "week-2025"
MOSCOW = timezone(timedelta(hours=3), "MSK")
DAYS = tuple(date(2025, 12, day) for day in range(8, 13))
REGISTRATION_OPENS = datetime(2025, 10, 6, 10, tzinfo=MOSCOW)
REGISTRATION_CLOSES = datetime(2025, 12, 4, 20, tzinfo=MOSCOW)
REQUESTS_CLOSE = datetime(2025, 12, 5, 20, tzinfo=MOSCOW)
ANSWERS_CLOSE = datetime(2025, 12, 6, 20, tzinfo=MOSCOW)


def at(day: date, clock: str) -> datetime:
    """A moment such as 10:30 on a day of the week."""
    return datetime.combine(day, time.fromisoformat(clock), MOSCOW)


def moment_between(first: datetime, last: datetime, chance: Random) -> datetime:
    """A whole minute between two moments, at a waking hour where the interval allows one."""
    minutes = int((last - first).total_seconds() // 60)
    moment = first + timedelta(minutes=chance.randint(0, minutes))
    if not 8 <= moment.hour < 22:
        moment = moment.replace(hour=8 + moment.hour % 12)
    return min(max(moment, first), last).replace(second=0, microsecond=0)
