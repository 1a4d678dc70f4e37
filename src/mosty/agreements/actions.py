"""Everything that can be done with an agreement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.agreements.models import TRANSITIONS, Agreement, AgreementFile, Party, Subject
from mosty.agreements.rules import EDIT_AGREEMENT
from mosty.core import files
from mosty.core.actions import Refused, acting, journal
from mosty.core.fields import PartialDate
from mosty.core.models import Provenance, Sector, Source, Team, User
from mosty.core.rules import MANAGE_TEAM
from mosty.core.versions import locked
from mosty.directory.models import Organisation, Person
from mosty.events.models import Event
from mosty.meetings.models import Meeting

NEEDS_TWO = _("An agreement has at least two parties: name both.")
TWICE = _("The same organisation is named twice.")
NEEDS_DATE = _("A signed agreement needs a date, or the event at which it was signed.")
VALUE_NEEDS_CURRENCY = _("Give the value and its currency together, or neither.")
NEGATIVE = _("The value cannot be negative.")
CIRCLE = _("This agreement would follow from itself.")


@dataclass(frozen=True)
class Side:
    """A party as it is given: an organisation, or words for one that was not named."""

    organisation: Organisation | None = None
    unnamed: Mapping[str, str] | None = None
    country: str = ""
    signatory: Person | None = None


def add_agreement(  # what an agreement says of itself
    *,
    by: User,
    team: Team,
    kind: str,
    title: Mapping[str, str],
    sector: Sector,
    parties: Iterable[Side],
    subjects: Iterable[Subject] = (),
    about: Mapping[str, str] | None = None,
    amount: Decimal | None = None,
    currency: str = "",
    follows: Agreement | None = None,
    meetings: Iterable[Meeting] = (),
    provenance: str = Provenance.REAL,
    source: Source | None = None,
    code: str | None = None,
) -> Agreement:
    """Begin an agreement or a contract as a draft.

    An agreement of a generated party, or from a generated meeting, is itself generated. Raises
    `Refused` for fewer than two parties, one party twice, or a value without currency.
    """
    MANAGE_TEAM.check(by, team)
    sides, origins = _checked(parties), list(meetings)
    _check_value(amount, currency)
    with acting(by, "agreements.add"):
        agreement = Agreement.objects.create(
            team=team,
            kind=kind,
            title=dict(title),
            sector=sector,
            about=dict(about or {}),
            amount=amount,
            currency=currency,
            follows=follows,
            provenance=_provenance(provenance, sides, origins),
            source=source,
            **({"code": code} if code else {}),
        )
        agreement.subjects.set(subjects)
        agreement.meetings.set(origins)
        _write_parties(agreement, sides)
        journal(
            by=by,
            verb="agreements.add",
            words=gettext_noop("added the agreement"),
            subject=agreement,
            team=team,
        )
    return agreement


def change_agreement(  # what an agreement says of itself
    *,
    by: User,
    agreement: Agreement,
    seen: int,
    kind: str,
    title: Mapping[str, str],
    sector: Sector,
    parties: Iterable[Side],
    subjects: Iterable[Subject],
    about: Mapping[str, str],
    amount: Decimal | None,
    currency: str,
    follows: Agreement | None,
    meetings: Iterable[Meeting],
) -> Agreement:
    """Change what the agreement says. Raises `Stale` when somebody else did so meanwhile."""
    EDIT_AGREEMENT.check(by, agreement)
    sides, origins = _checked(parties), list(meetings)
    _check_value(amount, currency)
    _check_origin(agreement, follows)
    with acting(by, "agreements.change"):
        row = locked(agreement, seen=seen)
        row.kind, row.title, row.sector = kind, title, sector
        row.about, row.amount, row.currency, row.follows = about, amount, currency, follows
        row.provenance = _provenance(row.provenance, sides, origins)
        row.save()
        row.subjects.set(subjects)
        row.meetings.set(origins)
        if sides != [_side(party) for party in row.parties.all()]:
            row.parties.all().delete()
            _write_parties(row, sides)
        journal(
            by=by,
            verb="agreements.change",
            words=gettext_noop("changed the agreement"),
            subject=row,
            team=row.team,
        )
    return row


def sign_agreement(
    *,
    by: User,
    agreement: Agreement,
    signed_on: PartialDate | None = None,
    signed_at: Event | None = None,
) -> Agreement:
    """Record that the parties have signed, on a date or at an event (or both)."""
    EDIT_AGREEMENT.check(by, agreement)
    if not signed_on and not signed_at:
        raise Refused(NEEDS_DATE, field="signed_on")
    with acting(by, "agreements.sign"):
        row = _moved(agreement, Agreement.State.SIGNED)
        row.signed_on, row.signed_at = signed_on, signed_at
        row.save()
        journal(
            by=by,
            verb="agreements.sign",
            words=gettext_noop("recorded the signing"),
            subject=row,
            team=row.team,
        )
    return row


def end_agreement(*, by: User, agreement: Agreement) -> Agreement:
    """Record that the agreement has ended."""
    EDIT_AGREEMENT.check(by, agreement)
    with acting(by, "agreements.end"):
        row = _moved(agreement, Agreement.State.ENDED)
        row.save()
        journal(
            by=by,
            verb="agreements.end",
            words=gettext_noop("recorded that the agreement has ended"),
            subject=row,
            team=row.team,
        )
    return row


def attach_file(
    *, by: User, agreement: Agreement, upload: UploadedFile, kind: str
) -> AgreementFile:
    """Keep a file with the agreement. Raises `Refused` for what is not a document or a picture."""
    EDIT_AGREEMENT.check(by, agreement)
    with acting(by, "agreements.attach"):
        stored = files.keep(upload, team=agreement.team, by=by)
        attached = AgreementFile.objects.create(agreement=agreement, file=stored, kind=kind)
        journal(
            by=by,
            verb="agreements.attach",
            words=gettext_noop("attached the file %(file)s"),
            subject=agreement,
            team=agreement.team,
            file=stored.name,
        )
    return attached


def remove_file(*, by: User, attached: AgreementFile) -> None:
    """Take a file off the agreement. Its content is kept for the record of what was attached."""
    EDIT_AGREEMENT.check(by, attached.agreement)
    with acting(by, "agreements.remove_file"):
        journal(
            by=by,
            verb="agreements.remove_file",
            words=gettext_noop("removed the file %(file)s"),
            subject=attached.agreement,
            team=attached.agreement.team,
            file=attached.file.name,
        )
        attached.delete()


def _checked(parties: Iterable[Side]) -> list[Side]:
    sides = [_clean(side) for side in parties if side.organisation or side.unnamed]
    if len(sides) < 2:  # two is what makes it an agreement
        raise Refused(NEEDS_TWO, field="parties")
    named = [side.organisation.pk for side in sides if side.organisation]
    if len(named) != len(set(named)):
        raise Refused(TWICE, field="parties")
    return sides


def _clean(side: Side) -> Side:
    """An organisation's own name and country stand for it: no second ones beside it."""
    if side.organisation:
        return Side(organisation=side.organisation, unnamed={}, signatory=side.signatory)
    return Side(unnamed=dict(side.unnamed or {}), country=side.country, signatory=side.signatory)


