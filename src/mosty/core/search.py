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


def matching(paths: tuple[str, ...], query: str, of: type[Model] | None = None) -> Q:
    """Rows in which every word of the query occurs in one of the columns, case ignored.

    A translated column is named `name__text`: all its languages together. With the model `of` the
    columns of other tables are searched there, by their own indexes, instead of row by row.
    """
    words = query[:LONGEST].replace("\0", " ").split()  # PostgreSQL takes no NUL in a text
    return reduce(and_, (_one_of(paths, word, of) for word in words), Q())


def find(user: Subject, query: str) -> Iterator[Found]:
    """What the box finds for this person, kind by kind; nothing for an empty query."""
    if not query.replace("\0", " ").strip():
        return
    for searchable in sorted(searchables, key=lambda kind: kind.order):
        rows = searchable.see.filter(user, searchable.model._default_manager.all())
        rows = rows.filter(matching(searchable.texts, query, searchable.model))
        rows = rows.select_related(*searchable.related).order_by("pk")
        found = tuple(rows[: SHOWN + 1])
        if found:
            yield Found(searchable, found[:SHOWN], more=len(found) > SHOWN)


def _one_of(paths: tuple[str, ...], word: str, of: type[Model] | None) -> Q:
    return reduce(or_, (_in_column(path, word, of) for path in paths))


def _in_column(path: str, word: str, of: type[Model] | None) -> Q:
    """The word occurs in the column at this path, which may lead through foreign keys."""
    steps, column, model = "", path, of
    while model is not None and "__" in column:
        name, _mark, rest = column.partition("__")
        related = model._meta.get_field(name).related_model
        if not isinstance(related, type):
            break
        steps, column, model = f"{steps}{name}__", rest, related
    condition = Q(**{f"{column}__icontains": word})
    if model is None or not steps:
        return condition
    return Q(**{f"{steps}in": model._base_manager.filter(condition).values("pk")})
