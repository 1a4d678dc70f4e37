"""Programs that a command starts, watches and stops together."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn, Self

SECONDS_TO_STOP = 20


class Stopped(BaseException):
    """Somebody asked the command to stop (SIGTERM); it unwinds as Ctrl-C does."""


@contextlib.contextmanager
def stopping_on_sigterm() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does, so that everything it holds is given back."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        # Once is enough: a second signal must not cut short what the first began.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Stopped

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Children:
    """Started programs by name. At the end of the block all of them are stopped."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in self.running.values():
            child.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self.running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            if child.stdin:
                child.stdin.close()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def start(self, name: str, module: str, *arguments: str) -> None:
        """Runs ``python -m module arguments``; it ends when this process does, however that is."""
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "mosty.site.attached", module, *arguments],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def ended(self) -> tuple[str, int] | None:
        """Name and exit code of a program that has ended by itself."""
        for name, child in self.running.items():
            if child.poll() is not None:
                return name, child.returncode
        return None

    def wait(self) -> tuple[str, int]:
        """Waits until one of them ends by itself."""
        while (ended := self.ended()) is None:
            time.sleep(0.2)
        return ended
