"""Reference tables: sectors, sources, dated exchange rates."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core.fields import CurrencyField, PartialDateField, TranslatedField


class Sector(models.Model):
    """A sector of the creative industries. Rows are data: a host may add its own."""

    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField(pgettext_lazy("thing", "name"))
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("sector")
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name)


class Source(models.Model):
    """Where a published fact comes from and when it was published."""

    key = models.SlugField(max_length=40, unique=True)
    published = PartialDateField(_("published"))
    about = TranslatedField(_("about"))
    address = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("source")

    def __str__(self) -> str:
        return f"{self.about}, {self.published}"


class ExchangeRate(models.Model):
    """On a day, one unit of `base` was `rate` units of `quote`, as `source` published."""

    base = CurrencyField(_("from"))
    quote = CurrencyField(_("to"))
    on = models.DateField(_("on"))
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("exchange rate")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["base", "quote", "on"], name="rate_once_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_positive"),
            models.CheckConstraint(condition=~models.Q(base=models.F("quote")), name="rate_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {self.rate} ({self.on})"
