"""Agreements and contracts: who promised what to whom, and the meetings it came from."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mosty.core.fields import CountryField, CurrencyField, PartialDateField, TranslatedField
from mosty.core.history import tracked
from mosty.core.models import Record, Sector, StoredFile, Team
from mosty.core.money import Money
from mosty.directory.models import Organisation, Person
from mosty.events.models import Event
from mosty.meetings.models import Meeting


class Subject(models.Model):
    """What an agreement is about ("joint films"). Rows are data: a host may add its own."""

    code = models.SlugField(max_length=60, unique=True)
    name = TranslatedField(_("title"))

    class Meta:
        verbose_name = _("subject of agreements")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return str(self.name)


@tracked()
class Agreement(Record):
    """An agreement or a contract."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        CONTRACT = "contract", _("contract")

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        SIGNED = "signed", _("signed")
        ENDED = "ended", _("ended")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.AGREEMENT)
    title = TranslatedField(_("title"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("sector"))
    subjects = models.ManyToManyField(Subject, verbose_name=_("subjects"), blank=True)
    about = TranslatedField(_("about"), blank=True, multiline=True)
    signed_on = PartialDateField(_("signed on"), null=True, blank=True)
    signed_at = models.ForeignKey(
        Event,
        models.SET_NULL,
        verbose_name=_("signed at"),
        null=True,
        blank=True,
        related_name="agreements",
    )
    amount = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("follows from"),
        null=True,
        blank=True,
        related_name="followed_by",
    )
    meetings = models.ManyToManyField(
        Meeting, verbose_name=_("meetings it came from"), blank=True, related_name="agreements"
    )
    team = models.ForeignKey(Team, models.PROTECT, verbose_name=_("team"), related_name="+")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="")
                | Q(amount__isnull=False) & ~Q(currency=""),
                name="agreement_value_has_currency",
                violation_error_message=_("Give the value and its currency together, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="agreement_value_positive",
                violation_error_message=_("The value cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=models.F("id")),
                name="agreement_not_after_itself",
                violation_error_message=_("An agreement cannot follow from itself."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(signed_on__isnull=False)
                | Q(signed_at__isnull=False),
                name="agreement_signed_sometime",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.code])

    @property
    def value(self) -> Money | None:
        return None if self.amount is None else Money(self.amount, self.currency)


# Which state may follow which.
TRANSITIONS: dict[str, frozenset[str]] = {
    Agreement.State.DRAFT: frozenset({Agreement.State.SIGNED}),
    Agreement.State.SIGNED: frozenset({Agreement.State.ENDED}),
    Agreement.State.ENDED: frozenset(),
}


@tracked()
class Party(models.Model):
    """A side of an agreement: an organisation, or one that was not named when it was announced."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    unnamed = TranslatedField(_("as announced"), blank=True)  # "foreign organisations"
    country = CountryField(_("country"), blank=True)  # of an unnamed side, where it is known
    signatory = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="signed"
    )
    order = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("party")
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                condition=Q(organisation__isnull=False),
                name="party_once",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(unnamed={}), name="party_known_somehow"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.unnamed)


@tracked()
class AgreementFile(models.Model):
    """A file of an agreement: a draft, the signed text, an annex."""

    class Kind(models.TextChoices):
        DRAFT = "draft", _("draft")
        SIGNED = "signed", _("signed text")
        ANNEX = "annex", _("annex")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SIGNED)

    class Meta:
        verbose_name = _("agreement file")

    def __str__(self) -> str:
        return str(self.file)
