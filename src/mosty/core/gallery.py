"""A page with every component of the look, for those who build pages. Debug and demo only."""

import datetime as dt
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django_tables2 import RequestConfig

from mosty.core import charts, worldmap
from mosty.core.components import DayGrid, GridCell, GridRow
from mosty.core.fields import PartialDate, Translated, TranslatedFormField
from mosty.core.registry import ThreadStep
from mosty.core.story import Change, Chapter

THREAD = (
    ThreadStep("Встреча", "Стол 14", PartialDate("2025-12-09"), "#meeting", happened=True),
    ThreadStep(
        "Соглашение",
        "О совместных программах",
        PartialDate("2025-12-11"),
        "#agreement",
        happened=True,
        note="4 обязательства",
    ),
    ThreadStep("Проект", "Образовательный фильм", None, "#project", happened=True),
    ThreadStep("Поддержка", "Заявка готовится", PartialDate("2026-03"), "", happened=False),
    ThreadStep("Премьера", "", PartialDate("2026"), "", happened=False),
)

GRID = DayGrid(
    columns=("Стол 12", "Стол 13", "Стол 14 · экран", "Стол 15 · тихий"),
    rows=(
        GridRow(
            "11:00",
            (
                GridCell("Студия «Северный кот»", "Ankara Oyun", "TR–RU переводчик", url="#a"),
                GridCell("Samarqand Tekstil", "Дизайн-бюро «Линия»", url="#b", must=True),
                None,
                None,
            ),
        ),
        GridRow("11:20", (GridCell("Tesiyap", "Кинокомиссия", url="#c"), None, None, None)),
    ),
)

POINTS = (
    worldmap.MapPoint("CN", 116.4, 39.9, 38, "Китай: 38 встреч", "#cn"),
    worldmap.MapPoint("TR", 32.9, 39.9, 41, "Турция: 41 встреча", "#tr"),
    worldmap.MapPoint("UZ", 69.2, 41.3, 52, "Узбекистан: 52 встречи", "#uz"),
    worldmap.MapPoint("BR", -47.9, -15.8, 29, "Бразилия: 29 встреч", "#br"),
    worldmap.MapPoint("IN", 77.2, 28.6, 33, "Индия: 33 встречи", "#in"),
    worldmap.MapPoint("MX", -99.1, 19.4, 12, "Мексика: 12 встреч", "#mx"),
    worldmap.MapPoint("EG", 31.2, 30.0, 14, "Египет: 14 встреч", "#eg"),
)

BARS = (
    charts.Bar("Видеоигры", 5, "#games"),
    charts.Bar("Кино и анимация", 3, "#film"),
    charts.Bar("Дизайн и мода", 2, "#design"),
)


class Partners(tables.Table):
    """A table of the gallery."""

    name = tables.Column(verbose_name="Организация", linkify=lambda: "#partner")
    country = tables.Column(verbose_name="Страна")
    meetings = tables.Column(
        verbose_name="Встречи",
        attrs={"td": {"class": "number"}, "th": {"class": "number"}},
    )


class Sample(forms.Form):
    """A form of the gallery with one of each kind of field."""

    q = forms.CharField(label="Поиск", required=False, widget=forms.SearchInput)
    name = TranslatedFormField(label="Название", help_text="Хотя бы на одном языке.")
    kind = forms.ChoiceField(label="Вид", choices=[("a", "Студия"), ("b", "Издатель")])
    wish = forms.ChoiceField(
        label="Пожелание",
        choices=[("must", "Обязательно"), ("want", "Хочу"), ("would", "Можно")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Заметка", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Показывать на открытой странице", required=False)
    count = forms.IntegerField(label="Сколько встреч", min_value=1)


def look(request: HttpRequest) -> HttpResponse:
    """Every component once, with sample content in Russian."""
    if not (settings.DEBUG or settings.MOSTY_DEMO):
        raise Http404
    return render(request, "core/gallery.html", _samples(request))


def _samples(request: HttpRequest) -> dict[str, Any]:
    rows = [
        {"name": Translated(ru=f"Студия «Полдень» № {index}"), "country": "Турция", "meetings": 7}
        for index in range(1, 90)
    ]
    table = Partners(rows)
    RequestConfig(request, paginate={"per_page": 5}).configure(table)
    day = dt.datetime(2025, 12, 9, 8, 20, tzinfo=dt.UTC)
    return {
        "thread": THREAD,
        "grid": GRID,
        "table": table,
        "form": Sample({"kind": "a", "count": "0"} if "errors" in request.GET else None),
        "value": Decimal(164_000_000),
        "starts": dt.date(2025, 12, 8),
        "ends": dt.date(2025, 12, 12),
        "facts": {"Страна": "Турция", "Город": "Анкара", "Языки": "турецкий, английский"},
        "story": [
            Chapter(day, None, "Стол изменён", "page", (Change("Стол", "12", "14"),)),
            Chapter(day, None, "Встреча назначена", "page", ()),
        ],
        "map": worldmap.world_map(POINTS, home=(37.6, 55.8), title="Откуда приехали"),
        "bars": charts.bar_chart(BARS, title="Соглашения по отраслям"),
    }
