"""Does the background work.

Does the background work (schedules, mails, documents) until it is stopped with Ctrl-C or SIGTERM;
work in hand is finished first. Any number of workers may run. Work that a killed worker left is
taken up again by another after a minute.
"""

import argparse

HELP = "do the background work: schedules, mails, documents"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--once", action="store_true", help="do the work that is waiting now, then end"
    )


def run(options: argparse.Namespace) -> int:
    from mosty.site import installation  # reason: it loads Django, which help does not need

    with installation.ready():
        installation.require_this_version()
        from procrastinate.contrib.django import app  # reason: it exists once Django is set up
        from procrastinate.contrib.django.django_connector import (  # reason: the same
            DjangoConnector,
        )

        connector = app.connector
        if not isinstance(connector, DjangoConnector):
            raise TypeError(connector)
        with app.replace_connector(connector.get_worker_connector()) as working:
            working.run_worker(wait=not options.once, shutdown_graceful_timeout=60)
    return 0
