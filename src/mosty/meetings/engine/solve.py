"""From a problem to a checked answer: greedy, search, fewer gaps, tables, reasons, check."""

from __future__ import annotations

import time

from .bound import quick_bound
from .check import insist
from .diagnosis import refuse_contradictions
from .explain import explain
from .gaps import close_gaps
from .greedy import fill, greedy, order_of_placing
from .grid import Board, Grid
from .problem import Answer, Ended, Placement, Problem
from .search import Found, Limits, Progress, Search, Stop
from .tables import assign_tables

DEFAULT_SECONDS = 15.0
WORK_PER_SECOND = 0.2
"""How much of CP-SAT's deterministic time a second on the clock stands for. A slow, busy machine
still does this much, so the amount of work ends a run before the clock does."""


def solve(
    problem: Problem,
    *,
    seconds: float = DEFAULT_SECONDS,
    num_workers: int = 1,
    progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> Answer:
    """The best schedule that `seconds` allow, checked, with a bound and a reason for each unmet.

    As many musts as possible come first, then the greatest worth, then few gaps in people's days.
    The same problem with the same seed and number of workers gives the same answer, unless the
    clock or the caller ended the run (`Answer.ended` says). `progress` is called with a worth and a
    bound whenever one of them gets better, in the thread of the caller if there is one worker;
    `should_stop` is asked several times a second, from another thread, and ends the run with the
    best schedule so far. An error that either of them raises ends the run and is passed on.

    Raises `ProblemError` for a problem that contradicts itself, `ValueError` for limits that make
    no sense.
    """
    if not seconds >= 0 or num_workers < 1:
        raise ValueError(f"A run of {seconds} s with {num_workers} workers is not possible.")
    refuse_contradictions(problem)
    begun = time.monotonic()
    limits = Limits(
        work=seconds * WORK_PER_SECOND,
        until=begun + seconds,
        workers=num_workers,
        should_stop=should_stop,
    )
    run = _Run(Grid.of(problem), limits, progress)
    run.meet_musts()
    run.raise_worth()
    run.tidy()
    return insist(problem, run.answer(time.monotonic() - begun))


class _Run:
    """One run: the best board so far, and what is proven of it."""

    def __init__(self, grid: Grid, limits: Limits, progress: Progress | None) -> None:
        self.grid, self.limits, self.progress = grid, limits, progress
        self.possible = grid.possible()
        self.board = greedy(grid)
        self.bound = quick_bound(grid)
        self.musts_bound = sum(grid.musts[request] for request in self.possible)
        self.work_left = limits.work
        self.ended = Ended.PROOF

    def meet_musts(self) -> None:
        """Search among the musts alone if greedy has not met them all."""
        if self.board.musts_met() == self.musts_bound:
            return
        musts = [request for request in self.possible if self.grid.musts[request]]
        values = dict.fromkeys(musts, 1)
        found = self._search(Search(self.grid, musts), values, self.musts_bound, progress=None)
        self.musts_bound = found.bound
        if len(found.slot_of) > self.board.musts_met():
            self.board = Board(self.grid, found.slot_of)
            fill(self.board, order_of_placing(self.grid))

    def raise_worth(self) -> None:
        """Search for more worth with no fewer musts, unless the quick bound is reached."""
        if self.progress is not None:
            self.progress(self.board.worth(), self.bound)
        if self.board.worth() == self.bound or self.ended in (Ended.CLOCK, Ended.STOPPED):
            return
        search = Search(self.grid, self.possible)
        search.keep_musts(self.board.musts_met())
        values = {request: self.grid.values[request] for request in self.possible}
        found = self._search(search, values, self.bound, self.progress)
        self.bound = found.bound
        better = Board(self.grid, found.slot_of)
        if better.worth() > self.board.worth():
            self.board = better

    def tidy(self) -> None:
        """Close gaps; if that, or an early end, leaves room for a request, use it."""
        fill(self.board, order_of_placing(self.grid))
        close_gaps(self.board, lambda: time.monotonic() > self.limits.until)
        fill(self.board, order_of_placing(self.grid))

    def answer(self, seconds: float) -> Answer:
        """The board in the words of the problem."""
        grid, problem = self.grid, self.grid.problem
        table_of = assign_tables(self.board)
        placements = tuple(
            Placement(problem.requests[r].key, grid.slot_keys[slot], table_of[r])
            for r, slot in sorted(self.board.slot_of.items(), key=lambda item: (item[1], item[0]))
        )
        worth, musts_met = self.board.worth(), self.board.musts_met()
        proven = (worth, musts_met) == (self.bound, self.musts_bound)
        return Answer(
            placements=placements,
            unmet=explain(problem, placements),
            bound=self.bound,
            worth=worth,
            gap_percent=100 * (self.bound - worth) / self.bound if self.bound else 0.0,
            seconds=seconds,
            proven=proven,
            musts_met=musts_met,
            musts_bound=self.musts_bound,
            ended=Ended.PROOF if proven else self.ended,
        )

    def _search(
        self, search: Search, values: dict[int, int], known_bound: int, progress: Progress | None
    ) -> Found:
        limits = self.limits.left(self.work_left)
        found = search.maximise(values, self.board, known_bound, limits, progress)
        self.work_left = max(0.0, self.work_left - found.work)
        self.ended = found.ended
        return found
