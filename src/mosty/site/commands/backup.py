"""Writes everything into one file.

Writes the database, the files and a list of what is in it into one .tar file, while the program
runs. The file holds personal data: it is readable by its owner alone; keep it as safe as the
installation. `mosty restore FILE` brings it back.
"""

import argparse
from pathlib import Path

from mosty.site import environment
from mosty.site.command import Trouble

HELP = "write the database and the files into one file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write, such as a.tar")


def run(options: argparse.Namespace) -> int:
    from mosty.site import archive, installation  # reason: they load Django; help does not need it

    file: Path = options.file.absolute()
    if file.exists():
        raise Trouble(f"{file} is there already; nothing is overwritten. Choose another name.")
    if not file.parent.is_dir():
        raise Trouble(f"The folder {file.parent} is not there.")
    with installation.ready():
        if installation.is_empty():
            raise Trouble(
                f"There is nothing to back up: the database of {environment.data_folder()} is "
                "empty. MOSTY_DATA names the folder of the installation; that of a demo is the "
                "folder demo-PORT in it."
            )
        contents = archive.write(file)
    print(
        f"Written: {file} ({file.stat().st_size / 1e6:.1f} MB): {contents.rows} rows in "
        f"{len(contents.counts)} tables, {len(contents.files)} files."
    )
    return 0
