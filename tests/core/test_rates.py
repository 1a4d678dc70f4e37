"""Dated exchange rates: recorded by managers, used exactly, never guessed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from mosty.core.actions import Refused
from mosty.core.models import ExchangeRate, JournalEntry
from mosty.core.money import Money
from mosty.core.permissions import Denied
from mosty.core.rates import Together, record_rate, together
from tests.factories.core import make_auditor, make_manager, make_user

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 12, 12)
FACTS = {
    "base": "USD",
    "quote": "RUB",
    "on": DAY,
    "rate": Decimal("80.1234"),
    "source": "A bank",
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def manager():
    return make_manager()


def recorded(manager, **given):
    return record_rate(by=manager, **{**FACTS, **given})


def rub(amount):
    return Money(Decimal(amount), "RUB")


def test_a_manager_records_a_rate_and_the_journal_says_so(manager):
    rate = recorded(manager)
    assert str(rate) == "USD/RUB 80.1234 (2025-12-12)"
    entry = JournalEntry.objects.get(verb="core.record_rate")
    assert entry.details == {"rate": str(rate)}


@pytest.mark.parametrize("who", [make_user, make_auditor])
def test_others_record_none(who):
    with pytest.raises(Denied, match="Only managers"):
        recorded(who())
    assert ExchangeRate.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"base": "XXY"}, "base"),
        ({"quote": "USD"}, "quote"),
        ({"rate": Decimal(0)}, "rate"),
        ({"on": dt.date(2999, 1, 1)}, "on"),
        ({"source": "  "}, "source"),
    ],
)
def test_what_cannot_be_a_rate_is_refused_at_its_field(manager, given, field):
    with pytest.raises(Refused) as refusal:
        recorded(manager, **given)
    assert refusal.value.field == field


def test_a_day_has_one_rate_of_two_currencies(manager):
    recorded(manager)
    with pytest.raises(Refused, match="already"):
        recorded(manager, rate=Decimal(81))


def test_sums_are_said_together_at_the_newest_rates_before_the_day(manager):
    recorded(manager, on=DAY - dt.timedelta(days=20), rate=Decimal(1))
    recorded(manager, on=DAY + dt.timedelta(days=1), rate=Decimal(1))
    older = recorded(manager, on=DAY - dt.timedelta(days=3))
    inverse = recorded(manager, base="RUB", quote="UZS", rate=Decimal(3))
    sums = [rub("100.50"), Money(Decimal(10), "USD"), Money(Decimal(10), "UZS")]
    # 100.50 + 801.234 + 10/3 = 905.0673…: rounded once.
    assert together(sums, "RUB", DAY) == Together(rub("905.07"), (older, inverse))


def test_a_missing_rate_leaves_the_sums_apart(manager):
    recorded(manager, on=DAY - dt.timedelta(days=11))
    assert together([rub(1), Money(Decimal(1), "USD")], "RUB", DAY) is None


def test_one_currency_needs_no_rate():
    assert together([rub(1)], "RUB", DAY) is None
