"""Tokens of the API: what they may be allowed, and the acts of issuing and revoking one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal
from mosty.core.models import ApiToken, User
from mosty.core.permissions import NOBODY, Denied, Permission, Subject
from mosty.core.rules import Role, installation

# Every scope an operation of the API may ask for, in the order in which people choose them.
SCOPES: dict[str, Any] = {
    "organisations:read": _("Read organisations"),
    "organisations:write": _("Add organisations"),
    "people:read": _("Read people"),
    "venues:read": _("Read venues, halls and tables"),
    "events:read": _("Read events, programmes and registrations"),
    "events:write": _("Add events, sessions and registrations"),
    "events:check-in": _("Check people in"),
    "meetings:read": _("Read participants, requests, meetings and schedules"),
    "meetings:write": _("Request and answer meetings, record outcomes, run the schedule"),
    "agreements:read": _("Read agreements and contracts"),
    "results:read": _("Read figures and summaries"),
}

NO_NAME = _("Say what the token is for: you will know it by this name.")
NO_SCOPE = _("Choose at least one thing the token may do.")
UNKNOWN_SCOPE = _("There is no such scope: %(scope)s.")
EXPIRED_AT_ONCE = _("The token must expire in the future.")
ONLY_SIGNED_IN = _("Only people who sign in here can have tokens.")


def _own_tokens(user: Subject) -> Q:
    return Q(user=user) if user.is_authenticated else NOBODY


SEE_TOKEN = Permission("core.see_token", _("This is somebody else's token."), _own_tokens)

REVOKE_TOKEN = Permission(
    "core.revoke_token",
    _("Only its owner or an administrator may revoke a token."),
    lambda user: _own_tokens(user) | installation(user, Role.ADMINISTRATOR),
)


def issue_token(
    *, by: User, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Issue a token that acts as `by` within its scopes; without `expires_at` until it is revoked.

    Returns the token and its secret. The secret is not kept: this is the only time it is known.
    Raises `Refused` without a name or a scope, for an unknown scope and for an end in the past.
    """
    if not (by.is_authenticated and by.is_active):
        raise Denied(ONLY_SIGNED_IN)
    name, asked = name.strip(), set(scopes)
    _check_token(name, asked, expires_at)
    secret = ApiToken.new_secret()
    with acting(by, "core.issue_token"):
        token = ApiToken.objects.create(
            user=by,
            name=name,
            digest=ApiToken.digest_of(secret),
            scopes=[scope for scope in SCOPES if scope in asked],
            expires_at=expires_at,
        )
        journal(
            by=by,
            verb="core.issue_token",
            words=gettext_noop("issued an API token for %(scopes)s"),
            subject=token,
            scopes=", ".join(token.scopes),
        )
    return token, secret


def revoke_token(*, by: User, token: ApiToken) -> ApiToken:
    """End a token at once. Revoking it again changes nothing."""
    REVOKE_TOKEN.check(by, token)
    with acting(by, "core.revoke_token"):
        current = ApiToken.objects.select_for_update().get(pk=token.pk)
        if current.revoked_at is None:
            current.revoked_at = timezone.now()
            current.save(update_fields=["revoked_at"])
            journal(
                by=by,
                verb="core.revoke_token",
                words=gettext_noop("revoked the API token"),
                subject=current,
            )
    return current


def _check_token(name: str, scopes: set[str], expires_at: datetime | None) -> None:
    if not name:
        raise Refused(NO_NAME, field="name")
    if not scopes:
        raise Refused(NO_SCOPE, field="scopes")
    for scope in sorted(scopes - SCOPES.keys()):
        raise Refused(UNKNOWN_SCOPE % {"scope": scope}, field="scopes")
    if expires_at is not None and expires_at <= timezone.now():
        raise Refused(EXPIRED_AT_ONCE, field="expires_at")
