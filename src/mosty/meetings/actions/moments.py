"""What depends on the time: whether an event is over, whether a meeting has begun."""

from datetime import datetime

from mosty.events.models import Event
from mosty.meetings.models import Meeting


def is_over(event: Event, now: datetime) -> bool:
    """Whether the event's last day has passed, by its own clock."""
    return now.astimezone(event.zone).date() > event.last_day


def has_begun(meeting: Meeting, now: datetime) -> bool:
    """Whether the time of the meeting has come."""
    return meeting.slot.during.lower <= now
