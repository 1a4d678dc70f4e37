"""Forms of an event."""

import zoneinfo
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mosty.core.editing import VersionedForm
from mosty.core.fields import SortKey
from mosty.core.models import Team
from mosty.core.permissions import Subject
from mosty.core.rules import MANAGE_TEAM
from mosty.events.actions.event import ENDS_FIRST, MOST_PLACES
from mosty.events.models import Event
from mosty.places.models import Venue


class EventForm(VersionedForm):
    """The facts of an event."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())],
        help_text=_("The programme's times are local to it."),
    )

    class Meta:
        model = Event
        fields: ClassVar = [
            "name", "kind", "edition", "starts", "ends", "first_held",
            "country", "city", "venue", "time_zone", "about",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "starts": _("A day, a month or a year: 2025-12-08, 2025-12 or 2025."),
            "ends": _("Leave it empty for one day."),
            "edition": _("The number of this edition: 2 for the second."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = Venue.objects.order_by(SortKey("name"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", ENDS_FIRST)
        return cleaned


class NewEventForm(EventForm):
    """A new event: the team that runs it, its address and its places as well."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))
    code = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=60,
        help_text=_("A short word for the address, such as week-2025."),
    )
    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("Empty: no limit."),
    )

    def __init__(self, *args: Any, user: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = MANAGE_TEAM.filter(user, Team.objects.order_by("pk"))
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["team"].initial = teams.first()
        self.fields["time_zone"].initial = "Europe/Moscow"

    def clean_code(self) -> str | None:
        return self.cleaned_data["code"].lower() or None


class PlacesForm(forms.Form):
    """How many places there are."""

    limit = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        help_text=_("Empty: no limit."),
    )


class SureForm(forms.Form):
    """Carries the state that is asked about through the page of confirmation."""

    state = forms.CharField(widget=forms.HiddenInput)
    sure = forms.CharField(widget=forms.HiddenInput)
