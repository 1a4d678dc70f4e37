"""Forms of agreements."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mosty.agreements.actions import Side
from mosty.agreements.models import Agreement, AgreementFile, Party
from mosty.agreements.rules import SEE_AGREEMENT
from mosty.core.editing import VersionedForm
from mosty.core.fields import SortKey, Translated, TranslatedFormField
from mosty.core.fields.dates import PartialDateFormField
from mosty.core.fields.places import CountryField
from mosty.core.models import Team, User
from mosty.core.rules import MANAGE_TEAM
from mosty.core.versions import Difference
from mosty.directory.models import Office, Organisation, Person, Representative
from mosty.directory.rules import SEE_ORGANISATION
from mosty.events.models import Event
from mosty.events.rules import SEE_EVENT
from mosty.meetings.models import Meeting
from mosty.meetings.rules import SEE_MEETING

CURRENCIES = ("RUB", "CNY", "USD", "EUR", "UZS", "TRY", "INR", "RSD", "SAR", "BRL", "MXN", "EGP")
BOXES = 3  # parties that a new agreement offers room for


class AgreementForm(VersionedForm):
    """What an agreement says and the meetings it came from; its parties are `PartyForms`."""

    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team that keeps it"), empty_label=None
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=[("", "—"), *((code, code) for code in CURRENCIES)],
    )

    class Meta:
        model = Agreement
        fields: ClassVar = [
            "kind", "title", "sector", "subjects", "about",
            "amount", "currency", "follows", "meetings",
        ]  # fmt: skip
        widgets: ClassVar = {"subjects": forms.CheckboxSelectMultiple}

    field_order = ["team", "kind", "title", "sector", "subjects", "about"]

    party_forms: "list[PartyForm]"  # as filled in beside this form

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party_forms = []
        self._offer_team(user)
        self._offer_meetings(user)
        self._offer_currency()
        others = SEE_AGREEMENT.filter(user, Agreement.objects.exclude(pk=self.instance.pk))
        follows = cast("forms.ModelChoiceField[Agreement]", self.fields["follows"])
        follows.queryset = others.order_by(SortKey("title"))
        follows.empty_label = "—"
        follows.help_text = _("The agreement from which this one follows.")
        self.fields["amount"].widget.attrs["inputmode"] = "decimal"
        self.fields["amount"].widget.attrs.pop("step", None)

    def differences_beside(self, current: Agreement) -> tuple[Difference, ...]:
        """The parties: edited in boxes of their own, they belong to the comparison all the same."""
        theirs = [str(party) for party in current.parties.select_related("organisation")]
        sides = [box.side() for box in self.party_forms]
        yours = [str(side.organisation or Translated(dict(side.unnamed or {}))) for side in sides]
        yours = [name for name in yours if name]
        if theirs == yours:
            return ()
        return (Difference(_("Parties"), ", ".join(theirs), ", ".join(yours)),)

    def fields_given(self) -> dict[str, Any]:
        given = super().fields_given()
        return {name: given[name] for name in self.Meta.fields}

    @property
    def team_given(self) -> Team:
        """The team chosen, or the only one there is to choose."""
        return cast("Team", self.cleaned_data.get("team") or self.only_team)

    def _offer_team(self, user: User) -> None:
        """Asked only of a new agreement and of somebody who manages several teams."""
        teams = MANAGE_TEAM.filter(user, Team.objects.order_by("pk"))
        self.only_team = teams.first()
        if self.instance.pk or len(teams) < 2:
            del self.fields["team"]
        else:
            cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = teams

    def _offer_meetings(self, user: User) -> None:
        """The meetings it came from are carried along unseen; those it has stay possible."""
        seen = SEE_MEETING.filter(user, Meeting.objects.all()).values("pk")
        kept = Agreement.meetings.through.objects.filter(agreement=self.instance.pk)
        possible = Meeting.objects.filter(Q(pk__in=seen) | Q(pk__in=kept.values("meeting")))
        possible = possible.select_related("first__organisation", "second__organisation")
        meetings = cast("forms.ModelMultipleChoiceField[Meeting]", self.fields["meetings"])
        meetings.queryset = possible
        meetings.widget = forms.MultipleHiddenInput()
        chosen = self.initial.get("meetings") or []
        self.chosen_meetings = list(possible.filter(pk__in=[meeting.pk for meeting in chosen]))

    def _offer_currency(self) -> None:
        """A currency that the record has and the list lacks must survive an edit."""
        own = self.instance.currency
        if own and own not in CURRENCIES:
            currency = cast("forms.ChoiceField", self.fields["currency"])
            currency.choices = [("", "—"), *((code, code) for code in (*CURRENCIES, own))]


class PartyForm(forms.Form):
    """One side: an organisation, or the words under which it may be named."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False
    )
    unnamed = TranslatedFormField(
        label=_("If it must not be named"),
        help_text=_("How it may be called in public: “partners in Brazil”."),
        required=False,
    )
    country = CountryField(_("its country"), blank=True).formfield(label=_("Its country"))
    signatory = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who signs for it"), required=False
    )

    def __init__(
        self,
        *args: Any,
        organisations: "list[tuple[Any, str]]",
        people: "list[tuple[Any, str]]",
        possible: "tuple[QuerySet[Organisation], QuerySet[Person]]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows, choices in zip(
            ("organisation", "signatory"), possible, (organisations, people), strict=True
        ):
            field = cast("forms.ModelChoiceField[Any]", self.fields[name])
            field.queryset = rows
            # Read once for all sides: the widget would ask the database for each.
            cast("forms.Select", field.widget).choices = [("", "—"), *choices]

    def side(self) -> Side:
        """The side as the actions take it."""
        given = self.cleaned_data
        return Side(
            organisation=given.get("organisation"),
            unnamed=given.get("unnamed") or {},
            country=given.get("country") or "",
            signatory=given.get("signatory"),
        )


