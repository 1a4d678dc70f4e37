"""Dated exchange rates: recording one, and saying sums of several currencies as one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from babel.numbers import list_currencies
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.models import ExchangeRate, User
from mosty.core.money import Money, round_half_up
from mosty.core.permissions import Permission
from mosty.core.rules import manages_some_team

DAYS_BACK = 10  # central banks publish nothing on holidays; an older rate is no rate of the day

NOT_A_CURRENCY = _("There is no such currency: take a code of ISO 4217 such as USD.")
SAME_CURRENCY = _("Choose two different currencies.")
NOT_POSITIVE = _("A rate is more than nothing.")
TOMORROW = _("This day has not come yet.")
NO_SOURCE = _("Say who published the rate.")
RATE_KNOWN = _("There is a rate of these currencies for this day already.")

RECORD_RATE = Permission(
    "core.record_rate",
    _("Only managers of the host's teams may record exchange rates."),
    manages_some_team,
)


def record_rate(
    *, by: User, base: str, quote: str, on: dt.date, rate: Decimal, source: str
) -> ExchangeRate:
    """Record that on the day `on` one unit of `base` was `rate` units of `quote`.

    Raises Denied, and Refused for an unknown currency, a rate that is not positive, a day to come,
    a missing source and a rate that is known already.
    """
    RECORD_RATE.check(by, by)
    _check(base, quote, on, rate, source)
    with refusing({"rate_once_a_day": RATE_KNOWN}), acting(by, "core.record_rate"):
        recorded = ExchangeRate.objects.create(
            base=base, quote=quote, on=on, rate=rate, source=source.strip()
        )
        journal(
            by=by,
            verb="core.record_rate",
            words=gettext_noop("recorded an exchange rate: %(rate)s"),
            subject=recorded,
            rate=recorded,
        )
    return recorded


@dataclass(frozen=True)
class Together:
    """Sums of several currencies as one, and the rates that were used."""

    total: Money
    rates: tuple[ExchangeRate, ...]


def together(sums: Iterable[Money], currency: str, day: dt.date) -> Together | None:
    """`sums` as one sum of `currency`, at the newest rates of `day` or up to ten days before.

    Exact until one rounding at the end. None for sums of one currency, and when a rate is missing:
    a part of the sums would look like all of them.
    """
    sums = list(sums)
    if len({money.currency for money in sums}) < 2:
        return None
    total, rates = Fraction(0), []
    for money in sums:
        if money.currency == currency:
            total += Fraction(money.amount)
            continue
        rate = rate_of(money.currency, currency, day)
        if rate is None:
            return None
        total += Fraction(money.amount) * _units(rate, currency)
        rates.append(rate)
    return Together(Money(round_half_up(total), currency), tuple(rates))


def rate_of(one: str, other: str, day: dt.date) -> ExchangeRate | None:
    """The newest rate of two currencies, written either way, of `day` or up to ten days before."""
    pair = Q(base=one, quote=other) | Q(base=other, quote=one)
    near = ExchangeRate.objects.filter(pair, on__range=(day - dt.timedelta(days=DAYS_BACK), day))
    return near.order_by("-on", "pk").first()


def _units(rate: ExchangeRate, currency: str) -> Fraction:
    """How many units of `currency` one unit of the other is."""
    return Fraction(rate.rate) if rate.quote == currency else 1 / Fraction(rate.rate)


def _check(base: str, quote: str, on: dt.date, rate: Decimal, source: str) -> None:
    known = list_currencies()
    for name, code in (("base", base), ("quote", quote)):
        if code not in known:
            raise Refused(NOT_A_CURRENCY, field=name)
    if base == quote:
        raise Refused(SAME_CURRENCY, field="quote")
    if rate <= 0:
        raise Refused(NOT_POSITIVE, field="rate")
    if on > timezone.localdate():
        raise Refused(TOMORROW, field="on")
    if not source.strip():
        raise Refused(NO_SOURCE, field="source")
