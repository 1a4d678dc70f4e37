"""Pages of venues: the list, a page each, and what managers change there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from mosty.core.editing import attempt
from mosty.core.lists import list_page
from mosty.core.models import Team
from mosty.core.requests import SignedIn
from mosty.core.rules import MANAGE_TEAM
from mosty.core.story import story_of
from mosty.directory.rules import SEE_ORGANISATION
from mosty.places import actions
from mosty.places.forms import HallForm, TablesForm, VenueForm
from mosty.places.lists import VenueFilter, VenueTable
from mosty.places.models import Venue
from mosty.places.queries import halls_of, ranges, visible_venues
from mosty.places.rules import EDIT_VENUE


@require_GET
def venue_list(request: HttpRequest) -> HttpResponse:
    """All venues, for everybody."""
    return list_page(
        request,
        "places/venue_list.html",
        rows=visible_venues(request.user),
        see=None,
        table=VenueTable,
        filters=VenueFilter,
        title=pgettext("venues", "Venues"),
        filename="venues",
        may_add=MANAGE_TEAM.filter(request.user, Team.objects.all()).exists(),
    )


@require_GET
def venue_page(request: HttpRequest, code: str) -> HttpResponse:
    """One venue with its halls and tables."""
    venue = _visible(request, code)
    may_edit = EDIT_VENUE.allows(request.user, venue)
    owner = venue.owner
    owner_is_open = owner is not None and SEE_ORGANISATION.allows(request.user, owner)
    return render(
        request,
        "places/venue.html",
        {
            "venue": venue,
            "halls": [(hall, list(ranges(hall.tables.all()))) for hall in halls_of(venue)],
            "owner_is_open": owner_is_open,
            "may_edit": may_edit,
            "story": story_of(venue) if may_edit else [],
        },
    )


@login_required
def venue_new(request: SignedIn) -> HttpResponse:
    """Add a venue to one of one's own teams."""
    MANAGE_TEAM.check_some(request.user, Team.objects.all())
    form = VenueForm(request.POST or None, user=request.user)
    made = attempt(form, lambda: actions.add_venue(by=request.user, **form.fields_given()))
    if made:
        messages.success(request, _("The venue is added. Now add its halls."))
        return redirect(made)
    return _form_page(request, form, _("New venue"))


@login_required
def venue_edit(request: SignedIn, code: str) -> HttpResponse:
    """Change a venue; the second of two editors is shown the difference."""
    venue = _editable(request, code)
    form = VenueForm(request.POST or None, instance=venue, user=request.user)
    changed = attempt(
        form,
        lambda: actions.change_venue(
            by=request.user,
            venue=venue,
            seen=form.cleaned_data["version"],
            **form.fields_given(),
        ),
    )
    if changed:
        messages.success(request, _("The venue is saved."))
        return redirect(changed)
    return _form_page(request, form, _("Change the venue"), venue)


@login_required
def hall_new(request: SignedIn, code: str) -> HttpResponse:
    """Add a hall to a venue."""
    venue = _editable(request, code)
    form = HallForm(request.POST or None)
    added = attempt(
        form, lambda: actions.add_hall(by=request.user, venue=venue, **form.cleaned_data)
    )
    if added:
        messages.success(request, _("The hall is added."))
        return redirect(venue)
    return _form_page(request, form, _("New hall"), venue)


@login_required
def tables_new(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Put tables into a hall."""
    venue = _editable(request, code)
    hall = get_object_or_404(venue.halls, pk=pk)
    form = TablesForm(request.POST or None, initial=_next_numbers(hall))
    added = attempt(
        form, lambda: actions.add_tables(by=request.user, hall=hall, **form.cleaned_data)
    )
    if added:
        messages.success(request, _("The tables are added."))
        return redirect(venue)
    title = _("Tables for the hall %(hall)s") % {"hall": hall}
    return _form_page(request, form, title, venue)


def _visible(request: HttpRequest, code: str) -> Venue:
    return get_object_or_404(visible_venues(request.user), code=code)


def _editable(request: SignedIn, code: str) -> Venue:
    venue = _visible(request, code)
    EDIT_VENUE.check(request.user, venue)
    return venue


def _next_numbers(hall: Any) -> dict[str, int]:
    """The number after the last table's, as the beginning of the next range."""
    last = hall.tables.order_by("-number").first()
    return {"first": last.number + 1 if last else 1}


def _form_page(
    request: SignedIn, form: Any, title: str, venue: Venue | None = None
) -> HttpResponse:
    back = venue.get_absolute_url() if venue else reverse("venues")
    context = {"form": form, "title": title, "back": back, "venue": venue}
    return render(request, "places/form_page.html", context)
