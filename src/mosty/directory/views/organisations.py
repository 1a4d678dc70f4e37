"""Partners: the list under its map, an organisation's page, and what belongs to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mosty.core import countries
from mosty.core.charts import Chart
from mosty.core.editing import attempt
from mosty.core.lists import list_page
from mosty.core.models import Provenance, Team, User
from mosty.core.requests import SignedIn
from mosty.core.story import story_of
from mosty.core.thread import thread_of
from mosty.core.worldmap import MapPoint, world_map
from mosty.directory import actions
from mosty.directory.forms import ContactForm, IdentifierForm, OfferForm, OrganisationForm
from mosty.directory.lists import OrganisationFilter, OrganisationTable
from mosty.directory.models import Contact, Identifier, Offer, Organisation
from mosty.directory.queries import PartnerCountry, partner_countries, visible_organisations
from mosty.directory.rules import (
    ADD_TEAM_CONTACT,
    ADD_TO_DIRECTORY,
    EDIT_ORGANISATION,
    MANAGE_REPRESENTATIVES,
    READ_STORY,
    READ_TEAM_CONTACT,
)

HOME = "RU"
NAMED_COUNTRIES = 8  # beside the map; the others are on it and in the filter


@require_GET
@login_required
def organisation_list(request: SignedIn) -> HttpResponse:
    """All partners, under a map of where they are."""
    return list_page(
        request,
        "directory/organisation_list.html",
        rows=visible_organisations(request.user),
        see=None,
        table=OrganisationTable,
        filters=OrganisationFilter,
        title=_("Partners"),
        filename="organisations",
        may_add=ADD_TO_DIRECTORY.allows(request.user, request.user),
        **({} if _is_fragment(request) else _map(request)),
    )


@require_GET
@login_required
def organisation_page(request: SignedIn, code: str) -> HttpResponse:
    """One organisation: facts, people, offers and needs, its thread and its story."""
    organisation = visible(request, code)
    user = request.user
    reads_story = READ_STORY.allows(user, organisation)
    parents = visible_organisations(user).filter(parts=organisation)
    offers = list(organisation.offers.select_related("sector").order_by("sector__order", "pk"))
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": organisation,
            "other_names": _other_names(organisation),
            "parent": parents.first(),
            "parts": visible_organisations(user).filter(parent=organisation).order_by("pk"),
            "offices": organisation.offices.select_related("person").order_by("until", "pk"),
            "representatives": organisation.representatives.filter(is_active=True)
            .select_related("person")
            .order_by("pk"),
            "offered": [offer for offer in offers if offer.kind == Offer.Kind.OFFER],
            "needed": [offer for offer in offers if offer.kind == Offer.Kind.NEED],
            "identifiers": organisation.identifiers.order_by("kind", "pk"),
            "contacts": READ_TEAM_CONTACT.filter(
                user, organisation.contacts.select_related("team", "person").order_by("pk")
            ),
            "may_edit": EDIT_ORGANISATION.allows(user, organisation),
            "may_name": MANAGE_REPRESENTATIVES.allows(user, organisation),
            "own_teams": set(_own_teams(user).values_list("pk", flat=True)),
            "thread": thread_of(organisation, user),
            "story": story_of(organisation) if reads_story else [],
        },
    )


@login_required
def organisation_new(request: SignedIn) -> HttpResponse:
    """Add an organisation."""
    ADD_TO_DIRECTORY.check(request.user, request.user)
    form = OrganisationForm(request.POST or None, user=request.user)
    made = attempt(form, lambda: actions.add_organisation(by=request.user, **form.fields_given()))
    if made:
        messages.success(request, _("The organisation is in the directory."))
        return redirect(made)
    return _form_page(request, form, _("New organisation"), reverse("organisations"))


@login_required
def organisation_edit(request: SignedIn, code: str) -> HttpResponse:
    """Change an organisation; the second of two editors is shown the difference."""
    organisation = visible(request, code)
    EDIT_ORGANISATION.check(request.user, organisation)
    form = OrganisationForm(request.POST or None, instance=organisation, user=request.user)
    changed = attempt(
        form,
        lambda: actions.change_organisation(
            by=request.user,
            organisation=organisation,
            seen=form.cleaned_data["version"],
            **form.fields_given(),
        ),
    )
    if changed:
        messages.success(request, _("The organisation is saved."))
        return redirect(changed)
    return form_page(request, form, _("Change the organisation"), organisation)


@login_required
def offer_new(request: SignedIn, code: str) -> HttpResponse:
    """Add an offer, or with `?kind=need` a need."""
    organisation = visible(request, code)
    EDIT_ORGANISATION.check(request.user, organisation)
    form = OfferForm(request.POST or None, initial={"kind": request.GET.get("kind", "offer")})
    added = attempt(
        form,
        lambda: actions.add_offer(by=request.user, organisation=organisation, **form.cleaned_data),
    )
    if added:
        messages.success(request, _("It is now on the organisation's page."))
        return redirect(organisation)
    return form_page(request, form, _("New offer or need"), organisation)


@login_required
def offer_edit(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Change the words of an offer or need."""
    organisation = visible(request, code)
    EDIT_ORGANISATION.check(request.user, organisation)
    offer = get_object_or_404(Offer, organisation=organisation, pk=pk)
    form = OfferForm(request.POST or None, instance=offer)
    changed = attempt(
        form, lambda: actions.change_offer(by=request.user, offer=offer, **form.cleaned_data)
    )
    if changed:
        messages.success(request, _("The change is saved."))
        return redirect(organisation)
    return form_page(request, form, _("Change the offer or need"), organisation)


