"""People, the posts they hold, whom they speak for, and their accounts."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.fields import PartialDate, Translated
from mosty.core.fields.codes import new_code
from mosty.core.models import Provenance, Source, User
from mosty.core.passwords import post_password_link
from mosty.core.versions import locked
from mosty.directory.models import Office, Organisation, Person, Representative
from mosty.directory.rules import (
    ADD_TO_DIRECTORY,
    EDIT_PERSON,
    MANAGE_REPRESENTATIVES,
    OPEN_ACCOUNT,
)

NO_NAME = _("Write the name in at least one script.")
NO_POST = _("Enter the post in at least one language.")
HOLDS_A_POST = _("This person already holds a post in this organisation. End that one first.")
ENDS_BEFORE = _("The end cannot be before the beginning.")
ALREADY_NAMED = _("This person already represents this organisation.")
OTHER_ACCOUNT = _("This person already signs in with another account.")
USED_ACCOUNT = _("This account already belongs to another person.")
HAS_ACCOUNT = _("This person already has an account.")
TAKEN_ADDRESS = _("Somebody already signs in with this e-mail address.")
NO_ADDRESS = _("Enter the e-mail address with which the person will sign in.")


def add_person(
    *,
    by: User,
    name: Translated,
    languages: Iterable[str] = (),
    email: str = "",
    provenance: str = Provenance.REAL,
    source: Source | None = None,
    code: str | None = None,
) -> Person:
    """Put a person into the directory. Raises `Refused` without a name."""
    ADD_TO_DIRECTORY.check(by, by)
    if not name:
        raise Refused(NO_NAME, field="name")
    with acting(by, "directory.add_person"):
        person = Person.objects.create(
            code=code or new_code(),
            provenance=provenance,
            source=source,
            name=name,
            languages=list(languages),
            email=email.strip(),
        )
        journal(
            by=by,
            verb="directory.add_person",
            words=gettext_noop("added the person"),
            subject=person,
        )
    return person


def change_person(
    *,
    by: User,
    person: Person,
    seen: int,
    name: Translated,
    languages: Iterable[str],
    email: str,
) -> Person:
    """Change what is known of a person; `seen` is the version that was looked at.

    The address with which they sign in stays as it is. Raises `Stale` when somebody changed the
    person meanwhile, `Refused` without a name.
    """
    EDIT_PERSON.check(by, person)
    if not name:
        raise Refused(NO_NAME, field="name")
    with acting(by, "directory.change_person"):
        current = locked(person, seen=seen)
        current.name, current.languages, current.email = name, list(languages), email.strip()
        current.save()
        journal(
            by=by,
            verb="directory.change_person",
            words=gettext_noop("changed the person"),
            subject=current,
        )
    return current


def appoint(
    *,
    by: User,
    person: Person,
    organisation: Organisation,
    title: Translated,
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    source: Source | None = None,
) -> Office:
    """Note a post that a person holds or held in an organisation.

    Raises `Refused` without a title, for an end before the beginning, and for a second post in the
    same organisation while the first lasts.
    """
    MANAGE_REPRESENTATIVES.check(by, organisation)
    if not title:
        raise Refused(NO_POST, field="title")
    _check_order(since, until)
    with refusing({"office_once_at_a_time": HOLDS_A_POST}), acting(by, "directory.appoint"):
        office = Office.objects.create(
            person=person,
            organisation=organisation,
            title=title,
            since=since,
            until=until,
            source=source,
        )
        journal(
            by=by,
            verb="directory.appoint",
            words=gettext_noop("recorded the post of %(person)s: %(title)s"),
            subject=organisation,
            person=person,
            title=office.title,
        )
    return office


def end_office(*, by: User, office: Office, until: PartialDate) -> Office:
    """Note when a post ended. Raises `Refused` for an end before the beginning."""
    MANAGE_REPRESENTATIVES.check(by, office.organisation)
    _check_order(office.since, until)
    with acting(by, "directory.end_office"):
        current = Office.objects.select_for_update().get(pk=office.pk)
        current.until = until
        current.save()
        journal(
            by=by,
            verb="directory.end_office",
            words=gettext_noop("recorded the end of the post of %(person)s: %(until)s"),
            subject=current.organisation,
            person=current.person,
            until=until,
        )
    return current


def name_representative(
    *, by: User, person: Person, organisation: Organisation, user: User | None = None
) -> Representative:
    """Let a person act for an organisation, again after an end too.

    `user` is the account with which they sign in, when it exists and is not yet theirs. Raises
    `Refused` when the person represents the organisation already or accounts do not fit.
    """
    MANAGE_REPRESENTATIVES.check(by, organisation)
    with (
        refusing(
            {
                "representative_once": ALREADY_NAMED,
                "directory_person_user_id_key": USED_ACCOUNT,
            }
        ),
        acting(by, "directory.name_representative"),
    ):
        if user is not None:
            _link(person, user, otherwise=OTHER_ACCOUNT)
        named, is_new = Representative.objects.select_for_update().get_or_create(
            person=person, organisation=organisation
        )
        if not is_new and named.is_active:
            raise Refused(ALREADY_NAMED, field="person")
        if not is_new:
            named.is_active = True
            named.save()
        journal(
            by=by,
            verb="directory.name_representative",
            words=gettext_noop("named %(person)s a representative"),
            subject=organisation,
            person=person,
        )
    return named


def end_representation(*, by: User, representative: Representative) -> Representative:
    """Let a person no longer act for an organisation; what they did stays theirs."""
    MANAGE_REPRESENTATIVES.check(by, representative.organisation)
    with acting(by, "directory.end_representation"):
        current = Representative.objects.select_for_update().get(pk=representative.pk)
        current.is_active = False
        current.save()
        journal(
            by=by,
            verb="directory.end_representation",
            words=gettext_noop("ended the representation by %(person)s"),
            subject=current.organisation,
            person=current.person,
        )
    return current


def open_account(*, by: User, person: Person, email: str, language: str) -> User:
    """Make an account with which the person can sign in; a letter brings the link for a password.

    Raises `Refused` when the person has one, or somebody signs in with the address already.
    """
    OPEN_ACCOUNT.check(by, person)
    address = email.strip().lower()
    if not address:
        raise Refused(NO_ADDRESS, field="email")
    taken = {"user_email_unique": TAKEN_ADDRESS, "core_user_email_key": TAKEN_ADDRESS}
    with refusing(taken), acting(by, "directory.open_account"):
        user = User.objects.create_user(address, name=str(person.name), language=language)
        _link(person, user, otherwise=HAS_ACCOUNT)
        journal(
            by=by,
            verb="directory.open_account",
            words=gettext_noop("opened an account"),
            subject=person,
        )
        post_password_link(user, by=by)
    return user


def _link(person: Person, user: User, *, otherwise: Any) -> None:
    """Tie an account to a person, inside an action; an account once tied is not changed here."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.user_id not in {None, user.pk}:
        raise Refused(otherwise)
    if current.user_id is None:
        current.user = user
        current.save(update_fields=["user"])
    person.user = user


def _check_order(since: PartialDate | None, until: PartialDate | None) -> None:
    if since and until and until.last < since.first:
        raise Refused(ENDS_BEFORE, field="until")
