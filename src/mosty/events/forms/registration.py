"""Forms of registration: for everybody, and for staff."""

from typing import Any, ClassVar

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _

from mosty.core import countries, languages
from mosty.core.fields import SortKey
from mosty.core.models import ConsentText
from mosty.core.permissions import Subject
from mosty.directory.models import Organisation, Person
from mosty.directory.rules import representatives_of
from mosty.events.actions.registration_form import CONSENT, Applicant
from mosty.events.forms.questions import REGISTRATION_FORM
from mosty.events.models import Registration
from mosty.events.queries import organisations_of

SPOKEN = (
    *("ru", "en", "ar", "be", "zh", "es", "fa", "fr", "de", "hi", "hy", "ja", "kk", "ko"),
    *("pt", "sr", "tr", "uz", "vi"),
)


def _spoken() -> list[tuple[str, str]]:
    """(code, name) of the languages that are offered, named in the reader's language."""
    names = Locale.parse(languages.current()).languages
    named = [(code, names[code][:1].upper() + names[code][1:]) for code in SPOKEN]
    return [*named[:2], *sorted(named[2:], key=lambda pair: pair[1])]


class QuestionsForm(forms.Form):
    """The questions of the built-in registration form after the fields of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for block in REGISTRATION_FORM.blocks:
            self.fields[block.key] = block.field()

    def answers(self) -> dict[str, Any]:
        return REGISTRATION_FORM.answers(self.cleaned_data)


class RegistrationForm(QuestionsForm):
    """What everybody fills in who wants to come. No account is needed."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=countries.choices,
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        choices=_spoken,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    category = forms.ChoiceField(
        label=_("You are attending as"),
        choices=Registration.Category.choices,
        initial="participant",
    )
    wants_meetings = forms.BooleanField(
        label=_("I want business meetings with other participants"), required=False, initial=True
    )
    consent = forms.BooleanField(
        label=_("I agree"),
        error_messages={
            "required": _("Without this consent the organiser may not keep your data.")
        },
    )

    def __init__(self, *args: Any, user: Subject, **kwargs: Any) -> None:
        super().__init__(*args, initial=_known_of(user), **kwargs)
        self.fields["consent"].help_text = str(ConsentText.newest(CONSENT).text)
        self.order_fields([name for name in self.fields if name != "consent"] + ["consent"])

    def applicant(self) -> Applicant:
        """The cleaned fields as the action takes them."""
        given = self.cleaned_data
        return Applicant(
            name=given["name"],
            email=given["email"].lower(),
            language=languages.current(),
            languages=given["languages"],
            organisation=given["organisation"],
            country=given["country"],
            category=given["category"],
            wants_meetings=given["wants_meetings"],
            answers=self.answers(),
        )


class TrapForm(forms.Form):
    """A box no person sees. A program that fills in every box of a page gives itself away."""

    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_caught(self) -> bool:
        return not self.is_valid() or bool(self.cleaned_data["homepage"])


class StaffRegistrationForm(QuestionsForm):
    """A person of the directory, registered by the team."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False
    )
    category = forms.ChoiceField(label=_("Attends as"), choices=Registration.Category.choices)
    wants_meetings = forms.BooleanField(
        label=_("Wants business meetings"), required=False, initial=True
    )
    fields_of_action: ClassVar = ("organisation", "category", "wants_meetings")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = organisations_of(person).order_by(SortKey("name"))
        self.fields["organisation"].queryset = offered  # type: ignore[attr-defined]
        self.fields["organisation"].initial = offered.first()

    def fields_given(self) -> dict[str, Any]:
        """What the action `register` is given."""
        given = {name: self.cleaned_data[name] for name in self.fields_of_action}
        return {**given, "answers": self.answers()}


def _known_of(user: Subject) -> dict[str, Any]:
    """What somebody who is signed in need not type again."""
    if not user.is_authenticated:
        return {}
    person = Person.objects.filter(user=user).first()
    standing = representatives_of(user).select_related("organisation").first()
    known: dict[str, Any] = {"name": user.name, "email": user.email}
    if person:
        known |= {"name": str(person.name), "languages": person.languages}
    if standing:
        organisation = standing.organisation
        known |= {"organisation": str(organisation.name), "country": organisation.country}
    return known
