"""The thread: from a record to what it came from and what came of it, across all areas."""

from collections.abc import Iterable

from django.db.models import Model

from mosty.core.permissions import Subject
from mosty.core.registry import ThreadLink, ThreadStep, thread_links

FARTHEST = 60  # records a thread shows at most: a page, not an archive


def thread_of(record: Model, user: Subject) -> list[ThreadStep]:
    """The steps of the thread through `record`, in the order meeting, agreement, … result.

    Only records the person may see are steps; a step they may not see hides what lies behind it.
    """
    seen: dict[tuple[type[Model], int], tuple[int, ThreadStep]] = {}
    _walk(record, user, seen, upwards=True)
    seen.pop((type(record), record.pk), None)
    _walk(record, user, seen, upwards=False)
    placed = sorted(seen.values(), key=lambda entry: (entry[0], _moment(entry[1])))
    return [step for _order, step in placed]


def _walk(
    record: Model,
    user: Subject,
    seen: dict[tuple[type[Model], int], tuple[int, ThreadStep]],
    *,
    upwards: bool,
) -> None:
    link = thread_links.get(type(record)._meta.label)  # Django's public name
    key = (type(record), record.pk)
    if link is None or key in seen or len(seen) >= FARTHEST or not link.see.allows(user, record):
        return
    seen[key] = (link.order, link.step(record))
    for neighbour in _neighbours(link, record, upwards=upwards):
        _walk(neighbour, user, seen, upwards=upwards)


def _neighbours(link: ThreadLink, record: Model, *, upwards: bool) -> Iterable[Model]:
    """What the record came from, or what came of it, as the areas above have said."""
    if upwards:
        yield from link.came_from(record)
        return
    label = type(record)._meta.label  # noqa: SLF001  # Django's public name
    for other in thread_links:
        if label in other.came_of:
            yield from other.came_of[label](record)


def _moment(step: ThreadStep) -> str:
    return str(step.when or "")
