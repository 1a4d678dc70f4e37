"""Registration by the public form: no account is needed; staff confirm."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, refusing
from mosty.core.fields import Translated
from mosty.core.models import Consent, ConsentText
from mosty.core.permissions import Subject
from mosty.directory.models import Organisation, OrganisationKind, Person
from mosty.events.actions.registration import limits, take_place, tell, write
from mosty.events.forms.questions import REGISTRATION_FORM
from mosty.events.models import Event, Registration
from mosty.events.rules import REGISTER

CONSENT: Final = "registration"
KIND_OF_NEW: Final = "company"  # staff put it right when they confirm
NO_CONSENT: Final = _("Without this consent the organiser may not keep your data.")


@dataclass(frozen=True)
class Applicant:
    """Who registers, in their own words. `language` is that of the form."""

    name: str
    email: str
    language: str
    languages: Sequence[str] = ()
    organisation: str = ""
    country: str = ""
    category: str = Registration.Category.PARTICIPANT
    wants_meetings: bool = True
    answers: Mapping[str, Any] = field(default_factory=dict)


def register_self(
    *,
    by: Subject,
    event: Event,
    applicant: Applicant,
    consent: bool,
    at: dt.datetime | None = None,
) -> Registration:
    """Register oneself; the place is held, staff confirm, a letter tells that it was received.

    The person is known again by the e-mail address, the organisation by its name and country;
    otherwise both are added. What is known of a person is never changed by the form, which
    anybody can send. Raises Denied when registration is not open, Refused without consent, when
    the address is registered already and when all places are taken.
    """
    REGISTER.check(by, event)
    if not consent:
        raise Refused(NO_CONSENT, field="consent")
    with refusing(limits(applicant.email)), acting(by, "events.register_self"):
        take_place(event)
        registration = Registration.objects.create(
            event=event,
            person=_person(by, applicant),
            organisation=_organisation(applicant),
            category=applicant.category,
            wants_meetings=applicant.wants_meetings,
            state=Registration.State.REQUESTED,
            consent=Consent.objects.create(
                text=ConsentText.newest(CONSENT),
                email=applicant.email,
                language=applicant.language,
            ),
            answers=REGISTRATION_FORM.answers(applicant.answers),
            form_version=REGISTRATION_FORM.version,
            registered_at=at or timezone.now(),
        )
        words = gettext_noop("%(who)s registered by the form")
        tell(by, "events.register_self", words, registration)
        write(registration, "received")
    return registration


def _person(by: Subject, applicant: Applicant) -> Person:
    """The signed-in person, the one with this address, or a new one."""
    if by.is_authenticated and (own := Person.objects.filter(user=by).first()):
        return own
    known = Person.objects.filter(email__iexact=applicant.email).order_by("pk").first()
    return known or Person.objects.create(
        name=_named(applicant.name, applicant.language),
        email=applicant.email,
        languages=list(applicant.languages),
    )


def _organisation(applicant: Applicant) -> Organisation | None:
    """The organisation known by this name in any language, or a new one; None without a name."""
    name = " ".join(applicant.organisation.split())
    if not name:
        return None
    same_country = Organisation.objects.filter(country=applicant.country)
    for known in same_country.filter(name__text__icontains=name).order_by("pk"):
        if name.casefold() in {text.casefold() for text in known.name.values()}:
            return known
    return Organisation.objects.create(
        name=_named(name, applicant.language),
        country=applicant.country,
        kind=OrganisationKind.objects.get(code=KIND_OF_NEW),
    )


def _named(text: str, language: str) -> Translated:
    """A name under the language of its script: Cyrillic typed into the English form is Russian."""
    cyrillic = any("\u0400" <= sign <= "\u04ff" for sign in text)
    latin = any("a" <= sign.lower() <= "z" for sign in text)
    script = "ru" if cyrillic else "en" if latin else language
    return Translated({script: text})
