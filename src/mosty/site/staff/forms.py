"""The forms of teams, colleagues and tokens."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mosty.core.fields import CodeField, TranslatedFormField
from mosty.core.models import Team, User
from mosty.core.tokens import SCOPES
from mosty.site.staff import roles

USUAL_DAYS_OF_TOKEN = 365


class TeamForm(forms.Form):
    """A team's name."""

    name = TranslatedFormField(label=_("Name of the team"))


class NewTeamForm(TeamForm):
    """A new team: its code cannot be changed later."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        validators=CodeField.default_validators,
        help_text=_("Short, in Latin letters, for addresses and the API: “film-cluster”."),
    )


class ColleagueForm(forms.Form):
    """Somebody who will work here, and what they will do."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("An e-mail with a link to set a password goes there.")
    )
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES)
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["roles"]
        box.choices = roles.choices(Team.objects.order_by("pk"))

    @property
    def installation_roles(self) -> list[str]:
        """The chosen roles in the whole installation."""
        return [role for team, role in self._chosen() if team is None]

    @property
    def team_roles(self) -> list[tuple[Team, str]]:
        """The chosen roles in teams."""
        return [(team, role) for team, role in self._chosen() if team is not None]

    def _chosen(self) -> list[tuple[Team | None, str]]:
        return [roles.read_key(key) for key in self.cleaned_data["roles"]]


class GiveRoleForm(forms.Form):
    """One more role for a colleague: those not held yet."""

    role = forms.ChoiceField(label=_("One more role"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {role.key for role in roles.held_by(user)}
        groups = [
            (where, [(key, label) for key, label in group if key not in held])
            for where, group in roles.choices(Team.objects.order_by("pk"))
        ]
        offered = [(where, group) for where, group in groups if group]
        box: Any = self.fields["role"]
        box.choices = [("", "—"), *offered]
        self.has_choices = bool(offered)


class TokenForm(forms.Form):
    """A token for a program that works in one's own name."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("The program or the person that will use it: “website of the week”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(scope, label) for scope, label in SCOPES.items()],
        help_text=_("Never more than you may do yourself."),
    )
    expires_at = forms.DateField(
        label=_("Works until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Works until the end of this day. Empty: until it is revoked."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_a_year = timezone.localdate() + timedelta(days=USUAL_DAYS_OF_TOKEN)
        self.fields["expires_at"].initial = in_a_year

    @property
    def last_moment(self) -> datetime | None:
        """The end of the chosen day in the installation's zone."""
        day = self.cleaned_data["expires_at"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None
