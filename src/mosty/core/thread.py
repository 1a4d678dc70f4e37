"""The thread: from a record to what it came from and what came of it, across all areas."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from mosty.core.permissions import Subject
from mosty.core.registry import ThreadLink, ThreadStep, thread_links

FARTHEST = 60  # records a thread shows at most: a page, not an archive

Key = tuple[type[Model], int]


def thread_of(record: Model, user: Subject) -> list[ThreadStep]:
    """The steps of the thread through `record`, in the order meeting, agreement, … result.

    Only records the person may see are steps; a step they may not see hides what lies behind it.
    Records are read a generation at a time, so that many meetings cost no more than one.
    """
    seen: dict[Key, tuple[int, ThreadStep]] = {}
    _walk(record, user, seen, upwards=True)
    seen.pop(_key(record), None)
    _walk(record, user, seen, upwards=False)
    placed = sorted(seen.values(), key=lambda entry: (entry[0], _moment(entry[1])))
    return [step for _order, step in placed]


def _walk(
    record: Model, user: Subject, seen: dict[Key, tuple[int, ThreadStep]], *, upwards: bool
) -> None:
    generation: list[Model] = [record]
    while generation:
        following: list[Model] = []
        for link, visible in _visible(generation, user, seen):
            seen[_key(visible)] = (link.order, link.step(visible))
            following.extend(_neighbours(link, visible, upwards=upwards))
        generation = following


def _visible(
    records: Iterable[Model], user: Subject, seen: dict[Key, tuple[int, ThreadStep]]
) -> Iterator[tuple[ThreadLink, Model]]:
    """Those of the records that are new and that the person may see: one query a model."""
    keys: dict[type[Model], set[int]] = {}
    for record in records:
        if _key(record) not in seen:
            keys.setdefault(type(record), set()).add(record.pk)
    for model, wanted in keys.items():
        link = thread_links.get(model._meta.label)
        room = FARTHEST - len(seen)
        if link is None or room <= 0:
            continue
        rows = model._base_manager.filter(pk__in=wanted).select_related(*link.related)
        for visible in link.see.filter(user, rows).order_by("pk")[:room]:
            yield link, visible


def _neighbours(link: ThreadLink, record: Model, *, upwards: bool) -> Iterator[Model]:
    """What the record came from, or what came of it, as the areas above have said."""
    if upwards:
        yield from link.came_from(record)
        return
    label = type(record)._meta.label
    for other in thread_links:
        if label in other.came_of:
            yield from other.came_of[label](record)


def _key(record: Model) -> Key:
    return type(record), record.pk


def _moment(step: ThreadStep) -> str:
    return str(step.when or "")
