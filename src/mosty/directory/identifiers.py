"""Numbers of registers: what each must look like and how its check digits are computed.

Plain Python: no database. `checked(kind, value)` gives the number as it is kept, or raises
`WrongNumber` with the words for the person who typed it.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

# Weights of the check digits of INN, from the order of the Russian tax service.
INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
INN_12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

# The country a number belongs to by its nature; an empty one is a register of the whole world.
COUNTRY_OF = {"inn": "RU", "ogrn": "RU", "lei": "", "isni": ""}


class WrongNumber(ValueError):
    """The number cannot be one of this register; `message` says why."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


def checked(kind: str, value: str) -> str:
    """The number without spaces and hyphens, in capitals, when its check digits agree."""
    bare = re.sub(r"[\s\-‐-―]", "", value).upper()  # all dashes of Unicode
    if not bare:
        raise WrongNumber(_("Enter the number."))
    check = CHECKS.get(kind)
    if check is None:
        return " ".join(value.split())
    check(bare)
    return bare


def _inn(number: str) -> None:
    """Ten digits for a company, twelve for a person."""
    if not re.fullmatch(r"[0-9]{10}|[0-9]{12}", number):
        raise WrongNumber(_("An INN has 10 digits (a company) or 12 (a person)."))
    weights = (INN_10,) if len(number) == 10 else (INN_11, INN_12)
    if any(_weighed(number, row) != int(number[len(row)]) for row in weights):
        raise WrongNumber(_("The check digit of this INN is wrong: look for a typing mistake."))


def _weighed(number: str, weights: Sequence[int]) -> int:
    return (
        sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False)) % 11 % 10
    )


def _ogrn(number: str) -> None:
    """Thirteen digits for a company, fifteen for an entrepreneur; the last one checks the rest."""
    if not re.fullmatch(r"[0-9]{13}|[0-9]{15}", number):
        raise WrongNumber(_("An OGRN has 13 digits (a company) or 15 (an entrepreneur)."))
    if int(number[:-1]) % (len(number) - 2) % 10 != int(number[-1]):
        raise WrongNumber(_("The check digit of this OGRN is wrong: look for a typing mistake."))


def _lei(number: str) -> None:
    """ISO 17442: eighteen letters and digits and two check digits, modulus 97 of ISO 7064."""
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", number):
        raise WrongNumber(_("An LEI has 20 letters and digits, the last two are digits."))
    if int("".join(str(int(sign, 36)) for sign in number)) % 97 != 1:
        raise WrongNumber(_("The check digits of this LEI are wrong: look for a typing mistake."))


def _isni(number: str) -> None:
    """ISO 27729: fifteen digits and a check character, modulus 11-2 of ISO 7064."""
    if not re.fullmatch(r"[0-9]{15}[0-9X]", number):
        raise WrongNumber(_("An ISNI has 16 digits; the last may be X."))
    total = 0
    for digit in number[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if number[-1] != ("X" if check == 10 else str(check)):
        raise WrongNumber(_("The check digit of this ISNI is wrong: look for a typing mistake."))


def _vat(number: str) -> None:
    """The shape alone: every country has its own check."""
    if not re.fullmatch(r"[0-9A-Z+*]{4,20}", number):
        raise WrongNumber(_("A VAT number has 4 to 20 letters and digits."))


CHECKS: dict[str, Callable[[str], None]] = {
    "inn": _inn,
    "ogrn": _ogrn,
    "lei": _lei,
    "isni": _isni,
    "vat": _vat,
}