@require_POST
@login_required
def offer_remove(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Take back an offer or need."""
    organisation = visible(request, code)
    offer = get_object_or_404(Offer, organisation=organisation, pk=pk)
    actions.remove_offer(by=request.user, offer=offer)
    messages.success(request, _("It has been removed."))
    return redirect(organisation)


@login_required
def identifier_new(request: SignedIn, code: str) -> HttpResponse:
    """Give an organisation a number of a register."""
    organisation = visible(request, code)
    EDIT_ORGANISATION.check(request.user, organisation)
    form = IdentifierForm(request.POST or None)
    added = attempt(
        form,
        lambda: actions.add_identifier(
            by=request.user, organisation=organisation, **form.cleaned_data
        ),
    )
    if added:
        messages.success(request, _("The number is added."))
        return redirect(organisation)
    return form_page(request, form, _("New registration number"), organisation)


@require_POST
@login_required
def identifier_remove(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Take a number off an organisation."""
    organisation = visible(request, code)
    identifier = get_object_or_404(Identifier, organisation=organisation, pk=pk)
    actions.remove_identifier(by=request.user, identifier=identifier)
    messages.success(request, _("The number is removed."))
    return redirect(organisation)


@login_required
def contact_new(request: SignedIn, code: str) -> HttpResponse:
    """Note for one's own team how to reach an organisation."""
    organisation = visible(request, code)
    ADD_TEAM_CONTACT.check_some(request.user, Team.objects.all())
    form = ContactForm(request.POST or None, user=request.user)
    added = attempt(
        form,
        lambda: actions.add_contact(
            by=request.user, organisation=organisation, **form.cleaned_data
        ),
    )
    if added:
        messages.success(request, _("The contact is saved for your team."))
        return redirect(organisation)
    return form_page(request, form, _("New contact for your team"), organisation)


@require_POST
@login_required
def contact_remove(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Forget what one's own team had noted."""
    organisation = visible(request, code)
    seen = READ_TEAM_CONTACT.filter(request.user, Contact.objects.select_related("team"))
    contact = get_object_or_404(seen, organisation=organisation, pk=pk)
    actions.remove_contact(by=request.user, contact=contact)
    messages.success(request, _("The contact is removed."))
    return redirect(organisation)


def visible(request: SignedIn, code: str) -> Organisation:
    """The organisation of this code if the person may see it; otherwise there is no such page."""
    return get_object_or_404(visible_organisations(request.user), code=code)


def form_page(request: SignedIn, form: Any, title: str, about: Any) -> HttpResponse:
    """A form about an organisation or a person, who stand above it and behind "Cancel"."""
    return _form_page(request, form, title, about.get_absolute_url(), about=about)


def _form_page(
    request: SignedIn, form: Any, title: str, back: str, about: Any = None
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "about": about}
    return render(request, "directory/form_page.html", context)


def _own_teams(user: User) -> Any:
    return ADD_TEAM_CONTACT.filter(user, Team.objects.all())


def _other_names(organisation: Organisation) -> list[tuple[str, str]]:
    """Names in the languages that are not the heading's: (language, name)."""
    shown = organisation.name.lang
    return [(code, text) for code, text in organisation.name.items() if code != shown]


def _is_fragment(request: SignedIn) -> bool:
    """Whether htmx asks for the rows alone, or a sheet is asked for: nobody looks at the map."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return "export" in request.GET or (bool(htmx) and not htmx.history_restore_request)


def _map(request: SignedIn) -> dict[str, Any]:
    """The map with its table of countries; it follows the filter of provenance alone."""
    provenance = request.GET.get("provenance", "")
    partners = partner_countries(request.user, provenance)
    return {
        "map": _drawn(partners, provenance) if partners else None,
        "countries": [
            (partner, _filtered(partner.code, provenance)) for partner in partners[:NAMED_COUNTRIES]
        ],
        "more_countries": max(0, len(partners) - NAMED_COUNTRIES),
        "country_count": len(partners),
        "organisation_count": sum(partner.organisations for partner in partners),
        "generated_count": sum(partner.generated for partner in partners),
    }


def _drawn(partners: list[PartnerCountry], provenance: str) -> Chart:
    points = [
        MapPoint(
            country=partner.code,
            lon=point[0],
            lat=point[1],
            size=partner.organisations,
            label=ngettext(
                "%(country)s: %(number)s organisation",
                "%(country)s: %(number)s organisations",
                partner.organisations,
            )
            % {"country": partner.name, "number": partner.organisations},
            href=_filtered(partner.code, provenance),
        )
        for partner in partners
        if (point := countries.point(partner.code))
    ]
    return world_map(points, home=countries.point(HOME), title=_("Where the partners are"))


def _filtered(country: str, provenance: str) -> str:
    kept = {"provenance": provenance} if provenance in Provenance.values else {}
    return f"{reverse('organisations')}?{urlencode({'country': country, **kept})}"
