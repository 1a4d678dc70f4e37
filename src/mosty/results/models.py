"""Figures as their source stated them, where the records behind them were not published."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core import wording
from mosty.core.fields import CurrencyField, TranslatedField
from mosty.core.history import tracked
from mosty.core.models import Source, Team, User
from mosty.directory.models import Organisation
from mosty.events.models import Event


@tracked()
class StatedFigure(models.Model):
    """What somebody announced, with the words that qualified it; never added to others."""

    class Words(models.TextChoices):
        EXACTLY = "exactly", _("exactly")
        MORE_THAN = "more than", _("more than")
        ABOUT = "about", pgettext_lazy("before a number", "about")
        FIRST = "first", _("the first")

    class How(models.TextChoices):
        COMPUTED = "computed", _("counted from records")
        GENERATED = "computed_from_generated", _("counted from generated records")
        STATED = "stated", _("stated by its source")

    figure = models.SlugField(_("figure"), max_length=60)  # a registered figure's key, or its own
    label = TranslatedField(_("label"))
    events = models.ManyToManyField(Event, blank=True, related_name="stated_figures")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="stated_figures"
    )
    scope = TranslatedField(_("about what"), blank=True)  # a programme, a year
    words = models.CharField(_("words"), max_length=20, choices=Words)
    value = models.DecimalField(_("stated number"), max_digits=18, decimal_places=2)
    currency = CurrencyField(_("currency"), blank=True)
    named_countries = models.JSONField(default=list)
    how = models.CharField(_("how we know"), max_length=30, choices=How)
    note = TranslatedField(_("remark"), blank=True, multiline=True)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("stated figure")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__gte=0), name="stated_value_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.in_words}"

    @property
    def in_words(self) -> str:
        """The number with the words that qualified it: “more than 160 million ₽”."""
        number = (
            wording.money_short(self.value, self.currency)
            if self.currency
            else wording.number(self.value.normalize())
        )
        return (
            number if self.words == self.Words.EXACTLY else f"{self.get_words_display()} {number}"
        )


@tracked()
class Publication(models.Model):
    """The summary of an event's results is open to everybody."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="publication")
    with_generated = models.BooleanField(_("counting generated records"), default=False)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("published summary")

    def __str__(self) -> str:
        return str(self.event)
