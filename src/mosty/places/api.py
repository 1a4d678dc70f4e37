"""Venues over HTTP."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from mosty.core.api import PAGE, Scope, page
from mosty.places.models import Venue
from mosty.places.queries import halls_of, visible_venues

router = Router(tags=["places"])


class TableOut(Schema):
    """A table of a hall: its number and kind."""

    number: int
    kind: str


class HallOut(Schema):
    """A hall; `capacity` in seats, null when it is not known."""

    name: dict[str, str]
    capacity: int | None
    tables: list[TableOut]


class VenueLine(Schema):
    """A venue as a line of a list. Degrees are east and north."""

    code: str
    name: dict[str, str]
    address: dict[str, str]
    country: str
    city: dict[str, str]
    longitude: float | None
    latitude: float | None
    owner: str | None
    provenance: str
    source: str | None
    version: int


class VenueOut(VenueLine):
    """A venue with its halls and tables."""

    halls: list[HallOut]


class VenuePage(Schema):
    """A page of venues and the cursor of the next one."""

    items: list[VenueLine]
    next: str | None


@router.get("/venues", response=VenuePage, auth=Scope("venues:read"))
def list_venues(request: HttpRequest, after: str = "", limit: int = PAGE) -> Any:
    """Venues in the order of their creation."""
    return page(visible_venues(request.user), _line, after=after, limit=limit)


@router.get("/venues/{code}", response=VenueOut, auth=Scope("venues:read"))
def get_venue(request: HttpRequest, code: str) -> Any:
    """One venue with its halls and tables."""
    venue = get_object_or_404(visible_venues(request.user), code=code)
    halls = [
        {
            "name": hall.name,
            "capacity": hall.capacity,
            "tables": [{"number": row.number, "kind": row.kind} for row in hall.tables.all()],
        }
        for hall in halls_of(venue)
    ]
    return {**_line(venue), "halls": halls}


def _line(venue: Venue) -> dict[str, Any]:
    return {
        "code": venue.code,
        "name": venue.name,
        "address": venue.address,
        "country": venue.country,
        "city": venue.city,
        "longitude": venue.longitude,
        "latitude": venue.latitude,
        "owner": venue.owner.code if venue.owner else None,
        "provenance": venue.provenance,
        "source": venue.source.key if venue.source else None,
        "version": venue.version,
    }
