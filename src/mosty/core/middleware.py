"""What every request sets: where an act came from, and the second factor of staff."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mosty.core.actions import origin
from mosty.core.registry import staff_checks

GetResponse = Callable[[HttpRequest], HttpResponse]

# Where a person without a second factor may go: to get one, to leave, to change the language.
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/i18n/", "/static/")


class Context:
    """Tells actions, the journal and the history through which door a change came."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = origin.set("api" if request.path.startswith("/api/") else "page")
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)


class SecondFactor:
    """Staff without a second factor are led to set one up before anything else.

    The demo's one-click users are let through: they exist only while MOSTY_DEMO is on, and the demo
    listens on the loopback only.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return False
        if settings.MOSTY_DEMO and user.is_demo:
            return False
        return any(check.is_staff(user) for check in staff_checks) and not is_mfa_enabled(user)
