"""``python -m mosty.site`` is the command ``mosty``."""

from mosty.site.command import main

main()
