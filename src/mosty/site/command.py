"""The command ``mosty``."""

import sys


def main() -> None:
    """Runs the command line."""
    from mosty.site.commands import django  # noqa: PLC0415 reason: replaced by the full parser

    sys.exit(django.run(sys.argv[2:]))
