"""Model fields that every area uses."""

from mosty.core.fields.codes import CodeField
from mosty.core.fields.dates import PartialDate, PartialDateField
from mosty.core.fields.places import CountryField, CurrencyField
from mosty.core.fields.translated import (
    AllTexts,
    SortKey,
    Translated,
    TranslatedField,
    TranslatedFormField,
    in_language,
)

__all__ = [
    "AllTexts",
    "CodeField",
    "CountryField",
    "CurrencyField",
    "PartialDate",
    "PartialDateField",
    "SortKey",
    "Translated",
    "TranslatedField",
    "TranslatedFormField",
    "in_language",
]
