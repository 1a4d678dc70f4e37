"""Every change of events, their programme, registrations and check-in."""

from mosty.events.actions.arrival import check_in, undo_check_in
from mosty.events.actions.event import (
    add_event,
    change_event,
    give_role,
    move_event,
    set_places,
    take_role,
)
from mosty.events.actions.programme import (
    add_session,
    add_speaker,
    change_session,
    remove_session,
    remove_speaker,
)
from mosty.events.actions.registration import (
    confirm_registration,
    decline_registration,
    register,
    withdraw_own_registration,
    withdraw_registration,
)
from mosty.events.actions.registration_form import register_self

__all__ = [
    "add_event",
    "add_session",
    "add_speaker",
    "change_event",
    "change_session",
    "check_in",
    "confirm_registration",
    "decline_registration",
    "give_role",
    "move_event",
    "register",
    "register_self",
    "remove_session",
    "remove_speaker",
    "set_places",
    "take_role",
    "undo_check_in",
    "withdraw_own_registration",
    "withdraw_registration",
]
