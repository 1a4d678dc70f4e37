"""Arrival: the front desk checks people in."""

import datetime as dt
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.permissions import Subject
from mosty.events.models import CheckIn, Registration
from mosty.events.rules import CHECK_IN

ARRIVED_ALREADY: Final = _("%(who)s is checked in already.")
NOT_CONFIRMED: Final = _("The registration of %(who)s is not confirmed: confirm it first.")


def check_in(*, by: Subject, registration: Registration, at: dt.datetime | None = None) -> CheckIn:
    """Note that a registered person has come.

    Raises Denied to anybody but the desk and the managers, Refused for a registration that is not
    confirmed or a person who is checked in already.
    """
    CHECK_IN.check(by, registration)
    who = {"who": registration.person}
    messages = {"events_checkin_registration_id_key": ARRIVED_ALREADY % who}
    with refusing(messages), acting(by, "events.check_in"):
        state = Registration.objects.select_for_update().get(pk=registration.pk).state
        if state != Registration.State.CONFIRMED:
            raise Refused(NOT_CONFIRMED % who)
        arrived = CheckIn.objects.create(
            registration=registration,
            at=at or timezone.now(),
            by=by if by.is_authenticated else None,
        )
        journal(
            by=by,
            verb="events.check_in",
            words=gettext_noop("checked in %(who)s"),
            subject=registration,
            team=registration.event.team,
            **who,
        )
    return arrived


def undo_check_in(*, by: Subject, registration: Registration) -> None:
    """Take a check-in back that was a mistake; nothing happens when there is none."""
    CHECK_IN.check(by, registration)
    with acting(by, "events.undo_check_in"):
        gone, _rows = CheckIn.objects.filter(registration=registration).delete()
        if gone:
            journal(
                by=by,
                verb="events.undo_check_in",
                words=gettext_noop("took back the check-in of %(who)s"),
                subject=registration,
                team=registration.event.team,
                who=registration.person,
            )
