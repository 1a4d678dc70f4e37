"""Codes of countries and currencies as columns whose shape the database holds."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from mosty.core import countries


class _UpperCode(models.CharField):
    """A fixed number of capital letters."""

    letters = 2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = self.letters
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        shape = f"{column} ~ '^[A-Z]{{{self.letters}}}$'"
        return f"{column} = '' OR {shape}" if self.blank else shape


class CountryField(_UpperCode):
    """A territory of CLDR: ISO 3166-1 alpha-2."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.TypedChoiceField(
            choices=countries.choices,
            required=not self.blank,
            empty_value="",
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )


class CurrencyField(_UpperCode):
    """A currency: ISO 4217 alphabetic."""

    letters = 3
