"""Runs one of Django's own commands.

Runs one of Django's own commands with this installation's settings, such as `mosty django migrate`,
`mosty django shell` or `mosty django changepassword`. The embedded database is started for it when
it is the one to use. `mosty django help` lists the commands.
"""

import argparse
import contextlib

from django.core.management import execute_from_command_line

from mosty.site import embedded, environment

HELP = "run one of Django's own commands (migrate, makemigrations, shell, ...)"
# These read files alone.
WITHOUT_DATABASE = {
    "makemigrations",
    "collectstatic",
    "findstatic",
    "diffsettings",
    "help",
    "check",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="COMMAND ...")


def run(options: argparse.Namespace) -> int:
    arguments: list[str] = options.arguments
    with contextlib.ExitStack() as stack:
        wanted = bool(arguments) and arguments[0] not in WITHOUT_DATABASE
        if wanted and not environment.text("DATABASE_URL"):
            stack.enter_context(embedded.using(environment.data_folder()))
        execute_from_command_line(["mosty django", *arguments])
    return 0
