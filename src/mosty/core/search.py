"""The one search box: words in any language of a record, only what the person may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Model, Q

from mosty.core.permissions import Subject
from mosty.core.registry import Searchable, searchables

LONGEST = 100  # characters of a query that are read
SHOWN = 8  # results of each kind


@dataclass(frozen=True)
class Found:
    """The results of one kind of record. `more` tells that there are others."""

    searchable: Searchable
    records: tuple[Model, ...]
    more: bool


def matching(paths: tuple[str, ...], query: str) -> Q:
    """Rows in which every word of the query occurs in one of the columns, case ignored.

    A translated column is named `name__text`: all its languages together.
    """
    words = query[:LONGEST].replace("\0", " ").split()  # PostgreSQL takes no NUL in a text
    return reduce(and_, (_one_of(paths, word) for word in words), Q())


def find(user: Subject, query: str) -> Iterator[Found]:
    """What the box finds for this person, kind by kind; nothing for an empty query."""
    if not query.replace("\0", " ").strip():
        return
    for searchable in sorted(searchables, key=lambda kind: kind.order):
        rows = searchable.see.filter(user, searchable.model._default_manager.all())
        rows = rows.filter(matching(searchable.texts, query)).order_by("pk")
        found = tuple(rows[: SHOWN + 1])
        if found:
            yield Found(searchable, found[:SHOWN], more=len(found) > SHOWN)


def _one_of(paths: tuple[str, ...], word: str) -> Q:
    return reduce(or_, (Q(**{f"{path}__icontains": word}) for path in paths))