PartyFormSet = forms.formset_factory(PartyForm, extra=0, max_num=20, validate_max=True)


def party_forms(
    data: Any, *, user: User, parties: "list[Party]", started_with: "list[Organisation]"
) -> Any:
    """Boxes for all parties there are, three at least; one more empty box when all are taken."""
    known = [
        {
            "organisation": party.organisation,
            "unnamed": party.unnamed,
            "country": party.country,
            "signatory": party.signatory,
        }
        for party in parties
    ] or [{"organisation": organisation} for organisation in started_with]
    boxes = max(BOXES, len(known) + 1)
    organisations = SEE_ORGANISATION.filter(user, Organisation.objects.all())
    people = _possible_signatories(parties)
    return PartyFormSet(
        data,
        prefix="parties",
        initial=[*known, *({} for _box in range(boxes - len(known)))],
        form_kwargs={
            "possible": (organisations, people),
            "organisations": _choices(organisations),
            "people": _choices(people),
        },
    )


class SigningForm(forms.Form):
    """When, or at which event, the agreement was signed."""

    signed_on = PartialDateFormField(
        label=_("Signed on"),
        required=False,
        help_text=_("A year, a month or a day: 2025, 2025-12 or 2025-12-09."),
    )
    signed_at = forms.ModelChoiceField(
        Event.objects.none(), label=_("Signed at the event"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = SEE_EVENT.filter(user, Event.objects.all()).order_by("-starts")
        cast("forms.ModelChoiceField[Event]", self.fields["signed_at"]).queryset = events


class FileForm(forms.Form):
    """A file and what it is."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, PNG, JPEG, DOCX or XLSX, up to 25 MB.")
    )
    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=AgreementFile.Kind.choices,
        initial=AgreementFile.Kind.SIGNED,
    )


def _possible_signatories(parties: "list[Party]") -> "QuerySet[Person]":
    """Holders of a post, representatives, and whoever signed already."""
    return Person.objects.filter(
        Q(pk__in=Office.objects.values("person"))
        | Q(pk__in=Representative.objects.filter(is_active=True).values("person"))
        | Q(pk__in=[party.signatory_id for party in parties if party.signatory_id])
    )


def _choices(rows: "QuerySet[Any]") -> list[tuple[Any, str]]:
    return [(row.pk, str(row)) for row in rows.only("pk", "name").order_by(SortKey("name"))]
