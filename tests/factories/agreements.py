"""Agreements and contracts with their parties and files."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile

from mosty.agreements.models import Agreement, AgreementFile, Party, Subject
from mosty.core.actions import factories_may_write
from mosty.core.models import StoredFile
from mosty.directory.models import Organisation
from mosty.meetings.models import Meeting
from tests.factories.core import make_team, next_number, sector
from tests.factories.directory import make_organisation

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def make_agreement(
    parties: Iterable[Organisation | dict[str, str]] | None = None,
    *,
    meetings: Iterable[Meeting] = (),
    subjects: Iterable[Subject] = (),
    **given: Any,
) -> Agreement:
    """A draft of two organisations; a party given as texts by language is one not named."""
    number = next_number()
    fields = {
        "title": {"en": f"Agreement {number}", "ru": f"Соглашение {number}"},
        "sector": given.pop("sector", None) or sector(),
        **given,
        "team": given.get("team") or make_team(),
    }
    sides = list(parties) if parties is not None else [make_organisation(), make_organisation()]
    with factories_may_write():
        agreement = Agreement.objects.create(**fields)
        agreement.meetings.set(meetings)
        agreement.subjects.set(subjects)
        for order, side in enumerate(sides, start=1):
            known = {"unnamed": side} if isinstance(side, dict) else {"organisation": side}
            Party.objects.create(agreement=agreement, order=order, **known)
    return agreement


def make_signed(event: Any, **given: Any) -> Agreement:
    """An agreement signed at an event."""
    team = given.get("team") or event.team
    return make_agreement(**{"state": "signed", "signed_at": event, **given, "team": team})


def make_contract(event: Any, amount: Any, currency: str = "RUB", **given: Any) -> Agreement:
    """A contract of a value, signed at an event."""
    return make_signed(event, kind="contract", amount=amount, currency=currency, **given)


def make_file(agreement: Agreement, *, kind: str = "signed", **given: Any) -> AgreementFile:
    """A small PDF attached to the agreement."""
    with factories_may_write():
        stored = StoredFile(
            name=given.pop("name", "agreement.pdf"),
            content_type="application/pdf",
            size=len(PDF),
            sha256="0" * 64,
            team=agreement.team,
        )
        stored.content.save("agreement.pdf", ContentFile(PDF), save=False)
        stored.save()
        return AgreementFile.objects.create(agreement=agreement, file=stored, kind=kind, **given)
