"""Forms of the programme."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mosty.core.editing import VersionedForm
from mosty.events.actions.programme import ENDS_FIRST
from mosty.events.models import Event, Session
from mosty.places.models import Hall


class SessionForm(VersionedForm):
    """A session: what, when (local to the event) and in which hall of its venue."""

    class Meta:
        model = Session
        fields: ClassVar = [
            "title", "kind", "day", "starts", "ends", "hall", "track", "abstract",
        ]  # fmt: skip
        widgets: ClassVar = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "starts": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        halls = Hall.objects.filter(venue=event.venue) if event.venue else Hall.objects.none()
        self.fields["hall"].queryset = halls.select_related("venue")  # type: ignore[attr-defined]
        self.fields["hall"].help_text = "" if event.venue else _("Choose the event's venue first.")
        day = self.fields["day"]
        day.initial = event.first_day
        day.widget.attrs |= {"min": event.first_day.isoformat(), "max": event.last_day.isoformat()}
        self.fields["starts"].help_text = _("Local time: %(zone)s") % {"zone": event.time_zone}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", ENDS_FIRST)
        return cleaned
