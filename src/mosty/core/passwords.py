"""The first password: a link by which somebody sets it, for accounts that others have opened.

One mechanism for all of them (a colleague, a representative, the administrator made from the
command line), and the same as for a forgotten password: allauth's key, which dies with its first
use and after PASSWORD_RESET_TIMEOUT.
"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop

from mosty.core.actions import acting, journal
from mosty.core.mail import post
from mosty.core.models import Mail, User

DAY = 24 * 60 * 60


def password_link(user: User) -> str:
    """The whole address of the page on which this person, and nobody else, sets a password."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    return f"{settings.MOSTY_ADDRESS}{path}"


def days_of_link() -> int:
    """How many days a link works."""
    return int(settings.PASSWORD_RESET_TIMEOUT) // DAY


def post_password_link(user: User, *, by: User) -> Mail | None:
    """Post the letter that tells of the account and carries the link, inside an act.

    Sample people of the demo have no mailbox: no letter (None).
    """
    if user.is_demo:
        return None
    return post(
        user.email,
        user.language,
        "core/mail/account.txt",
        user=user,
        by=by,
        link=password_link(user),
        days=days_of_link(),
    )


def set_password(*, user: User, password: str) -> None:
    """Set one's own password. allauth has asked for the link or the old one, and judged the new."""
    with acting(user, "core.set_password"):
        user.set_password(password)
        user.save(update_fields=["password"])
        journal(
            by=user,
            verb="core.set_password",
            words=gettext_noop("set a password"),
            subject=user,
        )


def confirm_address(sender: Any, user: User, **_signal: Any) -> None:
    """Whoever has set a password by the link has read the letter: the address is theirs.

    Receiver of allauth's `password_reset`. Only a first address is confirmed so; one that somebody
    adds to an account later is confirmed by its own letter.
    """
    addresses = EmailAddress.objects.filter(user=user)
    if not addresses.filter(verified=True).exists():
        EmailAddress.objects.update_or_create(
            user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
        )
