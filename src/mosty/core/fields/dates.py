"""Dates that may be partial: a year, a month or a day, as precise as what was published."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

SHAPE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year ("2025"), a month ("2025-08") or a day ("2025-08-28"); order is that of the text.

    Raises ValueError for any other text and for days that do not exist.
    """

    text: str

    def __post_init__(self) -> None:
        if not re.match(SHAPE, self.text):
            message = f"{self.text!r} is not a year, a month or a day such as 2025-08-28"
            raise ValueError(message)
        self.first  # noqa: B018  # raises when the day does not exist

    @classmethod
    def of(cls, day: dt.date) -> "PartialDate":
        return cls(day.isoformat())

    @property
    def parts(self) -> tuple[int, ...]:
        """(year,), (year, month) or (year, month, day)."""
        return tuple(int(part) for part in self.text.split("-"))

    @property
    def is_day(self) -> bool:
        return len(self.parts) == 3

    @property
    def first(self) -> dt.date:
        """The first day it may mean."""
        year, month, day = (*self.parts, 1, 1)[:3]
        return dt.date(year, month, day)

    @property
    def last(self) -> dt.date:
        """The last day it may mean."""
        if self.is_day:
            return self.first
        year, month = (*self.parts, 12)[:2]
        return dt.date(year, month, calendar.monthrange(year, month)[1])

    def __str__(self) -> str:
        return self.text


class PartialDateFormField(forms.CharField):
    """One text box: 2025, 2025-08 or 2025-08-28; the day may be written 28.08.2025 as well."""

    default_error_messages = {
        "shape": _("Enter a year, a month or a day: 2025, 2025-08 or 2025-08-28."),
    }

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        if match := re.match(r"^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})$", text):
            day, month, year = match.groups()
            text = f"{year}-{month:0>2}-{day:0>2}"
        try:
            return PartialDate(text)
        except ValueError:
            raise ValidationError(self.error_messages["shape"], code="shape") from None

    def prepare_value(self, value: Any) -> Any:
        return value.text if isinstance(value, PartialDate) else value

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.text if isinstance(value, PartialDate) else value)


class PartialDateField(models.CharField):
    """Stores a `PartialDate` as its text; the database refuses any other shape."""

    if TYPE_CHECKING:  # what may be assigned and what is read, for the plugin of django-stubs
        _pyi_private_set_type: PartialDate | str | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: PartialDate  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str:
        return f"{connection.ops.quote_name(self.column)} ~ '{SHAPE}'"

    def from_db_value(self, value: str | None, *_args: Any) -> PartialDate | None:
        return PartialDate(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return None
        return value.text if isinstance(value, PartialDate) else PartialDate(str(value)).text

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.text if isinstance(value, PartialDate) else value)

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **kwargs})
