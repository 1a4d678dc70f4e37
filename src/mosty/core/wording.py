"""Numbers, money and dates as the reader's language writes them, by CLDR."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
)
from django.utils import timezone

from mosty.core import languages
from mosty.core.fields import PartialDate

DASH = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"
COMPACT_FROM = Decimal(1_000_000)
SIGNIFICANT = 3  # digits of a shortened amount
YEAR_MARK = re.compile(r"(?<=[0-9])\s*г\.")  # Russian "2025 г.", which a heading does not need
SIGNS = {"RUB": "₽", "CNY": "¥", "TRY": "₺", "INR": "₹", "KZT": "₸"}  # where CLDR gives the code


def locale() -> Locale:
    """The reader's locale. English is written as the world outside America writes it."""
    language = languages.current()
    return Locale.parse("en_GB" if language == "en" else language)


def number(value: Decimal | int | None) -> str:
    """1234567 as "1 234 567" or "1,234,567"; a dash for None."""
    return "—" if value is None else format_decimal(value, locale=locale())


def rate(value: Decimal) -> str:
    """Every digit that was published: "80.1234", "80,1234"."""
    return format_decimal(value.normalize(), locale=locale(), decimal_quantization=False)


def percent(share: Decimal, digits: int = 1) -> str:
    """A share of one (0.185) as per cent ("18.5%", "18,5 %")."""
    pattern = locale().percent_formats[None].pattern
    return format_percent(
        share,
        format=pattern.replace("0", "0." + "#" * digits) if digits else pattern,
        locale=locale(),
    )


def money(amount: Decimal, currency: str) -> str:
    """The full amount: "164 250 000 ₽"; hundredths only where there are some."""
    _refuse_float(amount)
    digits = get_currency_precision(currency) if amount % 1 else 0
    text = format_currency(
        amount,
        currency,
        format=_digits(digits),
        currency_digits=False,
        locale=locale(),
    )
    return _with_sign(text, currency)


def money_short(amount: Decimal, currency: str) -> str:
    """The amount as a figure shows it: "164 млн ₽"; below a million in full."""
    _refuse_float(amount)
    if abs(amount) < COMPACT_FROM:
        return money(amount, currency)
    whole = format_compact_currency(amount, currency, fraction_digits=0, locale=locale())
    digits = max(0, SIGNIFICANT - sum(character.isdigit() for character in whole))
    text = format_compact_currency(amount, currency, fraction_digits=digits, locale=locale())
    return _with_sign(text.replace(" ", NO_BREAK), currency)


def date(value: Any) -> str:
    """A day, a month or a year in words: "28 августа 2025", "август 2025", "2025"."""
    if isinstance(value, PartialDate):
        return _partial(value)
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return YEAR_MARK.sub("", format_date(value, "long", locale=locale()))


def date_range(start: Any, end: Any) -> str:
    """Two days in as few words as they need: "8–12 декабря 2025"."""
    if end is None or end == start:
        return date(start)
    first, last = _whole_day(start), _whole_day(end)
    if first is None or last is None:
        return f"{date(start)}{NO_BREAK}{DASH} {date(end)}"
    if first == last:
        return date(first)
    unlike = "d" if first.month == last.month else "M"
    halves = locale().interval_formats["yMMMd"][unlike if first.year == last.year else "y"]
    text = "".join(
        format_date(day, half.replace("MMM", "MMMM"), locale=locale())
        for day, half in zip((first, last), halves, strict=True)
    )
    return YEAR_MARK.sub("", text).replace("\N{THIN SPACE}", "")


def _partial(value: PartialDate) -> str:
    if value.is_day:
        return date(value.first)
    if len(value.parts) == 2:
        return YEAR_MARK.sub("", format_skeleton("yMMMM", value.first, locale=locale()))
    return value.text


def _whole_day(value: Any) -> dt.date | None:
    if isinstance(value, PartialDate):
        return value.first if value.is_day else None
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, dt.date) else None


def _with_sign(text: str, currency: str) -> str:
    return text.replace(currency, SIGNS.get(currency, currency + NO_BREAK)).rstrip()


def _digits(digits: int) -> str:
    pattern: str = locale().currency_formats["standard"].pattern
    return pattern.replace("0.00", "0." + "0" * digits if digits else "0")


def _refuse_float(amount: Any) -> None:
    if not isinstance(amount, (Decimal, int)):
        message = f"an amount of money is a Decimal, not {type(amount).__name__}"
        raise TypeError(message)
