"""The search for the best set of meetings with OR-Tools CP-SAT.

One yes-or-no variable says "this request in this slot". Tables do not appear: they are alike, and
a model that tells them apart would look at the same schedule again and again. Only their number in
each slot is kept (see `grid.py`).

The search is repeatable: one worker, or several whose strategies take turns in a fixed order; and
it is ended by an amount of work and not by the clock. The clock is only a second limit.
"""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from ortools.sat.python import cp_model

from .grid import Board, Grid
from .problem import Ended

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

SECONDS_BETWEEN_LOOKS = 0.1
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a run may use. `work` is in CP-SAT's deterministic seconds, `until` on the clock."""

    work: float
    until: float
    workers: int
    should_stop: Stop | None = None

    def left(self, work: float) -> Limits:
        """The same limits with another amount of work."""
        return replace(self, work=work)


@dataclass(frozen=True, slots=True)
class Found:
    """The best slots found, a bound on what was maximised, and the work done for it."""

    slot_of: dict[int, int]
    bound: int
    ended: Ended
    work: float


class Search:
    """The model of one problem. It is maximised for musts first and then for worth."""

    def __init__(self, grid: Grid, requests: list[int]) -> None:
        self.grid = grid
        self.model = cp_model.CpModel()
        self.met = {request: self.model.new_bool_var(f"met{request}") for request in requests}
        self.at = {
            (request, slot): self.model.new_bool_var(f"at{request}_{slot}")
            for request in requests
            for slot in grid.options[request]
        }
        self._one_slot_each()
        self._one_meeting_at_a_time()
        self._enough_tables()

    def _one_slot_each(self) -> None:
        for request, met in self.met.items():
            slots = [self.at[request, slot] for slot in self.grid.options[request]]
            self.model.add_exactly_one([*slots, met.negated()])

    def _one_meeting_at_a_time(self) -> None:
        for person, limit in enumerate(self.grid.limits):
            own = [request for request in self.grid.requests_of[person] if request in self.met]
            in_slot = defaultdict(list)
            for request in own:
                for slot in self.grid.options[request]:
                    in_slot[slot].append(self.at[request, slot])
            for meetings in in_slot.values():
                if len(meetings) > 1:
                    self.model.add_at_most_one(meetings)
            if len(own) > limit:
                self.model.add(sum(self.met[request] for request in own) <= limit)

    def _enough_tables(self) -> None:
        in_place = defaultdict(list)
        for (request, slot), meeting in self.at.items():
            for place in self.grid.places[request]:
                in_place[place, slot].append(meeting)
        for key, meetings in in_place.items():
            if len(meetings) > self.grid.capacity[key]:
                self.model.add(sum(meetings) <= self.grid.capacity[key])

    def keep_musts(self, at_least: int) -> None:
        """Never meet fewer musts than this."""
        musts = [met for request, met in self.met.items() if self.grid.musts[request]]
        if at_least == len(musts):
            for met in musts:
                self.model.add(met == 1)
        elif at_least:
            self.model.add(sum(musts) >= at_least)

    def maximise(
        self,
        values: dict[int, int],
        start: Board,
        known_bound: int,
        limits: Limits,
        progress: Progress | None,
    ) -> Found:
        """Look for the slots of the greatest total of `values`, from `start` on."""
        self.model.maximize(sum(values[request] * met for request, met in self.met.items()))
        self.model.clear_hints()
        for request, met in self.met.items():
            self.model.add_hint(met, request in start.slot_of)
            for slot in self.grid.options[request]:
                self.model.add_hint(self.at[request, slot], start.slot_of.get(request) == slot)
        solver = _solver(limits, self.grid.problem.seed)
        begun = sum(values[request] for request in start.slot_of if request in self.met)
        report = _Report(begun, known_bound, progress)
        solver.best_bound_callback = report.bound_fell
        with _Watch(solver, limits.should_stop) as watch:
            status = solver.solve(self.model, report)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            message = f"CP-SAT answered {solver.status_name(status)} to a model with a known answer"
            raise RuntimeError(message)
        if status == cp_model.UNKNOWN:  # ended before it had even read the first answer
            slot_of = {r: s for r, s in start.slot_of.items() if r in self.met}
            bound = known_bound
        else:
            slot_of = {r: s for (r, s), meeting in self.at.items() if solver.boolean_value(meeting)}
            bound = min(known_bound, _whole(solver.best_objective_bound))
        ended = _why(solver, proven=status == cp_model.OPTIMAL, stopped=watch.stopped)
        return Found(slot_of, bound, ended, solver.deterministic_time)


def _solver(limits: Limits, seed: int) -> cp_model.CpSolver:
    """One worker with a strong linear relaxation, or several that take turns in a fixed order."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = limits.workers
    parameters.linearization_level = 2
    if limits.workers > 1:
        parameters.interleave_search = True
        parameters.subsolvers.extend(["max_lp", "reduced_costs"])
    parameters.random_seed = seed % LARGEST_SEED
    parameters.max_deterministic_time = limits.work
    parameters.max_time_in_seconds = max(0.0, limits.until - time.monotonic())
    return solver


def _why(solver: cp_model.CpSolver, *, proven: bool, stopped: bool) -> Ended:
    if proven:
        return Ended.PROOF
    if stopped:
        return Ended.STOPPED
    did_its_work = solver.deterministic_time >= solver.parameters.max_deterministic_time
    return Ended.WORK if did_its_work else Ended.CLOCK


def _whole(bound: float) -> int:
    """The bound of a sum of whole numbers, safe against the last digits of a float."""
    return math.floor(bound + 1e-6)


class _Report(cp_model.CpSolverSolutionCallback):
    """Passes every better worth and every lower bound on, and nothing twice."""

    def __init__(self, worth: int, bound: int, progress: Progress | None) -> None:
        super().__init__()
        self.worth, self.bound, self.progress = worth, bound, progress

    def on_solution_callback(self) -> None:
        """Called by the solver with each better schedule."""
        worth = round(self.objective_value)
        self.bound_fell(self.best_objective_bound, worth)

    def bound_fell(self, bound: float, worth: int | None = None) -> None:
        """Called by the solver with each lower bound."""
        better = max(self.worth, worth or 0), min(self.bound, _whole(bound))
        if better != (self.worth, self.bound):
            self.worth, self.bound = better
            if self.progress is not None:
                self.progress(*better)


class _Watch:
    """Asks the caller a few times a second whether to stop, while the solver runs."""

    def __init__(self, solver: cp_model.CpSolver, should_stop: Stop | None) -> None:
        self.solver, self.should_stop = solver, should_stop
        self.stopped = False
        self.trouble: Exception | None = None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        if self.should_stop is not None:
            self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.over.set()
        if self.thread.is_alive():
            self.thread.join()
        if self.trouble is not None and kind is None:
            raise self.trouble

    def _look(self) -> None:
        while not self.over.wait(SECONDS_BETWEEN_LOOKS):
            if self.stopped or self._asked_to_stop():
                self.stopped = True  # said again and again: the solver may not have begun yet
                self.solver.stop_search()

    def _asked_to_stop(self) -> bool:
        """The caller's word; trouble in asking ends the run and is raised in its own thread."""
        try:
            return self.should_stop is not None and self.should_stop()
        except Exception as error:  # noqa: BLE001  (raised again when the solver has ended)
            self.trouble = error
            return True
