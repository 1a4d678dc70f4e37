"""Numbers, money and dates as Russian and English write them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from mosty.core import wording
from mosty.core.fields import PartialDate

DAY = dt.date(2025, 12, 8)


def plain(text: str) -> str:
    """No-break spaces as plain ones, so that what is expected can be read."""
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("\u2009", " ")


@pytest.mark.parametrize(
    ("amount", "currency", "russian", "english"),
    [
        (Decimal(164_250_000), "RUB", "164 млн ₽", "₽164M"),
        (Decimal(2_500_000), "RUB", "2,5 млн ₽", "₽2.5M"),
        (Decimal(1_640_000_000), "UZS", "1,64 млрд UZS", "UZS 1.64B"),
        (Decimal(999_999), "RUB", "999 999 ₽", "₽999,999"),
    ],
)
def test_short_money(amount: Decimal, currency: str, russian: str, english: str) -> None:
    with override("ru"):
        assert plain(wording.money_short(amount, currency)) == russian
    with override("en"):
        assert plain(wording.money_short(amount, currency)) == english


def test_full_money_shows_hundredths_only_where_there_are_some() -> None:
    with override("ru"):
        assert plain(wording.money(Decimal("1250.50"), "RUB")) == "1 250,50 ₽"
        assert plain(wording.money(Decimal(1250), "RUB")) == "1 250 ₽"
    with override("en"):
        assert plain(wording.money(Decimal("1250.50"), "USD")) == "US$1,250.50"


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError, match="Decimal, not float"):
        wording.money(12.5, "RUB")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "russian", "english"),
    [
        (DAY, dt.date(2025, 12, 12), "8–12 декабря 2025", "8–12 December 2025"),
        (
            dt.date(2025, 11, 28),
            dt.date(2025, 12, 12),
            "28 ноября – 12 декабря 2025",
            "28 November–12 December 2025",
        ),
        (
            dt.date(2025, 12, 28),
            dt.date(2026, 1, 12),
            "28 декабря 2025 – 12 января 2026",
            "28 December 2025–12 January 2026",
        ),
        (DAY, DAY, "8 декабря 2025", "8 December 2025"),
        (DAY, None, "8 декабря 2025", "8 December 2025"),
        (PartialDate("2025-08-28"), None, "28 августа 2025", "28 August 2025"),
        (PartialDate("2025-08"), None, "август 2025", "August 2025"),
        (PartialDate("2025"), None, "2025", "2025"),
        (
            PartialDate("2025-08"),
            PartialDate("2025-09"),
            "август 2025 – сентябрь 2025",
            "August 2025 – September 2025",
        ),
    ],
)
def test_date_range(start: Any, end: Any, russian: str, english: str) -> None:
    with override("ru"):
        assert plain(wording.date_range(start, end)) == russian
    with override("en"):
        assert plain(wording.date_range(start, end)) == english


def test_numbers_and_shares() -> None:
    with override("ru"):
        assert plain(wording.number(1_234_567)) == "1 234 567"
        assert plain(wording.percent(Decimal("0.185"))) == "18,5 %"
        assert plain(wording.percent(Decimal("0.0002"), 2)) == "0,02 %"
    with override("en"):
        assert wording.number(None) == "—"
        assert wording.percent(Decimal("0.5")) == "50%"
