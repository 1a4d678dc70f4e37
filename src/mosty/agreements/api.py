"""Agreements over HTTP."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from mosty.agreements.models import Agreement
from mosty.agreements.queries import visible_agreements
from mosty.core.api import PAGE, Scope, page

router = Router(tags=["agreements"])


class PartyOut(Schema):
    """A side: an organisation by code, or the words under which it was announced."""

    organisation: str | None
    name: dict[str, str]
    country: str


class AgreementOut(Schema):
    """An agreement or a contract. Texts are objects from language to text."""

    code: str
    kind: str
    title: dict[str, str]
    state: str
    sector: str
    parties: list[PartyOut]
    signed_on: str | None
    signed_at: str | None
    amount: Decimal | None
    currency: str
    provenance: str
    source: str | None
    version: int


class AgreementPage(Schema):
    """A page of agreements and the cursor of the next one."""

    items: list[AgreementOut]
    next: str | None


@router.get("/agreements", response=AgreementPage, auth=Scope("agreements:read"))
def list_agreements(request: HttpRequest, after: str = "", limit: int = PAGE) -> Any:
    """The agreements the token's user may see, in the order of their creation."""
    return page(visible_agreements(request.user), _shape, after=after, limit=limit)


@router.get("/agreements/{code}", response=AgreementOut, auth=Scope("agreements:read"))
def get_agreement(request: HttpRequest, code: str) -> Any:
    """One agreement by its code."""
    return _shape(get_object_or_404(visible_agreements(request.user), code=code))


def _shape(agreement: Agreement) -> dict[str, Any]:
    return {
        "code": agreement.code,
        "kind": agreement.kind,
        "title": agreement.title,
        "state": agreement.state,
        "sector": agreement.sector.code,
        "parties": [
            {
                "organisation": party.organisation.code if party.organisation else None,
                "name": party.organisation.name if party.organisation else party.unnamed,
                "country": party.organisation.country if party.organisation else party.country,
            }
            for party in agreement.parties.all()
        ],
        "signed_on": str(agreement.signed_on) if agreement.signed_on else None,
        "signed_at": agreement.signed_at.code if agreement.signed_at else None,
        "amount": agreement.amount,
        "currency": agreement.currency,
        "provenance": agreement.provenance,
        "source": agreement.source.key if agreement.source else None,
        "version": agreement.version,
    }
