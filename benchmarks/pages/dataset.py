"""What the measured database holds.

One event with 10,000 registrations (3,000 organisations, 60 countries) and 50,000 meetings, and two
small ones, with one meeting and with thirty, that show how many queries a page takes.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from django.db import connection, transaction

from benchmarks.pages.fair import Size, make_fair
from benchmarks.pages.people import Crowd, make_crowd, make_staff
from mosty.core.actions import factories_may_write
from mosty.core.models import Team
from mosty.directory.models import Representative
from mosty.site import installation

SEED = 1
ORGANISATIONS, LANDS = 3000, 60
LARGE = Size("large", 10_000, 50_000, days=10, slots=20, tables=300, agreements=400, sessions=100)
SMALL = {
    rows: Size(
        f"rows-{rows}",
        rows + 1,
        rows,
        days=3,
        slots=-(-rows // 3) if rows > 3 else rows,
        tables=4,
        agreements=max(rows, 2),  # the results draw two threads at most
        sessions=rows,
        hub=True,
    )
    for rows in (1, 30)
}


def make_dataset(tell: Callable[[str], None]) -> None:
    """Fills an empty database. Takes about a minute."""
    began = time.monotonic()
    installation.migrate(tell)
    chance = random.Random(SEED)
    with factories_may_write(), transaction.atomic():
        team = Team.objects.create(code="agency", name={"en": "Agency", "ru": "Агентство"})
        staff = make_staff(team)
        for size in (*SMALL.values(), LARGE):
            large = size is LARGE
            crowd = make_crowd(
                organisations=ORGANISATIONS if large else size.registrations,
                people=size.registrations,
                lands=LANDS,
                chance=chance,
                mark="" if large else f"{size.code} ",
            )
            if not large:
                _join_the_hub(crowd)
            fair = make_fair(size, crowd, team, staff["manager"], chance)
            tell(
                f"{size.code}: {len(fair.participants)} registrations, "
                f"{len(fair.meetings)} meetings after {time.monotonic() - began:.0f} s"
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _join_the_hub(crowd: Crowd) -> None:
    """Everybody stands for the first organisation too: its page has a line for each."""
    Representative.objects.bulk_create(
        Representative(person=person, organisation=crowd.organisations[0])
        for person in crowd.people[1:]
    )
