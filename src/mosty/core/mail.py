"""Letters: written in the reader's language inside the act that causes them, sent after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from mosty.core.jobs import send_mail
from mosty.core.models import Mail

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing is posted inside: for loading what happened in the past."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def post(to: str, language: str, template: str, **context: Any) -> Mail | None:
    """Put a letter into the outbox and order its sending, both in the running transaction.

    `template` is a text template whose first line is the subject. No letter (None) is written to
    nobody, nor inside `quiet`.
    """
    if not to or _quiet.get():
        return None
    with translation.override(language):
        text = render_to_string(template, {"address": settings.MOSTY_ADDRESS, **context})
    subject, _newline, body = text.strip().partition("\n")
    letter = Mail.objects.create(
        to=to, language=language, subject=" ".join(subject.split())[:300], text=body.strip() + "\n"
    )
    send_mail.defer(mail_id=letter.pk)
    return letter
