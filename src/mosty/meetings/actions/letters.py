"""Letters about meetings, in the reader's language."""

from typing import Any, Final

from mosty.core.mail import post
from mosty.core.models import Mail
from mosty.meetings.models import Participant

IN_LETTERS: Final = ("ru", "en")  # the languages the letters are written in
ELSE: Final = "en"


def write_to(participant: Participant, letter: str, **context: Any) -> Mail | None:
    """One letter to a participant; none when no address of theirs is known."""
    return post(
        participant.person.email,
        language_of(participant),
        f"meetings/mail/{letter}.txt",
        participant=participant,
        event=participant.event,
        **context,
    )


def language_of(participant: Participant) -> str:
    """The language a person reads letters in: their account's, else one that they speak."""
    person = participant.person
    if person.user:
        return person.user.language
    return next((code for code in person.languages if code in IN_LETTERS), ELSE)
