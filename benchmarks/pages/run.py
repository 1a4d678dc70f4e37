"""How fast the ten most used pages come with 10,000 registrations and 50,000 meetings.

`python -m benchmarks pages [--repeat N] [--peer FILE]` prints the machine, then one JSON line a
page: median, fastest and 95th percentile of the time to the first byte, processor time of web and
database, and the number of queries with one row and with thirty. The database is made once (a
minute) in build/pages and kept for the day.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pages.kept import FOLDER, PORT, dataset
from benchmarks.pages.machine import machine
from benchmarks.pages.timing import WARM_UP, Page, peer, time_pages
from benchmarks.pages.work import seconds_between, seconds_of

MOST = 100  # milliseconds at the median


def main(arguments: Sequence[str]) -> int:
    """Measures; the exit code is 1 when a page is slower than it may be or has too many queries."""
    options = _options(arguments)
    print(json.dumps(machine(), ensure_ascii=False), flush=True)
    with dataset(options.data, _tell):
        from benchmarks.pages import pages  # reason: it needs Django's models

        counted = dict(pages.queries())
        good = _measure(pages.pages(PORT), counted, options.repeat, options.data)
    for file in options.peer:
        _measure_peer(peer(file), options.repeat)
    return 0 if good else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages", description=__doc__)
    parser.add_argument("--repeat", type=int, default=20, help="requests a page (default: 20)")
    parser.add_argument(
        "--peer",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="JSON with another program's pages, timed in the same way; may be repeated",
    )
    parser.add_argument(
        "--data", type=Path, default=FOLDER, help="folder of the database (default: build/pages)"
    )
    return parser.parse_args(arguments)


def _measure(
    ours: Sequence[Page], counted: dict[str, dict[int, int]], repeat: int, data: Path
) -> bool:
    """Serves the pages with one web process, as `mosty serve` does, and times them."""
    from mosty.site.children import Children  # reason: the command line is not needed for peers
    from mosty.site.commands import serve  # reason: the same

    good = True
    with Children() as children:
        serve.start(children, "127.0.0.1", PORT, 1)
        _wait(ours[0].address)
        leader = children.running["web"].pid
        before = seconds_of(leader, data)
        for timing in time_pages(ours, repeat):
            after = seconds_of(leader, data)
            numbers = counted[timing.page.name]
            line = {**timing.line(), "queries": numbers}
            worked = seconds_between(before, after) * 1000 / (repeat + WARM_UP)
            line["work_ms"] = round(worked, 1) if after else None
            good &= timing.status == 200 and line["median_ms"] <= MOST
            good &= len(set(numbers.values())) == 1
            print(json.dumps(line), flush=True)
            before = seconds_of(leader, data)
    return good


def _measure_peer(pages: Sequence[Page], repeat: int) -> None:
    for timing in time_pages(pages, repeat):
        print(json.dumps(timing.line(), ensure_ascii=False), flush=True)


def _wait(address: str) -> None:
    """Until the web process answers at all."""
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=60).close()  # noqa: S310  # our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
