"""Local times of a place as moments: what is planned is written by the clock on the wall."""

import datetime as dt
import zoneinfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from mosty.core.actions import Refused

SKIPPED = _("On %(day)s clocks go forward there, and %(time)s does not exist: choose another time.")


def between(
    zone: zoneinfo.ZoneInfo, day: dt.date, starts: dt.time, ends: dt.time
) -> DateTimeTZRange:
    """The time from `starts` to `ends` by the clock of `zone` on `day`, in UTC.

    An hour that comes twice in autumn is taken at its first coming. Raises `Refused` for an hour
    that is left out in spring.
    """
    return DateTimeTZRange(_moment(zone, day, starts), _moment(zone, day, ends))


def _moment(zone: zoneinfo.ZoneInfo, day: dt.date, time: dt.time) -> dt.datetime:
    shown = dt.datetime.combine(day, time.replace(tzinfo=None))
    moment = shown.replace(tzinfo=zone).astimezone(dt.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != shown:
        raise Refused(SKIPPED % {"day": day.isoformat(), "time": f"{time:%H:%M}"}, field="starts")
    return moment
