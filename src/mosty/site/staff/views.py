"""Teams and roles: administrators change them, auditors read them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core import staffing
from mosty.core.editing import attempt, tried
from mosty.core.lists import list_page
from mosty.core.models import InstallationRole, Team, TeamRole, User
from mosty.core.requests import SignedIn
from mosty.core.staffing import MANAGE_STAFF, SEE_STAFF
from mosty.core.story import story_of
from mosty.site.staff import roles
from mosty.site.staff.forms import ColleagueForm, GiveRoleForm, NewTeamForm, TeamForm
from mosty.site.staff.lists import ColleagueFilter, ColleagueTable, people


@require_GET
@login_required
def staff(request: SignedIn) -> HttpResponse:
    """Teams of the host, and who works in which role."""
    SEE_STAFF.check(request.user, request.user)
    return list_page(
        request,
        "site/staff/staff.html",
        rows=people(everybody=bool(request.GET.get("everybody"))),
        see=SEE_STAFF,
        table=ColleagueTable,
        filters=ColleagueFilter,
        title=_("Team and roles"),
        filename="colleagues",
        teams=Team.objects.annotate(size=Count("roles__user", distinct=True)).order_by("pk"),
        may_manage=_may_manage(request),
    )


@login_required
def team_new(request: SignedIn) -> HttpResponse:
    """Add a team."""
    MANAGE_STAFF.check(request.user, request.user)
    form = NewTeamForm(request.POST or None)
    added = attempt(form, lambda: staffing.add_team(by=request.user, **form.cleaned_data))
    if added:
        messages.success(request, _("The team is added. Now add the people who work in it."))
        return redirect("team", added.code)
    return render(request, "site/staff/form.html", {"form": form, "title": _("New team")})


@login_required
def team(request: SignedIn, code: str) -> HttpResponse:
    """One team: its people; administrators may rename it."""
    SEE_STAFF.check(request.user, request.user)
    found = get_object_or_404(Team, code=code)
    form = TeamForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST":
        MANAGE_STAFF.check(request.user, request.user)
        if attempt(
            form, lambda: staffing.rename_team(by=request.user, team=found, **form.cleaned_data)
        ):
            messages.success(request, _("The team has its new name."))
            return redirect("team", found.code)
        found.refresh_from_db()
    return render(
        request,
        "site/staff/team.html",
        {
            "team": found,
            "held": found.roles.select_related("user").order_by("user__name", "role"),
            "form": form,
            "may_manage": _may_manage(request),
            "story": story_of(found),
        },
    )


@login_required
def colleague_new(request: SignedIn) -> HttpResponse:
    """Add somebody who will work here. Who has an account already is shown instead."""
    MANAGE_STAFF.check(request.user, request.user)
    form = ColleagueForm(request.POST or None, initial={"language": request.user.language})
    added = attempt(form, lambda: _add(request, form))
    if added:
        messages.success(request, _("The account is open; an e-mail with the link is on its way."))
        return redirect("colleague", added.code)
    return render(
        request,
        "site/staff/form.html",
        {
            "form": form,
            "title": _("New colleague"),
            "submit": _("Open the account"),
            "known": _with_address(form),
        },
    )


@require_GET
@login_required
def colleague(request: SignedIn, code: str) -> HttpResponse:
    """One person: roles, account, and what was done with them."""
    SEE_STAFF.check(request.user, request.user)
    user = get_object_or_404(people(everybody=True), code=code)
    return render(request, "site/staff/colleague.html", _page(request, user))


@require_POST
@login_required
def colleague_give(request: SignedIn, code: str) -> HttpResponse:
    """Give one more role."""
    user = _managed(request, code)
    form = GiveRoleForm(request.POST, user=user)
    if not form.is_valid():
        page = _page(request, user) | {"form": form}
        return render(request, "site/staff/colleague.html", page, status=422)
    where, role = roles.read_key(form.cleaned_data["role"])
    if where:
        staffing.give_team_role(by=request.user, user=user, team=where, role=role)
    else:
        staffing.give_installation_role(by=request.user, user=user, role=role)
    messages.success(request, _("The role is given."))
    return redirect("colleague", user.code)


@require_POST
@login_required
def colleague_take(request: SignedIn, code: str) -> HttpResponse:
    """Take a role back."""
    user = _managed(request, code)
    place, _colon, role = request.POST.get("role", "").rpartition(":")
    if place == roles.INSTALLATION:
        whole = get_object_or_404(InstallationRole, user=user, role=role)
        return _told(
            request,
            user,
            lambda: staffing.take_installation_role(by=request.user, role=whole),
            _("The role is taken back."),
        )
    held = get_object_or_404(TeamRole, user=user, team__code=place, role=role)
    return _told(
        request,
        user,
        lambda: staffing.take_team_role(by=request.user, role=held),
        _("The role is taken back."),
    )


@require_POST
@login_required
def colleague_link(request: SignedIn, code: str) -> HttpResponse:
    """Send the link for the first password again."""
    user = _managed(request, code)
    return _told(
        request,
        user,
        lambda: staffing.send_password_link(by=request.user, user=user),
        _("An e-mail with a new link is on its way."),
    )


@require_POST
@login_required
def colleague_close(request: SignedIn, code: str) -> HttpResponse:
    """Let somebody sign in no more."""
    user = _managed(request, code)
    return _told(
        request,
        user,
        lambda: staffing.close_account(by=request.user, user=user),
        _("The account is closed."),
    )


@require_POST
@login_required
def colleague_open(request: SignedIn, code: str) -> HttpResponse:
    """Let somebody sign in again."""
    user = _managed(request, code)
    return _told(
        request,
        user,
        lambda: staffing.open_account_again(by=request.user, user=user),
        _("The account is open again."),
    )


def _may_manage(request: SignedIn) -> bool:
    return MANAGE_STAFF.allows(request.user, request.user)


def _managed(request: SignedIn, code: str) -> User:
    """The person, for somebody who may change their roles."""
    MANAGE_STAFF.check(request.user, request.user)
    user = User.objects.filter(code=code).first()
    if user is None:
        raise Http404
    return user


def _add(request: SignedIn, form: ColleagueForm) -> User:
    return staffing.add_colleague(
        by=request.user,
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        language=form.cleaned_data["language"],
        roles=form.installation_roles,
        team_roles=form.team_roles,
    )


def _with_address(form: ColleagueForm) -> User | None:
    """Who has an account with the address that was typed."""
    address = form.data.get("email", "").strip() if form.is_bound else ""
    return User.objects.filter(email__iexact=address).first() if address else None


def _told(request: SignedIn, user: User, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it, and tell on the person's page that it is done or why it is not."""
    tried(request, act, done)
    return redirect("colleague", user.code)


def _page(request: SignedIn, user: User) -> dict[str, Any]:
    form = GiveRoleForm(user=user)
    return {
        "colleague": user,
        "held": roles.held_by(user),
        "form": form if form.has_choices else None,
        "may_manage": _may_manage(request),
        "is_oneself": user == request.user,
        "story": story_of(user),
    }
