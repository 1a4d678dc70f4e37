"""Pages of results: every figure opens the records behind it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core import sheets
from mosty.core.permissions import Denied
from mosty.core.registry import figures
from mosty.events.models import Event
from mosty.results import actions, queries
from mosty.results.models import StatedFigure
from mosty.results.rules import (
    PUBLISH_RESULTS,
    SEE_RESULTS,
    SEE_STATED,
    SEE_SUMMARY,
    is_reader,
)
from mosty.results.views.pictures import map_of_countries, sectors_chart
from mosty.results.views.summary import summary_of, summary_pdf

ROWS_A_PAGE = 30
ONLY_REAL = "real"  # ?count=real leaves generated records out


@require_GET
@login_required
def results(request: HttpRequest) -> HttpResponse:
    """Events whose results the person may read, and what sources stated."""
    events = SEE_SUMMARY.filter(request.user, Event.objects.exclude(state=Event.State.DRAFT))
    events = events.select_related("source").order_by("-starts", "pk")
    return render(
        request,
        "results/results.html",
        {
            "events": events,
            "may_open": set(SEE_RESULTS.filter(request.user, events).values_list("pk", flat=True)),
        },
    )


@require_GET
@login_required
def event_results(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of one event, its map, its countries and its longest threads."""
    event = _event(request, code)
    with_generated = _with_generated(request)
    countries = queries.by_country(event, with_generated=with_generated)
    return render(
        request,
        "results/event_results.html",
        {
            "event": event,
            "with_generated": with_generated,
            "readings": queries.readings(event, with_generated=with_generated),
            "stated_only": _stated_only(event),
            "countries": countries,
            "map": map_of_countries(event, countries),
            "sectors": sectors_chart(event, with_generated=with_generated),
            "threads": queries.leading_threads(event, request.user),
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
    all_rows = queries.rows_of(figure, event, with_generated=with_generated)
    rows = figure.see.filter(request.user, all_rows)
    if request.GET.get("export") == "xlsx":
        return _export(event, figure, rows)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "results/figure_rows.html",
        {
            "event": event,
            "figure": figure,
            "values": figure.measure(all_rows),
            "page": page,
            "rows": [figure.row(record) for record in page],
            "with_generated": with_generated,
            "stated": queries.stated_of(event).filter(figure=key).first(),
        },
    )


@require_GET
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """The summary: for everybody once it is published."""
    event, with_generated = _summarised(request, code)
    return render(
        request,
        "results/summary.html",
        {"event": event, **summary_of(event, with_generated=with_generated)},
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
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Open the summary to everybody, as the page counts at the moment, or close it."""
    event = _event(request, code)
    if request.POST.get("withdraw"):
        actions.withdraw_summary(by=request.user, event=event)
        messages.success(request, _("The summary is closed to the public again."))
    else:
        with_generated = request.POST.get("count") != ONLY_REAL
        actions.publish_summary(by=request.user, event=event, with_generated=with_generated)
        messages.success(request, _("The summary is open to everybody."))
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


def _stated_only(event: Event) -> Any:
    """Stated figures for which no area has a figure of its own."""
    computed = [figure.key for figure in figures]
    return queries.stated_of(event).exclude(figure__in=computed)


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
                line.provenance,
            )
            for line in shown
        ),
    )
