"""Two people edit one record: the second is shown the difference, nothing is overwritten."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mosty.core.actions import Refused

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed meanwhile."""

    label: Any
    theirs: Any
    yours: Any


class Stale(Refused):
    """The record has changed since it was shown. `current` is the record as it stands now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(
            _(
                "Somebody changed this record while you were editing it. Nothing is lost: "
                "compare below and save again.",
            ),
        )
        self.current = current


def locked(record: Row, *, seen: int) -> Row:
    """The record's row, locked for this transaction and one version on.

    Raises `Stale` when its version is no longer the one the person saw.
    """
    current = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if current.version != seen:  # type: ignore[attr-defined]
        raise Stale(current)
    current.version = seen + 1  # type: ignore[attr-defined]
    return current


def differences(current: models.Model, proposed: dict[str, Any]) -> tuple[Difference, ...]:
    """The fields in which `proposed` (from a form) differs from the record as it stands now."""
    fields = {field.name: field for field in _edited(current)}
    pairs = (
        (fields[name], _stored(fields[name], current), _given(fields[name], value))
        for name, value in proposed.items()
        if name in fields
    )
    return tuple(
        Difference(label=field.verbose_name, theirs=theirs, yours=yours)
        for field, theirs, yours in pairs
        if theirs != yours
    )


def _edited(record: models.Model) -> list[Any]:
    return [*record._meta.concrete_fields, *record._meta.many_to_many]


def _stored(field: Any, record: models.Model) -> Any:
    value = getattr(record, field.name)
    return _given(field, value.all() if field.many_to_many else value)


def _given(field: Any, value: Any) -> Any:
    """A value as it is shown and compared: the words of a choice, the names of many records."""
    if field.many_to_many:
        return ", ".join(sorted(str(item) for item in value))
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    return value
