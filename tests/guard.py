"""Refuses a change of data that does not come from an action (rule 1 of the house)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from mosty.core.actions import writing

# Tables of the parts that the house exempts by name: sessions, allauth, procrastinate, migrations,
# and the history that triggers write.
EXEMPT = re.compile(
    r"(django_|account_|mfa_|socialaccount_|procrastinate_|pghistory_|auth_|pg_temp|mosty_test_)"
)
CHANGE = re.compile(
    r"""\b(?: INSERT\s+INTO | MERGE\s+INTO | DELETE\s+FROM | COPY
            | (?<!FOR\ )(?<!KEY\ )(?<!DO\ )(?<!BEFORE\ )(?<!AFTER\ )(?<!OR\ )UPDATE )
        \s+(?:ONLY\s+)?(?:"?public"?\.)?"?(?P<table>\w+)"?""",
    re.IGNORECASE | re.VERBOSE,
)
# allauth notes a sign-in and keeps a changed password on the user itself.
SIGN_IN = re.compile(r'\s*UPDATE "core_user" SET "(last_login|password)" = [^,]+ WHERE ')

Execute = Callable[[str, Any, bool, Mapping[str, Any]], Any]


class WriteOutsideAction(AssertionError):
    """Rows were changed by something that is not an action."""


def changed_tables(sql: str) -> list[str]:
    """Tables, other than exempt ones, whose rows the statement changes."""
    if SIGN_IN.match(sql):
        return []
    tables = [found["table"] for found in CHANGE.finditer(sql)]
    return [table for table in tables if not EXEMPT.match(table)]


def refuse_writes_outside_actions(
    execute: Execute, sql: str, params: Any, many: bool, context: Mapping[str, Any]
) -> Any:
    """Django's execute wrapper: lets a statement pass, or raises ``WriteOutsideAction``."""
    if not writing.get() and (tables := changed_tables(str(sql))):
        raise WriteOutsideAction(
            f"{', '.join(tables)}: rows may be changed by an action only, inside acting(...);"
            f" a test builds its records with factories or inside factories_may_write()."
            f"\n{str(sql)[:500]}"
        )
    return execute(sql, params, many, context)


def watch(connections: Sequence[BaseDatabaseWrapper]) -> None:
    """Watches these connections and every one that is opened later, in any thread."""
    for connection in connections:
        _watch_one(connection=connection)
    connection_created.connect(_watch_one, dispatch_uid="refuse writes outside actions")


def _watch_one(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    if refuse_writes_outside_actions not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_writes_outside_actions)
