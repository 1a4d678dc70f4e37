"""A permission is one object: which rows, and the reason to show when a row is not among them.

The same object answers for one record (`allows`, `check`) and filters a list (`filter`), so the two
cannot differ. Conditions reach other tables by subqueries (`team__in=…`), never by joins, so that a
filtered list has no row twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

if TYPE_CHECKING:
    from mosty.core.models import User

Subject: TypeAlias = "User | AnonymousUser"
Row = TypeVar("Row", bound=Model)

# An empty Q vanishes when it is combined with `|`; these two do not.
NOBODY = Q(pk__in=[])
EVERYBODY = ~Q(pk__in=[])


class Denied(PermissionDenied):
    """A refusal with a reason that can be shown to the person."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Permission:
    """`rows(user)` tells which records the user may act on; `reason` says why not others."""

    name: str
    reason: Any
    rows: Callable[[Subject], Q]

    def filter(self, user: Subject, queryset: "QuerySet[Row]") -> "QuerySet[Row]":
        """Only the records of `queryset` on which the user may act."""
        return queryset.filter(self.rows(user))

    def allows(self, user: Subject, record: Model) -> bool:
        """Whether the user may act on this record (one query)."""
        kept = record._meta.model._base_manager.filter(pk=record.pk)  # Django's public name
        return kept.filter(self.rows(user)).exists()

    def check(self, user: Subject, record: Model) -> None:
        """Raise `Denied` with the reason unless the user may act on this record."""
        if not self.allows(user, record):
            raise Denied(self.reason)

    def check_some(self, user: Subject, queryset: "QuerySet[Any]") -> None:
        """Raise `Denied` with the reason unless there is a record on which the user may act."""
        if not self.filter(user, queryset).exists():
            raise Denied(self.reason)
