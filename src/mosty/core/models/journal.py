"""The journal: who did what, when, through which door. Rows are only ever added."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mosty.core.models.people import Team, User
from mosty.core.personal import YEAR, Personal


class JournalEntry(models.Model):
    """One act of one person, in words that are translated when they are read.

    Only `details`, the labels and the person may change afterwards: erasure redacts them and keeps
    that something happened and when.
    """

    class Origin(models.TextChoices):
        PAGE = "page", _("page")
        API = "api", _("API")
        JOB = "job", _("background job")
        COMMAND = "command", _("command")

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=80)
    words = models.CharField(max_length=300)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=300)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    details = models.JSONField(default=dict)
    origin = models.CharField(max_length=10, choices=Origin)

    personal_data: ClassVar = {
        "subject_label": Personal(_("to tell later what was done to which record"), 5 * YEAR),
        "details": Personal(_("to tell later what was done to which record"), 5 * YEAR),
    }

    class Meta:
        verbose_name = _("journal entry")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="journal_subject"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="journal_keeps", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="journal_stands",
                fields=["at", "verb", "words", "subject_type", "subject_id", "origin"],
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        sentence = gettext(self.words)
        return sentence % _Known(self.details) if "%(" in sentence else sentence


class _Known(dict[str, str]):
    """Details of an act; erased ones are shown as an ellipsis."""

    def __missing__(self, _key: str) -> str:
        return "…"