def _provenance(given: str, sides: list[Side], meetings: list[Meeting]) -> str:
    """What rests on a generated record is never counted as real."""
    rests_on = [side.organisation for side in sides if side.organisation]
    if any(record.is_generated for record in (*rests_on, *meetings)):
        return Provenance.GENERATED
    return given


def _check_value(amount: Decimal | None, currency: str) -> None:
    if (amount is None) != (not currency):
        raise Refused(VALUE_NEEDS_CURRENCY, field="amount")
    if amount is not None and amount < 0:
        raise Refused(NEGATIVE, field="amount")


def _check_origin(agreement: Agreement, follows: Agreement | None) -> None:
    """Refuse a circle: what it follows from may not itself follow from this agreement."""
    passed: set[int] = set()
    while follows is not None and follows.pk not in passed:
        if follows.pk == agreement.pk:
            raise Refused(CIRCLE, field="follows")
        passed.add(follows.pk)
        follows = follows.follows


def _side(party: Party) -> Side:
    """A party as it would be given: an unnamed side may have a country, a named one has its own."""
    return Side(
        organisation=party.organisation,
        unnamed=dict(party.unnamed),
        country=party.country,
        signatory=party.signatory,
    )


def _write_parties(agreement: Agreement, sides: list[Side]) -> None:
    Party.objects.bulk_create(
        Party(
            agreement=agreement,
            organisation=side.organisation,
            unnamed=dict(side.unnamed or {}),
            country=side.country,
            signatory=side.signatory,
            order=order,
        )
        for order, side in enumerate(sides, start=1)
    )


def _moved(agreement: Agreement, state: str) -> Agreement:
    """The agreement's row, locked, in its next state; `Refused` where no such step exists."""
    row = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if state not in TRANSITIONS[row.state]:
        message = _("An agreement that is “%(now)s” cannot become “%(then)s”.")
        words: dict[str, Any] = dict(Agreement.State.choices)
        raise Refused(message % {"now": words[row.state], "then": words[state]})
    row.state = state
    row.version += 1
    return row
