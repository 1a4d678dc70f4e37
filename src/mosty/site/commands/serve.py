"""Serves the pages.

Serves the pages with the settings of the environment until it is stopped (Ctrl-C or SIGTERM). The
embedded database runs for as long, unless DATABASE_URL names a server. Background work (schedules,
mails, documents) is done by `mosty worker`, which runs beside it.
"""

import argparse

from mosty.site import environment
from mosty.site.children import Children, stopping_in_order
from mosty.site.command import Trouble

HELP = "serve the pages"
LAST_PORT = 65535
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def port_number(text: str) -> int:
    """A port that a server may take: 1 to 65535. Raises ArgumentTypeError for anything else."""
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: take one from 1 to {LAST_PORT}")
    return int(text)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=port_number, help="port to listen on (default: MOSTY_PORT)")
    parser.add_argument("--workers", type=int, help="web processes (default: MOSTY_WORKERS)")
    parser.add_argument(
        "--migrate", action="store_true", help="bring the database up to this version first"
    )


def run(options: argparse.Namespace) -> int:
    from mosty.site import installation  # reason: it loads Django, which help does not need

    if environment.flag("MOSTY_DEMO") and options.host not in LOOPBACK:
        raise Trouble(
            "MOSTY_DEMO lets anybody sign in, so it is served to this machine only. Leave out "
            "--host, or switch MOSTY_DEMO off."
        )
    with stopping_in_order(), installation.ready():
        if options.migrate:
            installation.migrate(print)
        else:
            installation.require_this_version()
        installation.collect_static()
        with Children() as children:
            start(children, options.host, options.port, options.workers)
            return report_end(children)


def start(children: Children, host: str, port: int | None, workers: int | None) -> None:
    """Starts the web server, Granian, which makes processes of its own."""
    children.start(
        "web",
        "granian",
        *("--interface", "wsgi", "--host", host),
        *("--port", str(port or environment.number("MOSTY_PORT"))),
        *("--workers", str(workers or environment.number("MOSTY_WORKERS"))),
        # Each thread keeps a connection to the database, which takes 100 of them.
        *("--blocking-threads", "4", "--workers-kill-timeout", "10"),
        *("--no-ws", "--log-level", "warning", "mosty.site.wsgi:application"),
    )


def report_end(children: Children) -> int:
    """Waits for the first program that ends by itself, says so, and gives the exit code."""
    name, code = children.wait()
    print(f"The {name} process ended with code {code}; stopping the rest.")
    return 1
