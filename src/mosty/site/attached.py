"""Runs another program's module, and ends it when the process that started it is gone.

``python -m mosty.site.attached granian …``: standard input is a pipe whose other end the starter
holds. However the starter ends, the system closes the pipe, and SIGTERM stops the program in order.
"""

import os
import runpy
import signal
import sys
import threading


def main() -> None:
    """Runs the module named first among the arguments with the rest of them."""
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_the_starter() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
