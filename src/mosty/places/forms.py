"""Forms of venues, halls and tables."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mosty.core.editing import VersionedForm
from mosty.core.fields import SortKey
from mosty.core.models import Team, User
from mosty.core.rules import MANAGE_TEAM
from mosty.directory.models import Organisation
from mosty.directory.rules import SEE_ORGANISATION
from mosty.places.models import Hall, Table, Venue


class VenueForm(VersionedForm):
    """What is known of a venue. The team is chosen once, when it is added."""

    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Team"),
        help_text=_("Its managers keep this page up to date."),
        empty_label=None,
    )

    class Meta:
        model = Venue
        fields: ClassVar = [
            "team", "name", "country", "city", "address", "owner", "longitude", "latitude",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "name": _("In at least one language."),
            "longitude": _("Degrees east; west is negative: 37.62. Optional."),
            "latitude": _("Degrees north; south is negative: 55.75. Optional."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = SEE_ORGANISATION.filter(user, Organisation.objects.all())
        self.fields["owner"].queryset = organisations.order_by(SortKey("name"))  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["team"]
        else:
            self.fields["team"].queryset = MANAGE_TEAM.filter(user, Team.objects.order_by("pk"))  # type: ignore[attr-defined]


class HallForm(forms.ModelForm):
    """A hall of a venue."""

    class Meta:
        model = Hall
        fields: ClassVar = ["name", "capacity", "order"]
        help_texts: ClassVar = {"order": _("Halls are listed in the order of this number.")}


class TablesForm(forms.Form):
    """Tables of a hall by a range of numbers."""

    first = forms.IntegerField(label=_("From number"), min_value=1, max_value=30_000)
    last = forms.IntegerField(label=_("To number"), min_value=1, max_value=30_000)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Table.Kind.choices, widget=forms.RadioSelect, initial="open"
    )
