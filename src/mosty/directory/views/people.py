"""People: a page each, and how they come to organisations and leave them."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core.editing import attempt
from mosty.core.requests import SignedIn
from mosty.core.story import Chapter, story_of
from mosty.directory import actions
from mosty.directory.forms import AccountForm, EndForm, NewcomerForm, PersonForm
from mosty.directory.models import Office, Organisation, Person, Representative
from mosty.directory.queries import spoken, visible_people
from mosty.directory.rules import (
    EDIT_PERSON,
    MANAGE_REPRESENTATIVES,
    OPEN_ACCOUNT,
    READ_CONTACT,
)
from mosty.directory.views.organisations import form_page, visible


@require_GET
@login_required
def person_page(request: SignedIn, code: str) -> HttpResponse:
    """One person: names, languages, posts, whom they represent."""
    return _person_page(request, _visible(request, code), email=None)


@require_POST
@login_required
def person_email(request: SignedIn, code: str) -> HttpResponse:
    """The person's page with the e-mail address on it; the journal keeps who asked."""
    person = _visible(request, code)
    return _person_page(request, person, email=actions.read_contact(by=request.user, person=person))


@login_required
def person_edit(request: SignedIn, code: str) -> HttpResponse:
    """Change a person; the second of two editors is shown the difference."""
    person = _visible(request, code)
    EDIT_PERSON.check(request.user, person)
    form = PersonForm(request.POST or None, instance=person)
    changed = attempt(
        form,
        lambda: actions.change_person(
            by=request.user,
            person=person,
            seen=form.cleaned_data["version"],
            **form.fields_given(),
        ),
    )
    if changed:
        messages.success(request, _("The changes are saved."))
        return redirect(changed)
    return form_page(request, form, _("Change the person"), person)


@login_required
def person_account(request: SignedIn, code: str) -> HttpResponse:
    """Open an account for a person."""
    person = _visible(request, code)
    OPEN_ACCOUNT.check(request.user, person)
    form = AccountForm(request.POST or None)
    opened = attempt(
        form, lambda: actions.open_account(by=request.user, person=person, **form.cleaned_data)
    )
    if opened:
        messages.success(
            request,
            _("The account is open. The person gets an e-mail with a link to set a password."),
        )
        return redirect(person)
    return form_page(request, form, _("Open an account"), person)


@login_required
def newcomer(request: SignedIn, code: str) -> HttpResponse:
    """A person comes to an organisation, known or new, with a post, a voice, or both."""
    organisation = visible(request, code)
    MANAGE_REPRESENTATIVES.check(request.user, organisation)
    form = NewcomerForm(request.POST or None, user=request.user, initial={"represents": True})
    person = attempt(form, lambda: _introduce(request, organisation, form))
    if person:
        messages.success(request, _("The person is now on the organisation's page."))
        return redirect(organisation)
    return form_page(request, form, _("New person in the organisation"), organisation)


@login_required
def office_end(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Note when a post ended."""
    organisation = visible(request, code)
    MANAGE_REPRESENTATIVES.check(request.user, organisation)
    office = get_object_or_404(Office, organisation=organisation, pk=pk)
    form = EndForm(request.POST or None)
    ended = attempt(
        form, lambda: actions.end_office(by=request.user, office=office, **form.cleaned_data)
    )
    if ended:
        messages.success(request, _("The end of the post is recorded."))
        return redirect(organisation)
    return form_page(request, form, _("The post has ended"), organisation)


@require_POST
@login_required
def representation_end(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Let a person no longer act for an organisation."""
    organisation = visible(request, code)
    named = get_object_or_404(Representative, organisation=organisation, pk=pk)
    actions.end_representation(by=request.user, representative=named)
    messages.success(
        request,
        _("%(person)s no longer represents the organisation.") % {"person": named.person},
    )
    return redirect(organisation)


def _introduce(request: SignedIn, organisation: Organisation, form: NewcomerForm) -> Person:
    """Up to three acts, all or none: a new person, a post, a representation."""
    given, user = form.cleaned_data, request.user
    with transaction.atomic():
        person = given["existing"] or actions.add_person(
            by=user, name=given["name"], languages=given["languages"], email=given["email"]
        )
        if given["title"]:
            actions.appoint(
                by=user,
                person=person,
                organisation=organisation,
                title=given["title"],
                since=given["since"],
            )
        if given["represents"]:
            actions.name_representative(by=user, person=person, organisation=organisation)
    return person


def _visible(request: SignedIn, code: str) -> Person:
    return get_object_or_404(visible_people(request.user), code=code)


def _story(person: Person) -> list[Chapter]:
    """The story without the addresses that changed in it: reading one is asked for by itself."""
    address = Person._meta.get_field("email").verbose_name
    return [
        replace(
            chapter,
            changes=tuple(change for change in chapter.changes if change.label != address),
        )
        for chapter in story_of(person)
    ]


def _person_page(request: SignedIn, person: Person, email: str | None) -> HttpResponse:
    user = request.user
    reads_contact = READ_CONTACT.allows(user, person)
    own = person.user_id == user.pk
    return render(
        request,
        "directory/person.html",
        {
            "person": person,
            "spoken": spoken(person.languages),
            "other_names": [
                (code, text) for code, text in person.name.items() if code != person.name.lang
            ],
            "email": person.email if own else email,
            "may_ask_email": reads_contact and bool(person.email) and not own and email is None,
            "offices": person.offices.select_related("organisation").order_by("until", "pk"),
            "may_edit": EDIT_PERSON.allows(user, person),
            "may_open_account": person.user_id is None and OPEN_ACCOUNT.allows(user, person),
            "story": _story(person) if reads_contact else [],
        },
    )
