"""The command ``mosty``: one module of ``commands`` for each thing it can do."""

import argparse
import os
import sys
from importlib import import_module
from importlib.metadata import version
from typing import NoReturn, Protocol, cast

from mosty.site.children import Stopped
from mosty.site.embedded import DatabaseTrouble
from mosty.site.environment import WrongSetting


class Command(Protocol):
    """What a module of ``commands`` has."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares the options."""

    def run(self, options: argparse.Namespace) -> int:
        """Does it, and returns the exit code."""


NAMES = (
    "demo",
    "serve",
    "worker",
    "doctor",
    "backup",
    "restore",
    "schedule",
    "administrator",
    "django",
)


class Trouble(Exception):
    """A command cannot go on; the text says why and what to do."""


def command(name: str) -> Command:
    """The module of one command. Modules import what they need when they run, so help is quick."""
    return cast("Command", import_module(f"mosty.site.commands.{name}"))


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(
        prog="mosty",
        description="International cooperation of a creative-industries agency: "
        "events, meetings, agreements and results that can be traced to records.",
        epilog="Settings come from the environment; docs/run/settings.md lists them. "
        "`mosty COMMAND --help` tells more about a command.",
    )
    whole.add_argument("--version", action="version", version=f"mosty {version('mosty')}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in NAMES:
        module = command(name)
        one = commands.add_parser(
            name,
            help=module.HELP,
            description=(module.__doc__ or "").partition("\n\n")[2] or module.HELP,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            add_help=name != "django",
        )
        module.add_arguments(one)
    return whole


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with the command's exit code."""
    # Whatever other project this shell has worked on before.
    os.environ["DJANGO_SETTINGS_MODULE"] = "mosty.site.settings"
    given = sys.argv[1:] if arguments is None else arguments
    # Django reads its own options; argparse would take some of them for ours.
    options = (
        argparse.Namespace(command="django", arguments=given[1:])
        if given[:1] == ["django"]
        else parser().parse_args(given)
    )
    try:
        sys.exit(command(options.command).run(options))
    except (Trouble, WrongSetting, DatabaseTrouble) as trouble:
        sys.exit(f"mosty {options.command}: {trouble}")
    except Stopped:
        print("Stopped.")
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
