"""Pages of results: every figure opens the records behind it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core import countries, sheets
from mosty.core.models import Provenance, Sector
from mosty.core.permissions import Denied
from mosty.core.registry import Figure, figures
from mosty.core.requests import SignedIn
from mosty.core.rules import has_staff_role
from mosty.events.models import Event
from mosty.events.queries import event_shell
from mosty.results import actions, queries
from mosty.results.models import StatedFigure
from mosty.results.rules import (
    PUBLISH_RESULTS,
    SEE_RESULTS,
    SEE_STATED,
    SEE_SUMMARY,
    is_reader,
)
from mosty.results.views.pictures import pictures_of
from mosty.results.views.summary import summary_of, summary_pdf

ROWS_A_PAGE = 30
ONLY_REAL = "real"  # ?count=real leaves generated records out


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Events whose results the person may read: for the public, the published ones."""
    events = SEE_SUMMARY.filter(request.user, Event.objects.exclude(state=Event.State.DRAFT))
    events = events.select_related("publication").order_by("-starts", "pk")
    page = Paginator(events, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = Event.objects.filter(pk__in=[event.pk for event in page])
    return render(
        request,
        "results/results.html",
        {
            "page": page,
            "may_open": set(SEE_RESULTS.filter(request.user, shown).values_list("pk", flat=True)),
        },
    )


@require_GET
@login_required
def event_results(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of one event, its map, its countries and its longest threads."""
    event = _event(request, code)
    with_generated = _with_generated(request)
    pictures = pictures_of(event, with_generated=with_generated, links=True)
    leading, others, empty = queries.worth_showing(
        queries.readings(event, with_generated=with_generated), pictures["meetings_figure"]
    )
    countries_shown, rest = queries.first_countries(pictures["countries"])
    return render(
        request,
        "results/event_results.html",
        {
            **event_shell(request.user, event, "results"),
            "with_generated": with_generated,
            **pictures,
            "countries": countries_shown,
            "rest": rest,
            "leading": leading,
            "others": others,
            "empty": empty,
            "stated_only": queries.stated_alone(event),
            "threads": queries.leading_threads(event, request.user, with_generated=with_generated),
            "may_publish": PUBLISH_RESULTS.allows(request.user, event),
            "publication": getattr(event, "publication", None),
        },
    )


@require_GET
@login_required
def figure_rows(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The records behind a figure; with `?export=xlsx` as a sheet."""
    event = _event(request, code)
    figure = figures.get(key)
    if figure is None:
        raise Http404
    with_generated = _with_generated(request)
    all_rows, part = _part(request, figure, event, with_generated=with_generated)
    rows = figure.see.filter(request.user, all_rows)
    if request.GET.get("export") == "xlsx":
        return _export(event, figure, rows)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [figure.row(record) for record in page]
    values = queries.host_first(figure.measure(all_rows), event)
    return render(
        request,
        "results/figure_rows.html",
        {
            "event": event,
            "figure": figure,
            "part": part,
            "values": values,
            "together": queries.together_at_home(values, event),
            "may_see_rates": has_staff_role(request.user),
            "page": page,
            "hidden": all_rows.count() - page.paginator.count,
            "rows": lines,
            "amounts": any(line.amount for line in lines),
            "with_generated": with_generated,
            "stated": None if part else queries.stated_of(event).filter(figure=key).first(),
        },
    )


@require_GET
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """The summary: for everybody once it is published."""
    event, with_generated = _summarised(request, code)
    return render(
        request,
        "results/summary.html",
        {
            **event_shell(request.user, event, "summary"),
            **summary_of(event, with_generated=with_generated),
            "may_choose": SEE_RESULTS.allows(request.user, event),
        },
    )


@require_GET
def summary_file(request: HttpRequest, code: str) -> HttpResponse:
    """The summary as a PDF in the reader's language."""
    event, with_generated = _summarised(request, code)
    response = HttpResponse(
        summary_pdf(event, with_generated=with_generated), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{event.code}-summary.pdf"'
    return response


@require_POST
@login_required
def publish(request: SignedIn, code: str) -> HttpResponse:
    """Open the summary to everybody, as the page counts at the moment, or close it."""
    event = _event(request, code)
    if request.POST.get("withdraw"):
        actions.withdraw_summary(by=request.user, event=event)
        messages.success(request, _("The summary is no longer public."))
    else:
        with_generated = request.POST.get("count") != ONLY_REAL
        actions.publish_summary(by=request.user, event=event, with_generated=with_generated)
        messages.success(request, _("The summary is published: everybody may read it."))
    return redirect("event_results", code=event.code)


@require_GET
@login_required
def stated(request: HttpRequest) -> HttpResponse:
    """Every figure that a source stated, and how far records can confirm it."""
    if not is_reader(request.user):
        raise Denied(SEE_STATED.reason)
    rows = SEE_STATED.filter(request.user, StatedFigure.objects.all())
    rows = rows.select_related("source", "organisation").prefetch_related("events")
    return render(
        request, "results/stated.html", {"rows": rows.order_by("-source__published", "pk")}
    )


def _event(request: HttpRequest, code: str) -> Event:
    events = Event.objects.select_related("source", "team", "publication")
    return get_object_or_404(SEE_RESULTS.filter(request.user, events), code=code)


def _summarised(request: HttpRequest, code: str) -> tuple[Event, bool]:
    """The event and how its summary counts: readers choose, the public gets what was published."""
    events = Event.objects.select_related("source", "team", "publication")
    event = get_object_or_404(SEE_SUMMARY.filter(request.user, events), code=code)
    if SEE_RESULTS.allows(request.user, event):
        return event, _with_generated(request)
    return event, event.publication.with_generated


def _with_generated(request: HttpRequest) -> bool:
    return request.GET.get("count") != ONLY_REAL


def _part(
    request: HttpRequest, figure: Figure, event: Event, *, with_generated: bool
) -> tuple[Any, str]:
    """The figure's records, or those of one sector or country, and the part's name."""
    rows = queries.rows_of(figure, event, with_generated=with_generated)
    for name, narrow in figure.parts.items():
        code = request.GET.get(name, "")
        if code:
            return narrow(rows, code), PART_NAMES[name](code)
    return rows, ""


def _sector(code: str) -> str:
    return str(get_object_or_404(Sector, code=code))


PART_NAMES = {"sector": _sector, "country": countries.name}


def _provenance_words(kind: str) -> str:
    return str(Provenance(kind).label)


def _export(event: Event, figure: Any, rows: Any) -> HttpResponse:
    headings = [_("Record"), _("Note"), _("Date"), _("Amount"), _("Currency"), _("Provenance")]
    shown = (figure.row(record) for record in rows.iterator(chunk_size=500))
    return sheets.download(
        str(figure.label),
        f"{event.code}-{figure.key}",
        headings,
        (
            (
                line.title,
                line.note,
                line.when if line.when is None else str(line.when),
                line.amount.amount if line.amount else None,
                line.amount.currency if line.amount else None,
                _provenance_words(line.provenance),
            )
            for line in shown
        ),
    )
