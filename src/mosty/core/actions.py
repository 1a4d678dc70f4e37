"""The small pieces of every action, in this order and in plain sight in its body.


    RULE.check(by, record)                        the permission
    with acting(by, "events.check_in"):           one transaction that sets the history's context
        ...                                       the rows
        journal(by=by, verb=..., words=..., subject=record)
        after_commit(send, record.pk)             mail and jobs, once it is certain

No page, API call, job or command changes data in any other way; tests hold that.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import pghistory
from django.db import IntegrityError, models, transaction

from mosty.core.models import JournalEntry, Team, User
from mosty.core.permissions import Subject

writing: ContextVar[bool] = ContextVar("writing", default=False)
origin: ContextVar[str] = ContextVar("origin", default="command")  # page, api, job, command


class Refused(Exception):  # a refusal is an answer to a person, not a fault
    """The change cannot be made; `message` tells the person why and what to do.

    `field` names the form's field it belongs to, when there is one.
    """

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@contextmanager
def acting(by: Subject, verb: str) -> Iterator[None]:
    """One transaction of one act; every history row in it knows who, what, by which door."""
    who = by.pk if isinstance(by, User) else None
    token = writing.set(True)
    try:
        with transaction.atomic(), pghistory.context(user=who, verb=verb, origin=origin.get()):
            yield
    finally:
        writing.reset(token)


def journal(  # who, what, in words, on which record, whose, with what
    *,
    by: Subject,
    verb: str,
    words: str,
    subject: models.Model,
    team: Team | None = None,
    **details: Any,
) -> JournalEntry:
    """Write who did what. `words` is a gettext_noop message; `details` fill its placeholders."""
    return JournalEntry.objects.create(
        by=by if isinstance(by, User) else None,
        verb=verb,
        words=words,
        subject_type=subject._meta.label,  # Django's public name
        subject_id=subject.pk,
        subject_label=str(subject)[:300],
        team=team,
        details={key: str(value) for key, value in details.items()},
        origin=origin.get(),
    )


def after_commit(function: Callable[..., object], *args: Any) -> None:
    """Call `function(*args)` once the transaction is certain, and not at all if it fails."""
    transaction.on_commit(partial(function, *args))


@contextmanager
def refusing(messages: Mapping[str, Any]) -> Iterator[None]:
    """Turn the violation of a constraint named in `messages` into `Refused` with that message.

    Python's own check may lose a race; the database never does. Deferred constraints speak at the
    end of the transaction, so this goes around `acting`, not inside.
    """
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        message = messages.get(getattr(diagnosis, "constraint_name", None) or "")
        if message is None:
            raise
        raise Refused(message) from error


@contextmanager
def factories_may_write() -> Iterator[None]:
    """Let test factories and the loader of migrations write rows directly."""
    token = writing.set(True)
    try:
        yield
    finally:
        writing.reset(token)
