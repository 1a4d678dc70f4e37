"""From workbook to workbook: read, diagnose, solve, write, sum up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mosty.meetings.engine import Answer, diagnose, solve

from .read import read_workbook
from .words import Speech, WorkbookError
from .write import write_workbook


@dataclass(frozen=True, slots=True)
class Summary:
    """What was made. `remarks` are sentences on what a person should look at."""

    scheduled: int
    requests: int
    musts_met: int
    musts: int
    worth: int
    bound: int
    gap_percent: float
    proven: bool
    seconds: float
    remarks: tuple[str, ...]
    language: str

    def sentence(self) -> str:
        """The summary in one line of its language."""
        speech = Speech(self.language)
        gap, seconds = f"{self.gap_percent:.2f}", f"{self.seconds:.1f}"
        if self.language == "ru":
            gap, seconds = gap.replace(".", ","), seconds.replace(".", ",")
        line = speech.say(
            "summary",
            scheduled=self.scheduled,
            requests=self.requests,
            musts_met=self.musts_met,
            musts=self.musts,
            worth=self.worth,
            bound=self.bound,
            gap=gap,
            seconds=seconds,
        )
        return f"{line} {speech.say('proven')}" if self.proven else line


def schedule_workbook(
    source: Path,
    target: Path,
    *,
    seconds: float,
    seed: int,
    language: str,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Make the schedule of the workbook `source` and write it to `target`.

    `language` is "en" or "ru"; `progress` gets a worth and a bound whenever one gets better.
    Raises `WorkbookError` that names every mistake; then nothing is written.
    """
    speech = Speech(language)
    _refuse_target(source, target, speech)
    contents = read_workbook(source, seed=seed, speech=speech)
    findings = diagnose(contents.problem)
    answer = solve(contents.problem, seconds=seconds, progress=progress)
    write_workbook(target, contents, answer, speech)
    remarks = (*contents.remarks, *(finding.words(language) for finding in findings))
    musts = sum(request.is_must for request in contents.problem.requests)
    return _summary(answer, len(contents.problem.requests), musts, remarks, language)


def _refuse_target(source: Path, target: Path, speech: Speech) -> None:
    if source.resolve() == target.resolve():
        raise WorkbookError([speech.say("same_file", file=source.name)])
    if not target.parent.is_dir():
        raise WorkbookError([speech.say("no_folder", folder=str(target.parent))])


def _summary(
    answer: Answer, requests: int, musts: int, remarks: tuple[str, ...], language: str
) -> Summary:
    return Summary(
        scheduled=len(answer.placements),
        requests=requests,
        musts_met=answer.musts_met,
        musts=musts,
        worth=answer.worth,
        bound=answer.bound,
        gap_percent=answer.gap_percent,
        proven=answer.proven,
        seconds=answer.seconds,
        remarks=remarks,
        language=language,
    )
