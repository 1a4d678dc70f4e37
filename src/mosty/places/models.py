"""Venues, their halls and the tables in them."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core.fields import CountryField, TranslatedField
from mosty.core.history import tracked
from mosty.core.models import Record, Team
from mosty.directory.models import Organisation


@tracked()
class Venue(Record):
    """A house or a ground where something takes place."""

    name = TranslatedField(pgettext_lazy("venue", "name"))
    address = TranslatedField(_("address"), blank=True)
    country = CountryField(_("country"))
    city = TranslatedField(_("city"), blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)  # degrees east
    latitude = models.FloatField(_("latitude"), null=True, blank=True)  # degrees north
    owner = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        related_name="venues",
    )
    team = models.ForeignKey(Team, models.PROTECT, verbose_name=_("team"), related_name="+")

    class Meta:
        verbose_name = _("venue")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("venue", args=[self.code])


@tracked()
class Hall(models.Model):
    """A room of a venue."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="halls")
    name = TranslatedField(pgettext_lazy("venue", "name"))
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("hall")
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return str(self.name)


@tracked()
class Table(models.Model):
    """A table for meetings in a hall."""

    class Kind(models.TextChoices):
        OPEN = "open", pgettext_lazy("table", "open")
        QUIET = "quiet", pgettext_lazy("table", "quiet")
        SCREEN = "screen", pgettext_lazy("table", "with a screen")

    hall = models.ForeignKey(Hall, models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OPEN)

    class Meta:
        verbose_name = _("table")
        ordering: ClassVar = ["hall__order", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hall", "number"], name="table_number_once"),
        ]

    def __str__(self) -> str:
        return str(_("Table %(number)s") % {"number": self.number})
