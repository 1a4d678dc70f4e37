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
    """Somebody asked the command to stop, by Ctrl-C or SIGTERM."""


@contextlib.contextmanager
def stopping_in_order() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the block with ``Stopped``, and all that it holds is given back."""
    asked = False

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        nonlocal asked
        asked = True
        # Once is enough: a second signal must not cut short what the first began.
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except BaseException:
        if asked:
            # Whatever was cut short in between (a commit, say) may have complained in its own way.
            raise Stopped from None
        raise
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Children:
    """Started programs by name. At the end of the block all of them are stopped."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
