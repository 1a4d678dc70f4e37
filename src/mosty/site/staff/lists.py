"""The list of colleagues."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core.lists import ListFilter
from mosty.core.models import InstallationRole, Team, TeamRole, User
from mosty.core.rules import TEAM, Role
from mosty.core.search import matching
from mosty.directory.models import Person
from mosty.events.models import EventRole
from mosty.site.staff.roles import held_by


def people(*, everybody: bool) -> "QuerySet[User]":
    """Who works here; with `everybody` also representatives of organisations.

    Somebody without a role who is not in the directory either has been added to work here.
    """
    users = User.objects.prefetch_related("roles", "team_roles__team").annotate(
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    )
    if everybody:
        return users
    held = (InstallationRole, TeamRole, EventRole)
    works = [Q(pk__in=model.objects.values("user")) for model in held]
    unknown = ~Q(pk__in=Person.objects.exclude(user=None).values("user"))
    return users.filter(works[0] | works[1] | works[2] | unknown)


class ColleagueTable(tables.Table):
    """One line a person: who, in which roles, and whether they can sign in."""

    name = tables.Column(verbose_name=_("Name"), linkify=("colleague", {"code": tables.A("code")}))
    email = tables.Column(verbose_name=_("E-mail"))
    roles = tables.Column(verbose_name=_("Roles"), accessor="pk", orderable=False, empty_values=())
    second_factor = tables.Column(
        verbose_name=_("Second factor"), accessor="has_second_factor", orderable=False
    )
    last_login = tables.DateTimeColumn(
        verbose_name=_("Last sign-in"), format="d.m.Y H:i", default="—"
    )
    state = tables.TemplateColumn(
        template_name="site/staff/state_cell.html",
        verbose_name=_("Account"),
        orderable=False,
        empty_values=(),
    )

    class Meta:
        order_by = "name"

    def render_roles(self, record: User) -> str:
        return "; ".join(
            f"{held.label}, {held.where}" if held.team else str(held.label)
            for held in held_by(record)
        )

    def value_roles(self, record: User) -> str:
        return self.render_roles(record)

    def render_second_factor(self, value: bool) -> Any:  # noqa: FBT001 reason: theirs
        return _("yes") if value else _("no")

    def value_last_login(self, record: User) -> Any:
        return record.last_login

    def value_state(self, record: User) -> Any:
        if not record.is_active:
            return pgettext_lazy("account", "closed")
        return (
            pgettext_lazy("account", "open")
            if record.has_usable_password()
            else _("no password yet")
        )


class ColleagueFilter(ListFilter):
    """By words, role and team; representatives are shown on demand."""

    role = django_filters.ChoiceFilter(
        choices=[*Role.choices, *TEAM.choices],
        method="with_role",
        label=_("Role"),
    )
    team = django_filters.ModelChoiceFilter(
        queryset=Team.objects.order_by("pk"), method="in_team", label=_("Team")
    )
    everybody = django_filters.BooleanFilter(
        method="as_given", label=_("Representatives too"), widget=forms.CheckboxInput
    )

    class Meta:
        model = User
        fields: ClassVar = ["role", "team", "everybody"]

    def search(self, queryset: "QuerySet[User]", _name: str, value: str) -> "QuerySet[User]":
        return queryset.filter(matching(("name", "email"), value))

    def with_role(self, queryset: "QuerySet[User]", _name: str, value: str) -> "QuerySet[User]":
        whole = Q(pk__in=InstallationRole.objects.filter(role=value).values("user"))
        return queryset.filter(whole | Q(pk__in=TeamRole.objects.filter(role=value).values("user")))

    def in_team(self, queryset: "QuerySet[User]", _name: str, value: Team) -> "QuerySet[User]":
        return queryset.filter(pk__in=value.roles.values("user"))

    def as_given(self, queryset: "QuerySet[User]", _name: str, _value: bool) -> Any:  # noqa: FBT001 reason: theirs
        """The page has chosen the rows already."""
        return queryset
