"""Forms of agreements."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mosty.agreements.actions import Side
from mosty.agreements.models import Agreement, AgreementFile, Party
from mosty.core.editing import VersionedForm
from mosty.core.fields import SortKey, TranslatedFormField
from mosty.core.fields.dates import PartialDateFormField
from mosty.core.models import User
from mosty.directory.models import Organisation
from mosty.directory.rules import SEE_ORGANISATION
from mosty.events.models import Event
from mosty.events.rules import SEE_EVENT
from mosty.meetings.models import Meeting
from mosty.meetings.rules import SEE_MEETING

CURRENCIES = ("RUB", "CNY", "USD", "EUR", "UZS", "TRY", "INR", "RSD", "SAR", "BRL", "MXN", "EGP")
PARTIES = ("first", "second", "third")


class AgreementForm(VersionedForm):
    """What an agreement says, its parties, and the meetings it came from."""

    first = forms.ModelChoiceField(Organisation.objects.none(), label=_("First party"))
    second = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Second party"), required=False
    )
    third = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Third party"), required=False
    )
    unnamed = TranslatedFormField(
        label=_("A party that must not be named"),
        help_text=_("How it may be called in public: “partners in Brazil”."),
        required=False,
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

    field_order: ClassVar = ["kind", "title", *PARTIES, "unnamed", "sector", "subjects"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = SEE_ORGANISATION.filter(user, Organisation.objects.all())
        for name in PARTIES:
            self.fields[name].queryset = organisations.order_by(SortKey("name"))
        seen = SEE_MEETING.filter(user, Meeting.objects.all()).select_related(
            "first__organisation", "second__organisation"
        )
        chosen = self.initial.get("meetings") or []
        self.fields["meetings"].queryset = seen
        self.fields["meetings"].widget = forms.MultipleHiddenInput()
        self.chosen_meetings = list(seen.filter(pk__in=_keys(chosen)))
        self.fields["follows"].queryset = Agreement.objects.filter(
            team__roles__user=user
        ).distinct()
        self.fields["follows"].help_text = _("The agreement from which this contract follows.")

    def parties(self) -> list[Side]:
        """The sides as the actions take them."""
        named = [Side(organisation=self.cleaned_data[name]) for name in PARTIES]
        return [*named, Side(unnamed=self.cleaned_data["unnamed"])]

    def fields_given(self) -> dict[str, Any]:
        given = super().fields_given()
        return {name: given[name] for name in self.Meta.fields}


class SigningForm(forms.Form):
    """When, or at which event, the agreement was signed."""

    signed_on = PartialDateFormField(
        label=_("Signed on"),
        required=False,
        help_text=_("As exact as it is known: 2025, 2025-12 or 2025-12-09."),
    )
    signed_at = forms.ModelChoiceField(
        Event.objects.none(), label=_("Signed at the event"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = SEE_EVENT.filter(user, Event.objects.all()).order_by("-starts")
        self.fields["signed_at"].queryset = events


class FileForm(forms.Form):
    """A file and what it is."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, PNG, JPEG, DOCX or XLSX, to 25 MB."))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=AgreementFile.Kind.choices,
        initial=AgreementFile.Kind.SIGNED,
    )


def initial_parties(agreement: Agreement) -> dict[str, Any]:
    """The parties of an existing agreement as the form's boxes hold them."""
    parties: list[Party] = list(agreement.parties.all())
    named = [party.organisation for party in parties if party.organisation]
    unnamed = next((party.unnamed for party in parties if not party.organisation), {})
    return {**dict(zip(PARTIES, named, strict=False)), "unnamed": unnamed}


def _keys(meetings: Any) -> list[int]:
    return [meeting if isinstance(meeting, int) else meeting.pk for meeting in meetings]
