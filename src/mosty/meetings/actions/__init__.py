"""Every change to meetings, by subject.

`running` is not named here: it brings the solver, which belongs in workers and commands alone.
"""

from mosty.meetings.actions.by_hand import add_meeting, cancel_meeting, take_slot
from mosty.meetings.actions.outcomes import mark_held, mark_missed, tell_outcome
from mosty.meetings.actions.plan import (
    join,
    join_registered,
    make_slots,
    open_meetings,
    set_availability,
)
from mosty.meetings.actions.requests import (
    accept_request,
    decline_request,
    request_meeting,
    withdraw_request,
)
from mosty.meetings.actions.schedule import ask_for_schedule, publish_schedule

__all__ = [
    "accept_request",
    "add_meeting",
    "ask_for_schedule",
    "cancel_meeting",
    "decline_request",
    "join",
    "join_registered",
    "make_slots",
    "mark_held",
    "mark_missed",
    "open_meetings",
    "publish_schedule",
    "request_meeting",
    "set_availability",
    "take_slot",
    "tell_outcome",
    "withdraw_request",
]
