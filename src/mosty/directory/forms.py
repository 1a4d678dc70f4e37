"""Forms of the directory."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mosty.core.editing import VersionedForm
from mosty.core.fields import SortKey, TranslatedFormField
from mosty.core.fields.dates import PartialDateFormField
from mosty.core.models import Team, User
from mosty.core.search import matching
from mosty.directory.models import Contact, Identifier, Offer, Organisation, Person
from mosty.directory.queries import language_name
from mosty.directory.rules import ADD_TEAM_CONTACT, SEE_ORGANISATION, SEE_PERSON

# Languages offered by a tick; a person may have others, which stay.
OFFERED_LANGUAGES = (
    "ar", "az", "be", "bn", "de", "en", "es", "fa", "fr", "hi", "hy", "id", "it", "ja", "ka", "kk",
    "ko", "ky", "mn", "pt", "ro", "ru", "sr", "ta", "tg", "tk", "tr", "uk", "uz", "vi", "zh",
)  # fmt: skip


def language_choices() -> list[tuple[str, str]]:
    """Languages by name, in the reader's language and order."""
    named = [(code, language_name(code).capitalize()) for code in OFFERED_LANGUAGES]
    return sorted(named, key=lambda pair: pair[1])


class LanguagesField(forms.MultipleChoiceField):
    """Languages a person speaks, as ticks."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        given = {"choices": language_choices, "required": False, "label": _("Languages spoken")}
        super().__init__(**{**given, **kwargs})


class SiteField(forms.URLField):
    """The address of a site; one typed without a scheme is taken for https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class OrganisationForm(VersionedForm):
    """What is known of an organisation."""

    class Meta:
        model = Organisation
        fields: ClassVar = [
            "name", "kind", "country", "city", "sectors", "about", "site", "parent",
            "longitude", "latitude",
        ]  # fmt: skip
        field_classes: ClassVar = {"site": SiteField}
        widgets: ClassVar = {"sectors": forms.CheckboxSelectMultiple}
        help_texts: ClassVar = {
            "name": _("In at least one language; names in other scripts help to find it."),
            "about": _("What it does and for whom, in a few sentences."),
            "parent": _("The organisation it is a part of."),
            "longitude": _("Degrees east; west is negative: 37.62. Optional."),
            "latitude": _("Degrees north; south is negative: 55.75. Optional."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = SEE_ORGANISATION.filter(user, Organisation.objects.exclude(pk=self.instance.pk))
        self.fields["parent"].queryset = others.order_by(SortKey("name"))  # type: ignore[attr-defined]


class PersonForm(VersionedForm):
    """What is known of a person."""

    languages = LanguagesField()

    class Meta:
        model = Person
        fields: ClassVar = ["name", "languages", "email"]
        help_texts: ClassVar = {
            "name": _("The name in each language and script in which it is written."),
            "email": _(
                "Shown only to managers, auditors and colleagues. Every viewing is recorded."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [code for code in self.instance.languages if code not in OFFERED_LANGUAGES]
        others = [(code, language_name(code).capitalize()) for code in kept]
        self.fields["languages"].choices = [*language_choices(), *others]  # type: ignore[attr-defined]


class NewcomerForm(forms.Form):
    """A person comes to an organisation: somebody known or new, with a post, a voice, or both."""

    existing = forms.CharField(
        label=_("Somebody who is in the directory already"),
        help_text=_("The full name in any script, or the code at the end of their page's address."),
        required=False,
    )
    name = TranslatedFormField(
        label=_("Name of a new person"),
        help_text=_("Leave it empty for somebody who is in the directory already."),
        required=False,
    )
    languages = LanguagesField()
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Shown only to managers, auditors and colleagues. Every viewing is recorded."),
        required=False,
    )
    title = TranslatedFormField(label=_("Post"), required=False)
    since = PartialDateFormField(
        label=_("Holds the post since"),
        help_text=_("A year, a month or a day: 2025, 2025-08 or 28.08.2025."),
        required=False,
    )
    represents = forms.BooleanField(
        label=_("May act for the organisation here: register, ask for meetings, edit its page"),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_existing(self) -> Person | None:
        typed = self.cleaned_data["existing"].strip()
        return self._find(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("existing")) == bool(given.get("name")) and "existing" in given:
            raise ValidationError(
                _("Choose somebody from the directory or enter the name of a new person.")
            )
        if not given.get("title") and not given.get("represents"):
            raise ValidationError(
                _("Enter the post, or tick that the person may act for the organisation.")
            )
        return given

    def _find(self, typed: str) -> Person:
        seen = SEE_PERSON.filter(self.user, Person.objects.all())
        by_code = seen.filter(code=typed.lower()).first()
        if by_code:
            return by_code
        wanted = typed.casefold()
        found = [
            person
            for person in seen.filter(matching(("name__text",), typed))[:50]
            if wanted in {text.casefold() for text in person.name.values()}
        ]
        if not found:
            raise ValidationError(_("Nobody in the directory has this name or code."))
        if len(found) > 1:
            codes = ", ".join(person.code for person in found)
            raise ValidationError(
                _("Several people have this name. Enter the code instead: %(codes)s.")
                % {"codes": codes}
            )
        return found[0]


class EndForm(forms.Form):
    """When something ended."""

    until = PartialDateFormField(
        label=_("Until"), help_text=_("A year, a month or a day: 2025, 2025-08 or 28.08.2025.")
    )


class OfferForm(forms.ModelForm):
    """What an organisation offers or needs."""

    class Meta:
        model = Offer
        fields: ClassVar = ["kind", "sector", "text"]
        widgets: ClassVar = {"kind": forms.RadioSelect}
        help_texts: ClassVar = {
            "text": _("One offer or need in plain words: others are matched with it.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Offer.Kind.choices  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["kind"]


class IdentifierForm(forms.ModelForm):
    """A number by which a register knows an organisation."""

    class Meta:
        model = Identifier
        fields: ClassVar = ["kind", "value", "country"]
        help_texts: ClassVar = {
            "value": _("Check digits are verified; spaces and hyphens do not matter."),
            "country": _("For a VAT number or another register; the others have their own."),
        }

    def validate_unique(self) -> None:
        """The action normalises the number first and says itself that it is taken."""


class ContactForm(forms.ModelForm):
    """What a team notes of how to reach an organisation."""

    class Meta:
        model = Contact
        fields: ClassVar = ["team", "telephone", "note"]
        help_texts: ClassVar = {
            "team": _("Only members of this team and auditors will see it."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = ADD_TEAM_CONTACT.filter(user, Team.objects.order_by("pk"))
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["team"].initial = teams.first()
        self.fields["telephone"].widget.input_type = "tel"


class AccountForm(forms.Form):
    """An account with which a person can sign in."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("They will sign in with it."))
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES)
