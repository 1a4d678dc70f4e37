"""The outbox: a letter is a row of the transaction that caused it; a job sends it afterwards."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mosty.core.personal import YEAR, Personal


class Mail(models.Model):
    """One letter to one address."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    to = models.EmailField(_("to"))
    language = models.CharField(max_length=10)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "to": Personal(_("to deliver an e-mail and to show that it was sent"), YEAR),
        "subject": Personal(_("to deliver an e-mail and to show that it was sent"), YEAR),
        "text": Personal(_("to deliver an e-mail and to show that it was sent"), YEAR),
    }

    class Meta:
        verbose_name = _("e-mail message")

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
