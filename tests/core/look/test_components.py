"""Components: what they say, and that nothing a person wrote becomes markup."""

from html.parser import HTMLParser
from typing import Any

import django_tables2 as tables
import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override
from django_tables2 import RequestConfig

from mosty.core.components import DayGrid, GridCell, GridRow
from mosty.core.fields import PartialDate, Translated, TranslatedFormField
from mosty.core.registry import ThreadStep

HOSTILE = '<img src=x onerror="alert(1)">'


def draw(template: str, **context: Any) -> str:
    request = RequestFactory().get("/list/", context.pop("GET", {}))
    return Template("{% load i18n mosty django_tables2 %}" + template).render(
        Context({"request": request, **context})
    )


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))


def texts(html: str) -> list[str]:
    parser = _Texts()
    parser.feed(html)
    return parser.texts


def test_a_figure_opens_its_rows_and_says_what_it_rests_on() -> None:
    with override("ru"):
        html = draw('{% figure 1312 "встреч" "из 1327" "/rows/" "generated" %}')

    assert texts(html) == ["1 312", "встреч", "из 1327", "сгенерировано"]
    assert html.count('<a class="figure-link" href="/rows/">') == 1


def test_a_real_record_needs_no_mark_and_any_other_has_one() -> None:
    with override("en"):
        marks = [draw("{% provenance kind %}", kind=kind) for kind in ("real", "unnamed", "stated")]

    assert [texts(mark) for mark in marks] == [[], ["real, not named"], ["as stated by the source"]]


def test_the_thread_tells_what_happened_from_what_is_due() -> None:
    steps = [
        ThreadStep("Meeting", "Table 14", PartialDate("2025-12-09"), "/m/", happened=True),
        ThreadStep("Premiere", "", PartialDate("2026"), "", happened=False, note="autumn"),
    ]
    with override("en"):
        html = draw('{% thread steps here="/m/" %}', steps=steps)

    assert texts(html) == [
        "Meeting",
        "Table 14",
        "9 December 2025",
        "Premiere",
        "(due)",
        "2026",
        "autumn",
    ]
    assert html.count("thread-step happened before-due") == 1
    assert html.count("thread-step due") == 1
    assert html.count('aria-current="true"') == 1
    assert "<a" not in html


def test_the_grid_has_a_cell_for_every_table_and_time() -> None:
    grid = DayGrid(
        ("Table 1", "Table 2"),
        (GridRow("11:00", (GridCell("Kino", "Games", must=True), None)),),
    )
    with override("en"):
        html = draw("{% day_grid grid %}", grid=grid)

    assert texts(html) == [
        "Time",
        "Table 1",
        "Table 2",
        "11:00",
        "Kino",
        "Games",
        "must take place",
        "free",
    ]
    assert html.count('class="must"') == 1


def test_a_row_that_does_not_fit_the_grid_is_refused() -> None:
    with pytest.raises(ValueError, match="11:00: 1 cells under 2 tables"):
        DayGrid(("Table 1", "Table 2"), (GridRow("11:00", (None,)),))


def test_facts_without_a_value_are_left_out() -> None:
    html = draw("{% facts pairs %}", pairs=[("City", "Ankara"), ("Site", ""), ("Score", 0)])

    assert texts(html) == ["City", "Ankara", "Score", "0"]


@pytest.mark.parametrize(
    "template",
    [
        '{% figure text text text text "generated" mark=text %}',
        "{% pill text text %}",
        "{% facts pairs %}",
        "{% blank text text text text %}",
        "{% party text text text %}",
        "{% progress text 1 2 text text %}",
        "{% thread steps text %}",
        "{% day_grid grid %}",
    ],
)
def test_what_a_person_wrote_never_becomes_markup(template: str) -> None:
    cell = GridCell(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    html = draw(
        template,
        text=HOSTILE,
        pairs={HOSTILE: HOSTILE},
        steps=[ThreadStep(HOSTILE, HOSTILE, None, HOSTILE, happened=True, note=HOSTILE)],
        grid=DayGrid((HOSTILE,), (GridRow(HOSTILE, (cell,)),), HOSTILE),
    )

    assert "<img" not in html
    assert 'onerror="' not in html


class _Names(tables.Table):
    name = tables.Column()
    meetings = tables.Column(attrs={"td": {"class": "number"}})


def _table(rows: int, **parameters: Any) -> str:
    table = _Names([{"name": f"Studio {row}", "meetings": row} for row in range(rows)])
    request = RequestFactory().get("/list/", parameters)
    RequestConfig(request, paginate={"per_page": 10}).configure(table)
    with override("en"):
        return draw(
            "{% render_table table %}",
            table=table,
            GET=parameters,
            can_export=True,
            empty_title="No studios yet",
            empty_url="/add/",
            empty_action="Add one",
        )


def test_a_table_is_paged_sorted_and_exported() -> None:
    html = _table(31, sort="-meetings", q="Studio")

    assert html.count('<tr role="row">') == 11
    assert html.count('aria-sort="descending"') == 1
    assert html.count('<span aria-current="page">1</span>') == 1
    assert 'href="?sort=-meetings&amp;q=Studio&amp;export=xlsx"' in html
    assert "31 rows · Download as a sheet" in " ".join(texts(html))


def test_an_empty_table_says_what_to_do_next() -> None:
    assert texts(_table(0)) == ["No studios yet", "Add one"]


def test_an_empty_table_under_filters_offers_to_clear_them() -> None:
    said = texts(_table(0, q="nothing"))

    assert said[0] == "Nothing matches these filters"
    assert said[-1] == "Show everything"


class _Form(forms.Form):
    name = TranslatedFormField(label="Name", help_text="In one language at least.")
    count = forms.IntegerField(label="Count", min_value=1)
    agree = forms.BooleanField(label="Public", required=False)
    note = forms.CharField(label="Note", required=False)


def test_an_invalid_form_leads_to_each_field() -> None:
    form = _Form({"count": "0", "name_ru": ""})
    with override("en"):
        html = draw("{{ form }}", form=form)

    assert html.count('class="errors"') == 2
    assert html.count('<a href="#id_name_ru">') == 1
    assert html.count('<a href="#id_count">') == 1
    assert 'id="id_name_ru"' in html
    assert 'id="id_count"' in html
    assert 'aria-describedby="id_count_error"' in html
    assert html.count('<span class="optional">optional</span>') == 1


def test_a_text_in_a_language_outside_the_interface_keeps_its_box() -> None:
    form = _Form(initial={"name": Translated(ru="Планетарий", zh="天文馆")})
    html = draw("{{ form.name }}", form=form)

    assert html.count("<input") == 3
    assert 'name="name_zh" id="id_name_zh" lang="zh" dir="auto" value="天文馆"' in html
