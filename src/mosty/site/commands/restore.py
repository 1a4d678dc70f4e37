"""Brings a backup back.

Checks the whole file first, then asks before it replaces the database and the files. The data that
was there is kept beside it under another name until you remove it (or give --drop-previous). Stop
`mosty serve` and `mosty worker` before, and start them after.
"""

import argparse
import sys
from pathlib import Path

from mosty.site.command import Trouble

HELP = "bring a backup back (asks before it replaces anything)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that mosty backup wrote")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--drop-previous", action="store_true", help="remove the data that was there before"
    )


def run(options: argparse.Namespace) -> int:
    from mosty.site import archive, installation  # reason: they load Django; help does not need it

    file: Path = options.file.absolute()
    with installation.ready():
        try:
            contents = archive.verify(file)
        except archive.Damaged as damage:
            raise Trouble(f"{file} cannot be restored: {damage} Nothing was changed.") from None
        print(
            f"{file}: made {contents.made_at} by version {contents.version}; {contents.rows} rows, "
            f"{len(contents.files)} files; whole and undamaged."
        )
        if not (options.yes or agreed(archive.rows_now())):
            print("Nothing was changed.")
            return 1
        kept = archive.restore(file, contents)
        installation.migrate(print)
        if options.drop_previous:
            archive.drop(kept)
            print("Restored. The data that was there before is removed.")
        else:
            print(f"Restored. The data that was there before is kept: {kept.words()}")
    return 0


def agreed(rows: int) -> bool:
    """Asks the person at the terminal; without one, the answer is no."""
    if not sys.stdin.isatty():
        print("This replaces all data. Give --yes to do it without being asked.")
        return False
    question = f"Replace the present data ({rows} rows) and files by it? Type yes: "
    return input(question).strip().lower() == "yes"
