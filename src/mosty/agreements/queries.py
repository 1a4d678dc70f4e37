"""Readings of agreements that pages, the API and the thread share."""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from mosty.agreements.models import Agreement
from mosty.agreements.rules import SEE_AGREEMENT
from mosty.core.permissions import Subject
from mosty.core.registry import ThreadStep


def visible_agreements(user: Subject) -> "QuerySet[Agreement]":
    """What the person may see, with all that a line of a list shows."""
    return (
        SEE_AGREEMENT.filter(user, Agreement.objects.all())
        .select_related("sector", "signed_at", "source", "team")
        .prefetch_related("parties__organisation")
        .order_by("-id")
    )


def thread_step(agreement: Agreement) -> ThreadStep:
    """The agreement as a point of the thread: open until it is signed."""
    when = agreement.signed_on or (agreement.signed_at.starts if agreement.signed_at else None)
    return ThreadStep(
        kind=agreement.get_kind_display().capitalize(),
        title=str(agreement),
        when=when,
        url=agreement.get_absolute_url(),
        happened=agreement.state != Agreement.State.DRAFT,
        note="" if agreement.state != Agreement.State.DRAFT else _("in preparation"),
    )


def origins(agreement: Agreement) -> Iterable[Model]:
    """The meetings it came from, and the agreement it follows from."""
    followed = [agreement.follows] if agreement.follows else []
    return chain(agreement.meetings.all(), followed)
