"""What records of every area have in common, and files given by people."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core.fields import CodeField
from mosty.core.history import tracked
from mosty.core.models.people import Team, User
from mosty.core.models.reference import Source


class Provenance(models.TextChoices):
    """How true a record is. A figure always says which of these it counts."""

    REAL = "real", _("real")
    UNNAMED = "unnamed", _("real, not named")
    GENERATED = "generated", _("generated for show")


class Record(models.Model):
    """A record with a public code, a version and what is known of its truth."""

    code = CodeField()
    version = models.PositiveIntegerField(default=1, editable=False)
    provenance = models.CharField(
        _("provenance"),
        max_length=10,
        choices=Provenance,
        default=Provenance.REAL,
        editable=False,
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def is_generated(self) -> bool:
        return self.provenance == Provenance.GENERATED


def _private_path(stored: "StoredFile", _filename: str) -> str:
    return f"{stored.code[:2]}/{stored.code}"


@tracked()
class StoredFile(models.Model):
    """A file given by a person: private, served only by the page of the record it belongs to."""

    code = CodeField()
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=200)
    content_type = models.CharField(max_length=100)  # told by the content, never by the sender
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    content = models.FileField(_("file"), upload_to=_private_path, max_length=200)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")

    def __str__(self) -> str:
        return self.name
