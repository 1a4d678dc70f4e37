"""Makes the first administrator and prints a link for their password.

Whoever can run this command owns the server, so nothing else is asked. The link works once and for
three days; open it in a browser, set a password, sign in, and set up the second factor. Everybody
else is added on the page "Team and roles". Run it again for a new link, or to make an administrator
of somebody who has an account when no administrator is left.
"""

import argparse

from mosty.site.command import Trouble

HELP = "make the first administrator and print a link for their password"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="the address to sign in with")
    parser.add_argument("--name", default="", help="the name others see (default: the address)")
    parser.add_argument(
        "--language", choices=("ru", "en"), default="ru", help="language of letters (default: ru)"
    )


def run(options: argparse.Namespace) -> int:
    from mosty.site import installation  # reason: it loads Django, which help does not need

    with installation.ready():
        installation.migrate(print)
        made, link = administrator(options.email, options.name, options.language)
    print(f"{made}\nTo set a password, open this link (once, within three days):\n{link}")
    return 0


def administrator(email: str, name: str, language: str) -> tuple[str, str]:
    """What was done, in words, and the link. Raises Trouble for an address that is none."""
    from django.core.exceptions import ValidationError  # reason: help does not need Django
    from django.core.validators import validate_email  # reason: as above

    from mosty.core import passwords, staffing  # reason: as above
    from mosty.core.models import User  # reason: as above

    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Trouble(f"{email!r} is not an e-mail address.") from None
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        user = staffing.found_administrator(
            email=address, name=name.strip() or address, language=language
        )
        done = f"{user.name} is an administrator now."
    elif staffing.restore_administrator(user=user):
        done = f"{user.name} had an account with this address and is an administrator now."
    else:
        done = f"{user.name} is an administrator already; here is a new link."
    return done, passwords.password_link(user)
