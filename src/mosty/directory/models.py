"""Organisations, people, what they offer and need, and who speaks for whom."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core.fields import AllTexts, CountryField, PartialDateField, TranslatedField
from mosty.core.history import tracked
from mosty.core.models import Record, Sector, Source, Team, User
from mosty.core.personal import YEAR, Personal


class OrganisationKind(models.Model):
    """A kind of organisation ("studio", "museum"). Rows are data: a host may add its own."""

    code = models.SlugField(max_length=40, unique=True)
    name = TranslatedField(pgettext_lazy("organisation", "name"))
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("kind of organisation")
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name)


@tracked()
class Organisation(Record):
    """An organisation of any country, shared by all teams of the host."""

    name = TranslatedField(pgettext_lazy("organisation", "name"))
    kind = models.ForeignKey(OrganisationKind, models.PROTECT, verbose_name=_("kind"))
    country = CountryField(_("country"))
    city = TranslatedField(_("city"), blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)  # degrees east
    latitude = models.FloatField(_("latitude"), null=True, blank=True)  # degrees north
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="parts",
    )
    site = models.URLField(_("site"), blank=True)
    about = TranslatedField(pgettext_lazy("organisation", "about"), blank=True, multiline=True)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes: ClassVar = [
            models.Index(fields=["country"], name="organisation_country"),
            GinIndex(
                OpClass(Upper(AllTexts("name")), "gin_trgm_ops"),
                name="organisation_name_trigram",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="organisation_not_own_part",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.code])


class Identifier(models.Model):
    """A number by which a register of some country or of the world knows an organisation."""

    class Kind(models.TextChoices):
        INN = "inn", _("INN (taxpayer, Russia)")
        OGRN = "ogrn", _("OGRN (register of companies, Russia)")
        VAT = "vat", _("VAT number")
        LEI = "lei", _("LEI (ISO 17442)")
        ISNI = "isni", _("ISNI (ISO 27729)")
        OTHER = "other", _("other register")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    country = CountryField(_("country"), blank=True)  # empty: a register of the whole world
    value = models.CharField(_("number"), max_length=40)

    class Meta:
        verbose_name = _("identifier")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "country", "value"], name="identifier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


@tracked()
class Person(Record):
    """A person as the world knows them. The e-mail is for those who work with them."""

    name = TranslatedField(pgettext_lazy("person", "name"))  # the same in several scripts
    languages = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("languages spoken"),
        default=list,
        blank=True,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.OneToOneField(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="person",
    )

    personal_data: ClassVar = {
        "name": Personal(_("to name speakers, signatories and participants"), 5 * YEAR),
        "email": Personal(
            _("to write about meetings and events they take part in"), 3 * YEAR, True
        ),
    }

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes: ClassVar = [
            GinIndex(
                OpClass(Upper(AllTexts("name")), "gin_trgm_ops"),
                name="person_name_trigram",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.code])


@tracked()
class Office(models.Model):
    """A post a person holds or held in an organisation: for signatories and speakers."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offices")
    title = TranslatedField(_("post"))
    since = PartialDateField(_("since"), null=True, blank=True)
    until = PartialDateField(_("until"), null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("office")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(until__isnull=True),
                name="office_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"


@tracked()
class Representative(models.Model):
    """A person who may act for an organisation here: the role of scope «organisation»."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="represents")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="representatives")
    is_active = models.BooleanField(_("active"), default=True)
    since = models.DateField(auto_now_add=True)

    class Meta:
        verbose_name = _("representative")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation"], name="representative_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"


@tracked()
class Offer(models.Model):
    """What an organisation offers or needs, in its own words."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("offer")
        NEED = "need", _("need")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("sector"))
    text = TranslatedField(_("text"), multiline=True)

    class Meta:
        verbose_name = _("offer or need")

    def __str__(self) -> str:
        return str(self.text)


@tracked()
class Contact(models.Model):
    """What one team knows of how to reach an organisation. Other teams never see it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)

    personal_data: ClassVar = {
        "telephone": Personal(_("to reach a representative during an event"), YEAR, True),
        "note": Personal(_("what a team must remember of a contact"), 3 * YEAR, True),
    }

    class Meta:
        verbose_name = _("contact")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.team}"  # the journal keeps it: nothing private
