"""What every request goes through: what it may hold, its door, the second factor of staff."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from mosty.core.actions import origin
from mosty.core.registry import staff_checks

GetResponse = Callable[[HttpRequest], HttpResponse]

# Where a person without a second factor may go: to get one, to leave, to change the language.
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/i18n/", "/static/")

LARGEST_REQUEST = 32 * 1024 * 1024  # bytes: the largest file there may be, and its form


class Readable:
    """Turns away what nothing behind could read: a NUL in a text, and more than a file's bytes.

    PostgreSQL keeps no NUL; a form says so beside the box, but an address and a hidden field have
    no box. Raises BadRequest, which is the page for 400.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
            raise BadRequest("the request is too large")
        if "\0" in request.path or any(_has_nul(given) for given in _given(request)):
            raise BadRequest("a NUL in a text")
        return self.get_response(request)


def _given(request: HttpRequest) -> tuple[QueryDict, QueryDict]:
    """The fields of the address and of the form. Raises what Django raises for too many."""
    try:
        return request.GET, request.POST
    except TooManyFieldsSent:
        request.GET = QueryDict()  # the page for 400 looks into it
        raise


def _has_nul(given: QueryDict) -> bool:
    return any("\0" in text for key, texts in given.lists() for text in (key, *map(str, texts)))


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

    The demo's one-click users are let through while MOSTY_DEMO is on, and the demo listens on the
    loopback only. Where it is off, a session that one of them still has ends.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "is_demo", False) and not settings.MOSTY_DEMO:
            logout(request)
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
