"""The story of a record: what the journal and the history of its row tell, newest first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model

from mosty.core.models import JournalEntry, User

LONGEST = 200  # entries


@dataclass(frozen=True)
class Change:
    """One field of a row before and after."""

    label: Any
    before: Any
    after: Any


@dataclass(frozen=True)
class Chapter:
    """One act: who, when, what in words, and the fields of the row that changed in it."""

    at: datetime
    by: User | None
    sentence: str
    origin: str
    changes: tuple[Change, ...]


def story_of(record: Model) -> list[Chapter]:
    """The acts on this record. Whoever may see the record's page may be shown its story."""
    entries = JournalEntry.objects.filter(
        subject_type=record._meta.label,  # Django's public name
        subject_id=record.pk,
    ).select_related("by")[:LONGEST]
    changes = _changes(record)
    return [
        Chapter(
            at=entry.at,
            by=entry.by,
            sentence=entry.sentence,
            origin=entry.get_origin_display(),
            changes=_during(changes, entry),
        )
        for entry in entries
    ]


_Dated = tuple[datetime, str, tuple[Change, ...]]


def _changes(record: Model) -> list[_Dated]:
    """What changed between consecutive versions of the row: (when, verb, changes)."""
    if not hasattr(record, "history"):
        return []
    versions = list(record.history.order_by("pgh_id").select_related("pgh_context"))
    return [
        (
            after.pgh_created_at,
            (after.pgh_context.metadata if after.pgh_context else {}).get("verb", ""),
            _compared(record, before, after),
        )
        for before, after in pairwise(versions)
    ]


def _compared(record: Model, before: Model, after: Model) -> tuple[Change, ...]:
    fields = [
        field
        for field in record._meta.concrete_fields  # Django's public name
        if field.editable and hasattr(before, field.attname)
    ]
    return tuple(
        Change(field.verbose_name, _shown(field, before), _shown(field, after))
        for field in fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    )


def _shown(field: Any, version: Model) -> Any:
    value = getattr(version, field.attname)
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if field.is_relation and value is not None:
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return value


def _during(changes: list[_Dated], entry: JournalEntry) -> tuple[Change, ...]:
    """The changes of the same transaction: rows and journal share its time and verb."""
    return tuple(
        change
        for at, verb, changed in changes
        if verb == entry.verb and abs((at - entry.at).total_seconds()) < 2
        for change in changed
    )
