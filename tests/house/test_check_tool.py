"""The command behind `make check`: it runs what it names and tells what failed."""

import sys
from pathlib import Path

import pytest

from tools import check


def trial(code, name="trial"):
    return check.Check(name, "a trial", (sys.executable, "-c", code))


def test_a_check_that_fails_keeps_what_it_said():
    outcome = check.run(
        trial("import sys; print('here'); print('there', file=sys.stderr); exit(3)")
    )
    assert (outcome.code, sorted(outcome.output.splitlines())) == (3, ["here", "there"])


def test_a_check_that_passes_is_one_line(capsys):
    check.show(check.run(trial("print('all is well')")), None)
    assert [line[:4] for line in capsys.readouterr().out.splitlines()] == ["ok  "]


def test_a_check_that_fails_shows_its_first_lines_and_how_to_see_the_rest(capsys):
    check.show(check.run(trial("print('\\n'.join('abcde')); exit(1)")), 2)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("FAIL  trial")
    assert [line.strip() for line in lines[1:]] == [
        "a",
        "b",
        "… 3 lines more: python -m tools.check trial",
    ]


def test_one_failure_does_not_hide_the_others(capsys):
    trials = [trial("exit(1)", "first"), trial("exit(0)", "second"), trial("exit(2)", "third")]
    assert check.run_all(trials, None) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 checks, 2 failed: first, third"
    assert check.run_all(trials[1:2], None) == 0


def test_an_unknown_name_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit):
        check.main(["spelling"])
    assert "no such check: spelling; there are format, lint," in capsys.readouterr().err


def test_every_program_is_there():
    commands = [one.command for one in check.checks()] + [one.mend for one in check.checks()]
    assert [command[0] for command in commands if command and not Path(command[0]).exists()] == []
