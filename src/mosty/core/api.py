"""The HTTP API's ground: tokens with scopes, keyset pages, idempotent writes, problem+json.

Areas add routers in their own `api.py`; the site hangs them under `/api/v1/`.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Status
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadInput
from ninja.parser import Parser
from ninja.security import HttpBearer

from mosty.core.actions import Refused, acting
from mosty.core.models import ApiToken, IdempotentAnswer
from mosty.core.openapi import Api
from mosty.core.permissions import Denied
from mosty.core.tokens import SCOPES

PAGE = 50  # records a page unless asked otherwise
LARGEST_PAGE = 200
LONGEST_KEY = 100  # characters of an Idempotency-Key that are kept as they are
PROBLEM = "application/problem+json"


class PlainJson(Parser):
    """JSON whose texts a database can keep and whose numbers are numbers.

    Raises ValueError (which ninja answers with 400) for a NUL, half a surrogate pair, NaN, and for
    nesting that no call of ours needs.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            given = json.loads(request.body, parse_constant=_no_number)
            plain = json.dumps(given, ensure_ascii=False)
            plain.encode()
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if r"\u0000" in plain.replace(r"\\", ""):  # a written-out backslash aside
            raise ValueError("a NUL in a text")
        return given


def _no_number(name: str) -> float:
    message = f"{name} is not a number"
    raise ValueError(message)


api = Api(
    parser=PlainJson(),
    title="Mosty",
    version="1",
    description="Organisations, events, meetings, agreements and results.",
    urls_namespace="api",
    docs_url=None,
)


class Scope(HttpBearer):
    """Lets a token in that has the scope; the call then acts as the token's user."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        if scope not in SCOPES:
            raise ValueError(f"{scope!r} is not among the scopes of mosty.core.tokens")
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        now = timezone.now()
        found = (
            ApiToken.objects.filter(digest=ApiToken.digest_of(token), revoked_at=None)
            .filter(Q(expires_at=None) | Q(expires_at__gt=now), user__is_active=True)
            .select_related("user")
            .first()
        )
        if found is None or (found.user.is_demo and not settings.MOSTY_DEMO):
            return None
        if self.scope not in found.scopes:
            raise Denied(_("This token lacks the scope “%(scope)s”.") % {"scope": self.scope})
        request.user = found.user
        return found


def problem(request: HttpRequest, status: int, title: str, **more: Any) -> HttpResponse:
    """An error as RFC 9457 describes it."""
    body = {"type": "about:blank", "status": status, "title": title, **more}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str), content_type=PROBLEM, status=status
    )


@api.exception_handler(Denied)
def _denied(request: HttpRequest, error: Denied) -> HttpResponse:
    return problem(request, 403, str(error.reason))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    response = problem(request, 401, _("A valid token is needed: Authorization: Bearer …"))
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(request, 409, str(error.message), field=error.field)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(request, 404, _("There is no such record, or you may not see it."))


@api.exception_handler(BadInput)
def _bad_input(request: HttpRequest, error: BadInput) -> HttpResponse:
    errors = [
        {"where": ".".join(str(part) for part in fault["loc"]), "what": fault["msg"]}
        for fault in error.errors
    ]
    return problem(request, 422, _("Some fields are not filled in correctly."), errors=errors)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"where": "", "what": message} for message in error.messages]
    return problem(request, 422, _("Some fields are not filled in correctly."), errors=errors)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


def page(
    rows: "QuerySet[Any]", shape: Callable[[Any], Any], *, after: str = "", limit: int = PAGE
) -> dict[str, Any]:
    """One page in the order of creation: `{"items": […], "next": cursor or null}`.

    A cursor names the last record of the page, so that pages neither skip nor repeat while others
    add records. Raises 422 for a cursor that is none.
    """
    limit = max(1, min(limit, LARGEST_PAGE))
    rows = rows.filter(pk__gt=_read_cursor(after)).order_by("pk")
    found = list(rows[: limit + 1])
    shown = found[:limit]
    following = _write_cursor(shown[-1].pk) if len(found) > limit else None
    return {"items": [shape(row) for row in shown], "next": following}


def idempotent(operation: Callable[..., Any]) -> Callable[..., Any]:
    """With an `Idempotency-Key` header, a repeated call gets the first call's answer.

    The same key with another body is refused (422). The operation returns (status, body); it and
    its kept answer are one transaction.
    """

    @wraps(operation)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return Status(*operation(request, *args, **kwargs))
        if len(key) > LONGEST_KEY:
            key = hashlib.sha256(key.encode()).hexdigest()
        fingerprint = _fingerprint(request)
        with transaction.atomic():
            _wait_for_the_same(request, key)
            answer = _first_or_kept(
                request, key, fingerprint, lambda: operation(request, *args, **kwargs)
            )
        return Status(*answer)

    once.is_idempotent = True  # type: ignore[attr-defined]  # the API's description says so
    return once


def _first_or_kept(
    request: HttpRequest, key: str, fingerprint: str, answer: Callable[[], Any]
) -> Any:
    kept = _kept(request, key, fingerprint)
    if kept is not None:
        return kept
    status, body = answer()
    with acting(request.user, "core.keep_answer"):
        IdempotentAnswer.objects.create(
            token=request.auth,  # type: ignore[attr-defined]
            key=key,
            fingerprint=fingerprint,
            status=status,
            body=json.loads(json.dumps(body, default=str)),
        )
    return status, body


def _wait_for_the_same(request: HttpRequest, key: str) -> None:
    """Let a call with the same key that is under way end first: its answer is then ours too."""
    name = f"{request.auth.pk} {key}"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _kept(request: HttpRequest, key: str, fingerprint: str) -> Any:
    answer = IdempotentAnswer.objects.filter(token=request.auth, key=key).first()  # type: ignore[attr-defined]
    if answer is None:
        return None
    if answer.fingerprint != fingerprint:
        raise HttpError(422, _("This Idempotency-Key was used for another request."))
    return answer.status, answer.body


def _fingerprint(request: HttpRequest) -> str:
    content = f"{request.method} {request.path}\n".encode() + request.body
    return hashlib.sha256(content).hexdigest()


def _write_cursor(key: int) -> str:
    return base64.urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        raise HttpError(422, _("This cursor is not one of ours: take `next` of a page.")) from None
