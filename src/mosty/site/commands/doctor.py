"""Looks for what is wrong, and says how to mend it.

Looks at the settings, the database, its extensions and migrations, the disk, the clock, mail, the
rights of folders and the worker. Changes nothing. The exit code is 1 when something must be mended.
"""

import argparse

HELP = "look for what is wrong and say how to mend it"
MARKS = {"good": "ok  ", "attention": "note", "wrong": "BAD "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="show only what needs attention")


def run(options: argparse.Namespace) -> int:
    from mosty.site import health  # reason: it loads Django, which help does not need

    findings = health.examine()
    for finding in findings:
        if finding.state != "good" or not options.quiet:
            print(f"{MARKS[finding.state]} {finding.subject}: {finding.words}")
        if finding.mend:
            print(f"     To mend it: {finding.mend}")
    wrong = sum(finding.state == "wrong" for finding in findings)
    print(
        f"{len(findings)} checks, {wrong} to mend."
        if wrong
        else f"{len(findings)} checks, all well."
    )
    return 1 if wrong else 0
