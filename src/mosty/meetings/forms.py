"""The forms of meetings."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mosty.core import wording
from mosty.events.models import Event
from mosty.meetings.models import Meeting, MeetingPlan, MeetingRequest, Outcome, Participant, Slot
from mosty.meetings.queries.times import FreeTime
from mosty.places.models import Table

Wish = MeetingRequest.Wish

WISHES = (
    (Wish.MUST, _("We must meet")),
    (Wish.WANT, _("I want to meet")),
    (Wish.WOULD, _("I would meet if there is time")),
)
MISSED = "missed"
CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class RequestForm(forms.Form):
    """A wish for a meeting with one participant."""

    sender = forms.ModelChoiceField(Participant.objects.none(), label=_("On behalf of"))
    wish = forms.ChoiceField(
        label=_("How much do you want to meet?"),
        choices=WISHES,
        initial=Wish.WANT,
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you would like to talk about: one or two sentences are enough."),
    )

    def __init__(self, *args: Any, senders: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Participant]", self.fields["sender"])
        field.queryset = Participant.objects.filter(
            pk__in=[sender.pk for sender in senders]
        ).select_related("person", "organisation")
        field.to_field_name = "code"
        if senders:
            self.initial.setdefault("sender", senders[0].code)
        if len(senders) == 1:
            field.widget = forms.HiddenInput()


class OutcomeForm(forms.Form):
    """What came of a meeting, or that it did not take place."""

    result = forms.ChoiceField(
        label=_("Outcome"),
        choices=[*Outcome.Result.choices, (MISSED, Meeting.State.MISSED.label)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Seen by the other side and by the event's team."),
    )


class TablesField(forms.ModelMultipleChoiceField):
    """Tables to tick, each with its hall."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Table) -> str:
        return f"{obj.hall}: {obj}"


class PlanForm(forms.ModelForm):
    """At most how many meetings a person, and at which tables."""

    tables = TablesField(Table.objects.none(), label=_("Tables"))

    class Meta:
        model = MeetingPlan
        fields: ClassVar = ["limit_per_person", "tables"]

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = Table.objects.select_related("hall__venue").filter(hall__venue__team=event.team)
        if event.venue_id:
            tables = tables.filter(hall__venue=event.venue_id)
        field = cast("TablesField", self.fields["tables"])
        field.queryset = tables.order_by("hall__order", "hall", "number")


class SlotsForm(forms.Form):
    """A frame of slots, the same on every chosen day."""

    days = forms.MultipleChoiceField(label=_("Days"), widget=forms.CheckboxSelectMultiple)
    starts = forms.TimeField(
        label=_("The first meeting begins"), initial=dt.time(10, 0), widget=CLOCK
    )
    ends = forms.TimeField(label=_("The last meeting ends"), initial=dt.time(18, 0), widget=CLOCK)
    minutes = forms.IntegerField(
        label=_("Minutes a meeting"), min_value=5, max_value=240, initial=20
    )
    break_starts = forms.TimeField(
        label=_("Break from"), required=False, initial=dt.time(13, 0), widget=CLOCK
    )
    break_ends = forms.TimeField(
        label=_("Break to"), required=False, initial=dt.time(14, 0), widget=CLOCK
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = _days_of(event)
        field = cast("forms.MultipleChoiceField", self.fields["days"])
        field.choices = [(day.isoformat(), wording.date(day)) for day in days]
        self.initial.setdefault("days", [day.isoformat() for day in days])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("break_starts"), cleaned.get("break_ends")
        if (starts is None) != (ends is None):
            raise ValidationError(_("A break needs both its beginning and its end."))
        if starts and ends and ends <= starts:
            self.add_error("break_ends", _("The break ends before it begins: check the two times."))
        cleaned["breaks"] = [] if starts is None else [(starts, ends)]
        return cleaned

    def frame(self) -> dict[str, Any]:
        """What `make_slots` is given."""
        return {
            "days": [dt.date.fromisoformat(day) for day in self.cleaned_data["days"]],
            **{name: self.cleaned_data[name] for name in ("starts", "ends", "minutes", "breaks")},
        }


class RunForm(forms.Form):
    """How long the engine may look for the best schedule."""

    seconds = forms.IntegerField(
        label=_("Seconds to search for the best schedule"), min_value=1, max_value=600, initial=20
    )


class SlotForm(forms.Form):
    """One of the event's slots, named by its local time."""

    slot = forms.ChoiceField(
        label=_("Time"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("This time has just been taken. Choose another one."),
        },
    )

    def __init__(self, *args: Any, times: Sequence[FreeTime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {time.slot.key: time.slot for time in times}
        field = cast("forms.ChoiceField", self.fields["slot"])
        field.choices = [
            (key, f"{wording.date(slot.day)}, {slot.starts:%H:%M}")
            for key, slot in self.named.items()
        ]

    def clean_slot(self) -> Slot:
        return self.named[self.cleaned_data["slot"]]


def _days_of(event: Event) -> list[dt.date]:
    """The days of an event; none when its dates are known by the month only."""
    if not event.starts.is_day:
        return []
    first, last = event.starts.first, event.last_day
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
