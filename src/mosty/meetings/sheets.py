"""A participant's schedule to take away: as a calendar and as a document."""

from collections.abc import Sequence
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from mosty.core import documents, wording
from mosty.core.calendars import Entry, calendar
from mosty.directory.queries import spoken
from mosty.events.models import Event
from mosty.events.queries import day_name
from mosty.meetings.models import Meeting, Participant
from mosty.meetings.queries.board import table_label
from mosty.meetings.queries.mine import Side


def calendar_of(event: Event, meetings: Sequence[Side[Meeting]]) -> bytes:
    """The meetings in the event's zone; each leads to its page."""
    title = _("Meetings: %(event)s") % {"event": event}
    return calendar(title, [_entry(event, one) for one in meetings])


def schedule_pdf(
    event: Event, participant: Participant, meetings: Sequence[Side[Meeting]]
) -> bytes:
    """The schedule on paper, in the reader's language."""
    days = groupby(meetings, key=lambda one: one.record.slot.day)
    data = {
        "title": str(participant.organisation),
        "lead": f"{participant.person} · {event}",
        "zone": _("Times are those of the event (%(zone)s).") % {"zone": event.time_zone},
        "headings": [_("Time"), _("Table"), _("You are meeting"), _("Speaks")],
        "days": [
            {"name": day_name(day), "rows": [_row(one) for one in held]} for day, held in days
        ],
        "nothing": _("No meetings are scheduled yet."),
        "generated": _("Meetings of participants that were generated for show.")
        if any(one.record.is_generated for one in meetings)
        else "",
    }
    return documents.pdf(
        "meetings/schedule.typ",
        data,
        title=_("Schedule of meetings"),
        source=wording.date(timezone.localdate()),
    )


def _row(one: Side[Meeting]) -> list[str]:
    slot = one.record.slot
    return [
        f"{slot.starts:%H:%M}–{slot.ends:%H:%M}",
        table_label(one.record.table),
        f"{one.other.organisation}\n{one.other.person}",
        spoken(one.other.person.languages),
    ]


def _entry(event: Event, one: Side[Meeting]) -> Entry:
    meeting = one.record
    zone = event.zone
    place = [table_label(meeting.table), meeting.table.hall, event.venue, event.city]
    return Entry(
        uid=f"meeting-{meeting.code}",
        title=_("Meeting: %(who)s") % {"who": one.other.organisation},
        starts=meeting.slot.during.lower.astimezone(zone),
        ends=meeting.slot.during.upper.astimezone(zone),
        changed=meeting.created_at,
        place=", ".join(str(part) for part in place if part),
        about=str(one.other.person),
        path=meeting.get_absolute_url(),
        generated=meeting.is_generated,
    )
