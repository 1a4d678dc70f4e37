"""Registrations: entered by staff, confirmed, declined, withdrawn. Places never overflow."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.fields.codes import new_code
from mosty.core.mail import post
from mosty.core.models import Consent, Mail, Provenance, Source
from mosty.core.permissions import Denied, Subject
from mosty.directory.models import Organisation, Person
from mosty.events.forms.questions import REGISTRATION_FORM
from mosty.events.models import Event, EventPlaces, Registration
from mosty.events.rules import MANAGE_REGISTRATIONS, WITHDRAW_REGISTRATION

State = Registration.State

NO_PLACE: Final = _("All places are taken.")
REGISTERED_ALREADY: Final = _("%(who)s is registered for this event already.")
NO_SUCH_MOVE: Final = _("A registration in the state “%(now)s” cannot become “%(then)s”.")
CANCELLED: Final = _("The event is cancelled: nobody can be registered.")
WRONG_LINK: Final = _("This link is not complete. Open it from the e-mail again.")

_signer = Signer(salt="mosty.events.registration")


def register(  # a registration is given with all it keeps
    *,
    by: Subject,
    event: Event,
    person: Person,
    organisation: Organisation | None = None,
    category: str = Registration.Category.PARTICIPANT,
    wants_meetings: bool = True,
    state: str = State.CONFIRMED,
    answers: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
    provenance: str = Provenance.REAL,
    source: Source | None = None,
    code: str | None = None,
) -> Registration:
    """Register a person by staff, confirmed at once; a letter tells them.

    Raises Denied to anybody but the event's managers, Refused when the person is registered
    already, all places are taken or the event is cancelled.
    """
    MANAGE_REGISTRATIONS.check(by, event)
    if event.state == Event.State.CANCELLED:
        raise Refused(CANCELLED)
    with refusing(limits(person)), acting(by, "events.register"):
        if state in Registration.HOLD_PLACE:
            take_place(event)
        registration = Registration.objects.create(
            event=event,
            person=person,
            organisation=organisation,
            category=category,
            wants_meetings=wants_meetings,
            state=state,
            answers=dict(answers or {}),
            form_version=REGISTRATION_FORM.version,
            registered_at=at or timezone.now(),
            provenance=provenance,
            source=source,
            code=code or new_code(),
        )
        tell(by, "events.register", gettext_noop("registered %(who)s"), registration)
        if state == State.CONFIRMED:
            write(registration, "confirmed")
    return registration


def confirm_registration(*, by: Subject, registration: Registration) -> Registration:
    """Confirm; the person gets a letter. Raises Denied, Refused (state, no place left)."""
    MANAGE_REGISTRATIONS.check(by, registration.event)
    words = gettext_noop("confirmed the registration of %(who)s")
    return _move(by, "events.confirm_registration", words, registration, State.CONFIRMED)


def decline_registration(*, by: Subject, registration: Registration) -> Registration:
    """Decline and free the place; the person gets a letter. Raises Denied, Refused (state)."""
    MANAGE_REGISTRATIONS.check(by, registration.event)
    words = gettext_noop("declined the registration of %(who)s")
    return _move(by, "events.decline_registration", words, registration, State.DECLINED)


def withdraw_registration(*, by: Subject, registration: Registration) -> Registration:
    """Withdraw, by the person or by staff; the place is free again. Raises Denied, Refused."""
    WITHDRAW_REGISTRATION.check(by, registration)
    words = gettext_noop("withdrew the registration of %(who)s")
    return _move(by, "events.withdraw_registration", words, registration, State.WITHDRAWN)


def withdraw_own_registration(*, signed: str) -> Registration:
    """Withdraw by the link of the letter: its signature is the permission, no account is needed.

    Raises Denied for a signature that is not ours, Refused when it cannot be withdrawn any more.
    """
    registration = signed_registration(signed)
    words = gettext_noop("withdrew the registration of %(who)s by the link in the e-mail")
    return _move(
        AnonymousUser(), "events.withdraw_registration", words, registration, State.WITHDRAWN
    )


def signature_of(registration: Registration) -> str:
    """What the link of the letter carries: only who got the letter can have it."""
    return _signer.sign(registration.code).replace(":", ".")


def signed_registration(signed: str) -> Registration:
    """The registration of a signed link. Raises Denied when the signature is not ours."""
    try:
        code = _signer.unsign(signed.replace(".", ":"))
    except BadSignature:
        raise Denied(WRONG_LINK) from None
    registration = (
        Registration.objects.filter(code=code)
        .select_related("event__team", "person", "organisation", "consent")
        .first()
    )
    if registration is None:
        raise Denied(WRONG_LINK)
    return registration


def limits(person: Person | str) -> dict[str, Any]:
    """What the database refuses, in words."""
    return {
        "event_places_left": NO_PLACE,
        "registration_once": REGISTERED_ALREADY % {"who": person},
    }


def take_place(event: Event) -> None:
    """One place more is taken; the database refuses more than there are.

    The counter's row is every registration's first lock, so that two acts never wait for each
    other crosswise.
    """
    EventPlaces.objects.get_or_create(event=event)
    EventPlaces.objects.filter(event=event).update(taken=F("taken") + 1)


def tell(by: Subject, verb: str, words: str, registration: Registration) -> None:
    journal(
        by=by,
        verb=verb,
        words=words,
        subject=registration,
        team=registration.event.team,
        who=registration.person,
    )


def write(registration: Registration, letter: str) -> Mail | None:
    """Write to the person in their language; generated people get no letters."""
    if registration.is_generated:
        return None
    link = reverse("own_registration", args=[registration.event.code, signature_of(registration)])
    return post(
        registration.person.email,
        language_of(registration),
        f"events/mail/{letter}.txt",
        registration=registration,
        event=registration.event,
        link=link,
    )


def language_of(registration: Registration) -> str:
    """The person's language: of their account, of the form they filled in, of those they speak."""
    person, consent = registration.person, registration.consent
    ours = [code for code, _name in settings.LANGUAGES]
    given = [
        *([person.user.language] if person.user else []),
        *([consent.language] if isinstance(consent, Consent) else []),
        *person.languages,
    ]
    fallback = "en" if given else settings.LANGUAGE_CODE
    return next((code for code in given if code in ours), fallback)


def _move(
    by: Subject, verb: str, words: str, registration: Registration, state: State
) -> Registration:
    """To another state, as `Registration.MOVES` allows; the counter of places moves with it."""
    with refusing(limits(registration.person)), acting(by, verb):
        EventPlaces.objects.get_or_create(event=registration.event)
        EventPlaces.objects.select_for_update().get(event=registration.event)
        current = Registration.objects.select_for_update().get(pk=registration.pk)
        if state not in current.moves:
            now = current.get_state_display()
            raise Refused(NO_SUCH_MOVE % {"now": now, "then": state.label})
        _move_place(current, state)
        current.state = state
        current.version += 1
        current.save(update_fields=["state", "version"])
        tell(by, verb, words, current)
        if state in {State.CONFIRMED, State.DECLINED}:
            write(current, state)
    return current


def _move_place(current: Registration, state: str) -> None:
    held, holds = current.state in current.HOLD_PLACE, state in current.HOLD_PLACE
    if held != holds:
        step = 1 if holds else -1
        EventPlaces.objects.filter(event=current.event).update(taken=F("taken") + step)
