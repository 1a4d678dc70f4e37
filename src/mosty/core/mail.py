"""Letters: written in the reader's language inside the act that causes them, sent after it."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from mosty.core.jobs import send_mail
from mosty.core.models import Mail


def post(to: str, language: str, template: str, **context: Any) -> Mail | None:
    """Put a letter into the outbox and order its sending, both in the running transaction.

    `template` is a text template whose first line is the subject. No address: no letter (None).
    """
    if not to:
        return None
    with translation.override(language):
        text = render_to_string(template, {"address": settings.MOSTY_ADDRESS, **context})
    subject, _newline, body = text.strip().partition("\n")
    letter = Mail.objects.create(
        to=to, language=language, subject=" ".join(subject.split())[:300], text=body.strip() + "\n"
    )
    send_mail.defer(mail_id=letter.pk)
    return letter
