"""Pages that belong to no area: the first page, search, the journal, the demo's doors."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core import search
from mosty.core.lists import list_page
from mosty.core.models import JournalEntry, User
from mosty.core.registry import navigation
from mosty.core.requests import SignedIn
from mosty.core.rules import READ_JOURNAL
from mosty.core.shell import DEMO_ROLES
from mosty.events.models import Event
from mosty.events.rules import SEE_EVENT
from mosty.results.models import Publication
from mosty.results.queries import first_countries
from mosty.results.views.summary import summary_of
from mosty.site.lists import JournalFilter, JournalTable

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
EVENTS_SHOWN = 6


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this is for; for those who are signed in, what waits for them."""
    seen = SEE_EVENT.filter(request.user, Event.objects.order_by("-starts", "pk"))
    events = list(seen[:EVENTS_SHOWN])
    published = Publication.objects.filter(event__in=events)
    items = [item for item in navigation if item.visible(request.user)]
    return render(
        request,
        "site/home.html",
        {
            "events": events,
            "published": set(published.values_list("event_id", flat=True)),
            "featured": _featured(request),
            "waiting": [
                (item, count)
                for item in items
                if item.waiting and (count := item.waiting(request.user))
            ],
        },
    )


def _featured(request: HttpRequest) -> dict[str, Any] | None:
    """The newest published summary, for those who are not signed in: what all this leads to."""
    if request.user.is_authenticated:
        return None
    shown = Publication.objects.exclude(event__state=Event.State.DRAFT).select_related("event")
    newest = shown.order_by("-event__starts").first()
    if newest is None:
        return None
    summary = summary_of(newest.event, with_generated=newest.with_generated)
    countries, rest = first_countries(summary["countries"])
    return {**summary, "event": newest.event, "countries": countries, "rest": rest}


@require_GET
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    """What the one search box finds, kind by kind."""
    query = request.GET.get("q", "").strip()
    found = list(search.find(request.user, query))
    return render(request, "site/search.html", {"query": query, "found": found})


@require_GET
@login_required
def journal(request: SignedIn) -> HttpResponse:
    """Who did what, when, through which door: for auditors and administrators."""
    READ_JOURNAL.check(request.user, request.user)  # all entries or none: any record will do
    return list_page(
        request,
        "core/list.html",
        rows=JournalEntry.objects.select_related("by", "team"),
        see=READ_JOURNAL,
        table=JournalTable,
        filters=JournalFilter,
        title=_("Journal"),
        filename="journal",
    )


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click signs in as a role of the example. There is no such page outside the demo."""
    role = request.POST.get("role", "")
    if not settings.MOSTY_DEMO or role not in dict(DEMO_ROLES):
        raise Http404
    logout(request)
    user = User.objects.filter(is_demo=True, email=f"{role.replace('_', '-')}@demo.example").first()
    if user is not None:
        login(request, user, backend=BACKEND)
    language = user.language if user else settings.LANGUAGE_CODE
    with translation.override(language):
        response = redirect("home")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    return response
