"""How accounts come to be: by invitation of a team, never by signing up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions about accounts, answered for this site."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone: a person is added by a team or through a registration."""
        return False
