"""Money: Decimal with a currency outside, exact Fraction inside a computation, one named rounding.

Never a float: binary fractions lose kopecks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

KOPECK = Decimal("0.01")


@dataclass(frozen=True)
class Money:
    """An amount of one currency (ISO 4217). Adding another currency raises ValueError."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            message = f"an amount of money is a Decimal, not {type(self.amount).__name__}"
            raise TypeError(message)

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            message = f"{self.currency} and {other.currency} cannot be added without a rate"
            raise ValueError(message)
        return Money(self.amount + other.amount, self.currency)


def round_half_up(value: Fraction) -> Decimal:
    """The one rounding of the house: to hundredths, halves away from zero."""
    sign = -1 if value < 0 else 1
    hundredths = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    return (Decimal(sign * hundredths) * KOPECK).quantize(KOPECK, rounding=ROUND_HALF_UP)


def converted(money: Money, rate: Decimal, currency: str) -> Money:
    """`money` in `currency` at `rate` (units of `currency` for one unit of the money's own)."""
    return Money(round_half_up(Fraction(money.amount) * Fraction(rate)), currency)


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum a currency, in the order of the currencies' codes."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return tuple(Money(sums[currency], currency) for currency in sorted(sums))
