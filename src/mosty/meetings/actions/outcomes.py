"""After a meeting: whether it took place and what came of it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal
from mosty.core.permissions import Subject
from mosty.meetings.actions.moments import has_begun
from mosty.meetings.models import Meeting, Outcome, Participant
from mosty.meetings.rules import MARK_MEETING, TELL_OUTCOME

NOT_YET = _("The time of this meeting has not come yet.")
CANCELLED = _("This meeting was cancelled.")
NOT_A_SIDE = _("Only one of the two sides can say what came of the meeting.")
TOLD_ALREADY = _("An outcome of this meeting is already recorded, so it took place.")


def tell_outcome(  # which meeting, whose word, what came of it
    *,
    by: Subject,
    meeting: Meeting,
    side: Participant | None,
    result: str,
    note: str = "",
    at: datetime | None = None,
) -> Outcome:
    """What came of a meeting, as one side tells it (`side=None`: the event's team tells).

    The meeting is held by that. Telling again changes this side's own word. Raises `Refused`
    before the meeting's time and for a cancelled one, and `Denied`.
    """
    TELL_OUTCOME.check(by, meeting)
    if side is not None and side.pk not in (meeting.first_id, meeting.second_id):
        raise Refused(NOT_A_SIDE)
    with acting(by, "meetings.tell_outcome"):
        current = _locked(meeting, at)
        outcome, _made = Outcome.objects.update_or_create(
            meeting=current,
            told_by=side,
            defaults={"result": result, "note": note, "told_at": at or timezone.now()},
        )
        _mark(current, Meeting.State.HELD)
        journal(
            by=by,
            verb="meetings.tell_outcome",
            words=gettext_noop("recorded what came of the meeting"),
            subject=current,
            team=current.event.team,
        )
    return outcome


def mark_held(*, by: Subject, meeting: Meeting, at: datetime | None = None) -> Meeting:
    """The front desk saw that the meeting takes place. Raises `Refused` and `Denied`."""
    MARK_MEETING.check(by, meeting)
    with acting(by, "meetings.mark_held"):
        current = _locked(meeting, at)
        _mark(current, Meeting.State.HELD)
        journal(
            by=by,
            verb="meetings.mark_held",
            words=gettext_noop("marked the meeting as held"),
            subject=current,
            team=current.event.team,
        )
    return current


def mark_missed(*, by: Subject, meeting: Meeting, at: datetime | None = None) -> Meeting:
    """The meeting did not take place: so say the front desk, the team or one of the sides.

    Raises `Refused` when an outcome says that it did, and `Denied`.
    """
    if not MARK_MEETING.allows(by, meeting):
        TELL_OUTCOME.check(by, meeting)
    with acting(by, "meetings.mark_missed"):
        current = _locked(meeting, at)
        if current.outcomes.exists():
            raise Refused(TOLD_ALREADY)
        _mark(current, Meeting.State.MISSED)
        journal(
            by=by,
            verb="meetings.mark_missed",
            words=gettext_noop("noted that the meeting did not take place"),
            subject=current,
            team=current.event.team,
        )
    return current


def _locked(meeting: Meeting, at: datetime | None) -> Meeting:
    """The meeting's row, locked, once its time has come."""
    current = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("slot", "event__team")
        .get(pk=meeting.pk)
    )
    if current.state == Meeting.State.CANCELLED:
        raise Refused(CANCELLED)
    if not has_begun(current, at or timezone.now()):
        raise Refused(NOT_YET)
    return current


def _mark(meeting: Meeting, state: str) -> None:
    """A missed meeting keeps its seats: its time was taken and is over."""
    if meeting.state == state:
        return
    meeting.state = state
    meeting.version += 1
    meeting.save()
