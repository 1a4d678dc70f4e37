"""One's own tokens of the API."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mosty.core.editing import attempt
from mosty.core.models import ApiToken
from mosty.core.requests import SignedIn
from mosty.core.tokens import SCOPES, SEE_TOKEN, issue_token, revoke_token
from mosty.site.staff.forms import TokenForm


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: SignedIn) -> HttpResponse:
    """One's tokens and a form for a new one.

    The answer to the form shows the secret. It is not a redirect: the secret is written down
    nowhere, so no later page could show it.
    """
    form = TokenForm(request.POST or None)
    issued = attempt(form, lambda: _issue(request, form))
    token, secret = issued or (None, "")
    return render(
        request,
        "site/staff/tokens.html",
        {
            "form": TokenForm() if issued else form,
            "issued": token,
            "secret": secret,
            "tokens": SEE_TOKEN.filter(request.user, ApiToken.objects.order_by("-pk")),
            "scopes": SCOPES,
            "now": timezone.now(),
        },
    )


def _issue(request: SignedIn, form: TokenForm) -> tuple[ApiToken, str]:
    return issue_token(
        by=request.user,
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        expires_at=form.last_moment,
    )


@login_required
def token_revoke(request: SignedIn, key: int) -> HttpResponse:
    """Ask, then revoke one of one's own tokens."""
    token = get_object_or_404(SEE_TOKEN.filter(request.user, ApiToken.objects.all()), pk=key)
    if request.method == "POST":
        revoke_token(by=request.user, token=token)
        messages.success(
            request, _("The token is revoked: programs that use it are let in no more.")
        )
        return redirect("tokens")
    return render(
        request,
        "core/confirm.html",
        {
            "title": _("Revoke the token “%(name)s”?") % {"name": token.name},
            "text": _("Programs that use it are turned away at once. This cannot be undone."),
            "action": _("Revoke"),
            "back": reverse("tokens"),
        },
    )
