"""The story of a record: what the journal and the history of its row tell, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model

from mosty.core import wording
from mosty.core.fields import PartialDate
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
    entries = list(
        JournalEntry.objects.filter(
            subject_type=record._meta.label,  # Django's public name
            subject_id=record.pk,
        ).select_related("by")[:LONGEST]
    )
    acts = _acts(_changes(record), entries)
    return [
        Chapter(
            at=entry.at,
            by=entry.by,
            sentence=entry.sentence,
            origin=entry.get_origin_display(),
            changes=tuple(acts.get(entry.pk, ())),
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
    if isinstance(value, (PartialDate, date)) and not isinstance(value, datetime):
        return wording.date(value)
    return value


def _acts(changes: list[_Dated], entries: list[JournalEntry]) -> dict[int, list[Change]]:
    """The changes of each entry, by its key.

    A row's version bears the moment its transaction began and the verb of the act, so it belongs to
    the first entry of that verb written from then on.
    """
    oldest_first = sorted(entries, key=lambda entry: (entry.at, entry.pk))
    acts: dict[int, list[Change]] = {}
    for at, verb, changed in changes:
        act = next((entry for entry in oldest_first if entry.verb == verb and entry.at >= at), None)
        if act:
            acts.setdefault(act.pk, []).extend(changed)
    return acts
