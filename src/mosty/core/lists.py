"""Every list: searched, filtered, sorted and exported in the same way, only what may be seen."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet

from mosty.core import sheets
from mosty.core.fields import SortKey
from mosty.core.permissions import Permission
from mosty.core.search import matching

PER_PAGE = 30


class TranslatedColumn(tables.Column):
    """A translated text; sorted as the reader's language sorts."""

    def order(self, queryset: "QuerySet[Any]", is_descending: bool) -> Any:  # noqa: FBT001  # theirs
        key = SortKey(str(self.accessor).replace(".", "__"))
        return queryset.order_by(key.desc() if is_descending else key.asc(), "pk"), True


class ListFilter(FilterSet):
    """A filter bar whose first box, `q`, searches the columns named in `searched`."""

    searched: ClassVar[tuple[str, ...]] = ()
    q = CharFilter(method="search", label=_("Search"))

    @property
    def form(self) -> Any:
        """The search box first; nothing is said to be optional where everything is."""
        form = super().form
        form.order_fields(["q"])
        form.hide_optional = True
        return form

    def search(self, queryset: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        return queryset.filter(matching(self.searched, value, queryset.model))


def list_page(  # what to list, how, for whom and under which name
    request: HttpRequest,
    template: str,
    *,
    rows: "QuerySet[Any]",
    see: Permission | None,
    table: type[tables.Table],
    filters: type[ListFilter],
    title: Any,
    filename: str,
    **context: Any,
) -> HttpResponse:
    """The page of a list, or with `?export=xlsx` all its rows as filtered and sorted.

    `rows` is narrowed to what the person may see when `see` is given. The template extends
    `core/list.html` and gets `table`, `filter` and `title`.
    """
    if see:
        rows = see.filter(request.user, rows)
    filtered = filters(request.GET, queryset=rows, request=request)
    shown = table(filtered.qs)
    # Not by RequestConfig: it stumbles over names that are no columns, and takes the length of a
    # page from the address, nought included.
    asked = [name for name in request.GET.getlist("sort") if name.lstrip("-") in shown.base_columns]
    if asked:
        shown.order_by = asked
    shown.paginate(per_page=PER_PAGE)
    shown.page = shown.paginator.get_page(request.GET.get("page"))
    if request.GET.get("export") == "xlsx":
        headings, *values = _plain(shown)
        return sheets.download(str(title), filename, headings, values)
    return render(
        request,
        template,
        {"table": shown, "filter": filtered, "title": title, "can_export": True, **context},
    )


def _plain(table: tables.Table) -> list[list[Any]]:
    """Headings, then every row's values without markup: all rows, not the page alone."""
    return list(table.as_values(exclude_columns=("actions",)))
