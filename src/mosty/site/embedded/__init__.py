"""The embedded PostgreSQL: a server of our own that needs no installation and no port.

``using(data)`` gives a running server for the data folder for as long as the block lasts,
``home(data)`` says where it lives without touching anything. Nothing outside this package knows how
it is done.
"""

from mosty.site.embedded.binaries import binaries, program, version
from mosty.site.embedded.home import DATABASE, ROLE, SUPERUSER, DatabaseTrouble, Home, home
from mosty.site.embedded.server import answers, destroy, enter, leave, processes, using

__all__ = [
    "DATABASE",
    "ROLE",
    "SUPERUSER",
    "DatabaseTrouble",
    "Home",
    "answers",
    "binaries",
    "destroy",
    "enter",
    "home",
    "leave",
    "processes",
    "program",
    "using",
    "version",
]
