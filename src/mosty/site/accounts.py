"""How accounts come to be: by invitation of a team, never by signing up alone."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from mosty.core.models import User
from mosty.core.passwords import set_password


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions about accounts, answered for this site."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone: a person is added by a team or through a registration."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Through an action, so that the journal knows of it."""
        set_password(user=user, password=password)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """With our own address: the request's Host header is the sender's word."""
        uid, _mark, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.MOSTY_ADDRESS}{path}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """With our own address, as above."""
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        return f"{settings.MOSTY_ADDRESS}{path}"

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who has just signed in sets up the first second factor without a second password."""
        if _is_fresh(context.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **more))


def _is_fresh(request: HttpRequest) -> bool:
    """Signed in a moment ago, in this session, by a person who has no second factor yet."""
    user = request.user
    if not user.is_authenticated or is_mfa_enabled(user):
        return False
    moments = [record["at"] for record in get_authentication_records(request, user)]
    return bool(moments) and time.time() - max(moments) < app_settings.REAUTHENTICATION_TIMEOUT
