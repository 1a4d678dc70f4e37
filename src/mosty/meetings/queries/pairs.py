"""What meetings tell other areas of two organisations, and of one meeting's place on the thread."""

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mosty.core.registry import ThreadStep
from mosty.meetings.models import Meeting


def met_before(one: int, other: int) -> str | None:
    """When two organisations (by their keys) last met, as a sentence; None when they never did."""
    between = Q(first__organisation=one, second__organisation=other) | Q(
        first__organisation=other, second__organisation=one
    )
    last = (
        Meeting.objects.filter(between, state=Meeting.State.HELD)
        .select_related("event", "slot")
        .order_by("-slot__during")
        .first()
    )
    if last is None:
        return None
    return _now("Met before: “%(event)s”, %(day)s") % {
        "event": last.event,
        "day": date_format(last.slot.day),
    }


def thread_step(meeting: Meeting) -> ThreadStep:
    """A meeting as a point of the thread."""
    return ThreadStep(
        kind=_("Meeting"),
        title=str(meeting),
        when=meeting.starts,
        url=meeting.get_absolute_url(),
        happened=meeting.state == Meeting.State.HELD,
        note=str(meeting.table),
    )
