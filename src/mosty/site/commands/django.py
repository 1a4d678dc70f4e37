"""``mosty django …``: Django's own commands, with the embedded database running."""

import contextlib
import os
import sys

from django.core.management import execute_from_command_line

from mosty.site import embedded, environment

# These read files alone.
WITHOUT_DATABASE = {"makemigrations", "collectstatic", "findstatic", "diffsettings", "help", "check"}


def run(arguments: list[str]) -> int:
    """Runs a command of Django, such as ``migrate`` or ``shell``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mosty.site.settings")
    with contextlib.ExitStack() as stack:
        wanted = bool(arguments) and arguments[0] not in WITHOUT_DATABASE
        if wanted and not environment.text("DATABASE_URL"):
            stack.enter_context(embedded.using(environment.data_folder()))
        execute_from_command_line(["mosty django", *arguments])
    return 0
