"""Money: exact, one currency at a time, rounded once."""

from decimal import Decimal
from fractions import Fraction

import pytest

from mosty.core.money import Money, converted, round_half_up, totals


def test_an_amount_is_a_decimal():
    for wrong in (1.5, 2, "3"):
        with pytest.raises(TypeError, match="is a Decimal"):
            Money(wrong, "RUB")


def test_currencies_are_not_added_without_a_rate():
    assert Money(Decimal("0.10"), "RUB") + Money(Decimal("0.20"), "RUB") == Money(
        Decimal("0.30"), "RUB"
    )
    with pytest.raises(ValueError, match="CNY and RUB"):
        Money(Decimal(1), "CNY") + Money(Decimal(1), "RUB")


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(5, 1000), "0.01"),
        (Fraction(4999, 1_000_000), "0.00"),
        (Fraction(-5, 1000), "-0.01"),
        (Fraction(2675, 1000), "2.68"),  # a float would give 2.67
        (Fraction(10**16 * 3 + 1, 3), "10000000000000000.33"),
    ],
)
def test_halves_are_rounded_away_from_zero(value, rounded):
    assert round_half_up(value) == Decimal(rounded)
    assert round_half_up(value).as_tuple().exponent == -2


def test_conversion_rounds_once():
    paid = converted(Money(Decimal("33.33"), "USD"), Decimal("78.8667"), "RUB")
    assert paid == Money(Decimal("2628.63"), "RUB")


def test_totals_are_one_a_currency_by_code():
    amounts = [Money(Decimal(1), "RUB"), Money(Decimal(2), "CNY"), Money(Decimal(3), "RUB")]
    assert totals(amounts) == (Money(Decimal(2), "CNY"), Money(Decimal(4), "RUB"))
    assert totals([]) == ()
