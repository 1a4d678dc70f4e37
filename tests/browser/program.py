"""The program itself, started as a newcomer starts it, on a free port with data of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_TO_START = 600
SECONDS_TO_STOP = 30


@dataclass
class Program:
    """A running demo: its address, and what it printed."""

    address: str
    data: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread = field(default_factory=threading.Thread)


@contextmanager
def demo() -> Iterator[Program]:
    """`mosty demo` with the example loaded, stopped and removed afterwards."""
    data = Path(tempfile.mkdtemp(prefix="mosty-demo-"))
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "mosty.site", "demo", "--port", str(port)],
        env={**os.environ, "MOSTY_DATA": str(data), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    program = Program(f"http://localhost:{port}", data, process)
    try:
        _wait_until_ready(program)
        yield program
    finally:
        _stop(program)
        shutil.rmtree(data, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(program: Program) -> None:
    """Read the program's words until it says that it is ready; go on reading beside the tests."""
    ready = threading.Event()

    def read() -> None:
        for line in program.process.stdout or ():
            program.lines.append(line.rstrip())
            if line.startswith("Ready in"):
                ready.set()
        ready.set()

    program.reader = threading.Thread(target=read, daemon=True)
    program.reader.start()
    if not ready.wait(SECONDS_TO_START) or program.process.poll() is not None:
        raise RuntimeError("The demo did not start:\n" + "\n".join(program.lines))


def _stop(program: Program) -> None:
    program.process.send_signal(signal.SIGTERM)
    try:
        program.process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(program.process.pid, signal.SIGKILL)
        program.process.wait()
    program.reader.join(SECONDS_TO_STOP)
    if program.process.stdout:
        program.process.stdout.close()
