"""Shows the example week.

Shows an international cooperation week with its meetings, agreements and results: starts a database
of its own, loads the example, and serves it at http://localhost:8000 to this machine only, with one
click to sign in as each role. The data stays for the next time; Ctrl-C stops everything. Each port
has its own data, so demos on two ports run side by side.
"""

import argparse
import json
import os
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from mosty.site import embedded, environment
from mosty.site.children import Children, stopping_in_order
from mosty.site.command import Trouble
from mosty.site.commands.serve import port_number, report_end, start

HELP = "show the example week at http://localhost:8000"
SECONDS_TO_ANSWER = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=port_number, help="port to listen on (default: MOSTY_PORT, 8000)"
    )
    parser.add_argument("--reset", action="store_true", help="forget changes and begin again")
    parser.add_argument(
        "--no-worker", action="store_true", help="serve the pages without background work"
    )


def run(options: argparse.Namespace) -> int:
    port: int = options.port or environment.number("MOSTY_PORT")
    data = environment.data_folder() / f"demo-{port}"
    set_environment(data, port)
    refuse_taken_port(port)
    if options.reset or cut_short(data):
        embedded.destroy(data)
        shutil.rmtree(data, ignore_errors=True)
    with stopping_in_order():
        return show(data, port, with_worker=not options.no_worker)


def set_environment(data: Path, port: int) -> None:
    """The demo never touches another installation's data, mail or address."""
    for setting in ("DATABASE_URL", "MOSTY_HOSTS", "MOSTY_SECRET_KEY"):
        os.environ.pop(setting, None)
    os.environ |= {
        "MOSTY_DEMO": "yes",
        "MOSTY_DATA": str(data),
        "MOSTY_PORT": str(port),
        "MOSTY_ADDRESS": f"http://localhost:{port}",
        "MOSTY_MAIL_URL": f"file:{data / 'mail'}",
        "MOSTY_WORKERS": "1",
    }


def refuse_taken_port(port: int) -> None:
    """Raises ``Trouble`` when something listens on the port already."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Trouble(
                f"Port {port} is taken, perhaps by a demo that runs already. Stop it, or choose "
                f"another port: make demo PORT={port + 1}, or mosty demo --port {port + 1}"
            ) from None


def show(data: Path, port: int, *, with_worker: bool) -> int:
    """Brings the demo up and keeps it up until it is stopped."""
    from mosty.site import installation  # reason: it loads Django, which help does not need

    began = time.monotonic()
    tell("Starting the database.")
    with installation.ready():
        installation.migrate(tell)
        figures = loaded_figures(data, tell)
        installation.collect_static()
        with Children() as children:
            start(children, "127.0.0.1", port, 1)
            if with_worker:
                children.start("worker", "mosty.site", "worker")
            wait_for_answer(children, port)
            print("", *figures, sep="\n  ")
            print(
                f"\nReady in {time.monotonic() - began:.0f} s: open http://localhost:{port} "
                f"(Ctrl-C stops it; the data stays).",
                flush=True,
            )
            return report_end(children)


def cut_short(data: Path) -> bool:
    """Whether an earlier start was stopped while the example was being loaded."""
    return embedded.home(data).cluster.exists() and not figures_file(data).is_file()


def loaded_figures(data: Path, tell: Callable[[str], None]) -> list[str]:
    """Loads the example once; gives what it holds in lines such as ``312 meetings scheduled``."""
    file = figures_file(data)
    if file.is_file():
        kept: list[str] = json.loads(file.read_text(encoding="utf-8"))
        return kept
    from mosty.site.demo.load import load_demo  # reason: it loads the engine, for the first start

    figures = list(load_demo(tell))
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.rename(file)
    return figures


def figures_file(data: Path) -> Path:
    """Written when the example is whole."""
    return data / "demo-loaded.json"


def wait_for_answer(children: Children, port: int) -> None:
    """Waits until the pages are served."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        if ended := children.ended():
            raise Trouble(
                f"The {ended[0]} process ended with code {ended[1]}; see its words above."
            )
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
        except urllib.error.HTTPError as answer:
            raise Trouble(f"The first page answers with an error: {answer}.") from answer
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Trouble(f"The pages are not served after {SECONDS_TO_ANSWER} s.")


def tell(line: str) -> None:
    print(line, flush=True)
