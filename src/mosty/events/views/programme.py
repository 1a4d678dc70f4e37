"""Pages of the programme: calendars for everybody, editing for the team."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core.actions import Refused
from mosty.core.editing import attempt
from mosty.directory.models import Person
from mosty.events import actions
from mosty.events.forms.programme import SessionForm
from mosty.events.models import Event, Session, Speaker
from mosty.events.queries import (
    event_shell,
    organisation_at,
    people_named,
    programme,
    with_speakers,
)
from mosty.events.rules import EDIT_EVENT
from mosty.events.sheets import calendar_of
from mosty.events.views.access import visible_event


@require_GET
def programme_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The whole programme as a calendar; without sessions, the event itself."""
    event = visible_event(request, code)
    return _calendar(event, list(with_speakers(event.sessions.all())), f"{event.code}.ics")


@require_GET
def session_ics(request: HttpRequest, code: str, session: str) -> HttpResponse:
    """One session as a calendar."""
    event = visible_event(request, code)
    found = get_object_or_404(with_speakers(event.sessions.all()), code=session)
    return _calendar(event, [found], f"{event.code}-{found.code}.ics")


@require_GET
@login_required
def programme_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The programme as the team edits it: every session leads to its form."""
    event = visible_event(request, code)
    EDIT_EVENT.check(request.user, event)
    context = {
        **event_shell(request.user, event, "programme"),
        "programme": programme(event),
        "title": _("Edit the programme"),
    }
    return render(request, "events/programme_edit.html", context)


@login_required
def session_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a session."""
    event = visible_event(request, code)
    EDIT_EVENT.check(request.user, event)
    form = SessionForm(request.POST or None, event=event)
    made = attempt(
        form,
        lambda: actions.add_session(by=request.user, event=event, **form.fields_given()),
    )
    if made:
        messages.success(request, _("The session is in the programme. Now add its speakers."))
        return redirect("session_edit", event.code, made.code)
    context = {**_shell(request, event), "form": form, "title": _("New session")}
    return render(request, "events/form.html", context)


@login_required
def session_edit(request: HttpRequest, code: str, session: str) -> HttpResponse:
    """Change a session, add and remove its speakers."""
    event, found = _editable(request, code, session)
    if "person" in request.POST:
        return _speaker_added(request, event, found)
    form = SessionForm(request.POST or None, instance=found, event=event)
    changed = attempt(
        form,
        lambda: actions.change_session(
            by=request.user,
            session=found,
            seen=form.cleaned_data["version"],
            **form.fields_given(),
        ),
    )
    if changed:
        messages.success(request, _("The session is saved."))
        return redirect("programme_edit", event.code)
    query = request.GET.get("who", "")
    context = {
        **_shell(request, event),
        "form": form,
        "title": _("Edit the session"),
        "session": found,
        "speakers": found.speakers.select_related("person", "organisation"),
        "query": query,
        "people": people_named(query),
    }
    return render(request, "events/session_edit.html", context)


@login_required
def session_remove(request: HttpRequest, code: str, session: str) -> HttpResponse:
    """Ask, then take the session out of the programme."""
    event, found = _editable(request, code, session)
    if request.method == "POST":
        actions.remove_session(by=request.user, session=found)
        messages.success(request, _("The session has been removed from the programme."))
        return redirect("programme_edit", event.code)
    context = {
        "title": _("Remove the session?"),
        "text": _("“%(title)s” and its speakers will be removed from the programme.")
        % {"title": found},
        "action": _("Remove the session"),
        "back": request.path.removesuffix("remove/"),
    }
    return render(request, "core/confirm.html", context)


@require_POST
@login_required
def speaker_remove(request: HttpRequest, code: str, session: str, speaker: int) -> HttpResponse:
    """Take a speaker out of a session."""
    event, found = _editable(request, code, session)
    actions.remove_speaker(
        by=request.user, speaker=get_object_or_404(Speaker, session=found, pk=speaker)
    )
    return redirect("session_edit", event.code, found.code)


def _speaker_added(request: HttpRequest, event: Event, session: Session) -> HttpResponse:
    person = get_object_or_404(Person, code=request.POST["person"])
    try:
        actions.add_speaker(
            by=request.user,
            session=session,
            person=person,
            organisation=organisation_at(person, event),
        )
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("session_edit", event.code, session.code)


def _editable(request: HttpRequest, code: str, session: str) -> tuple[Event, Session]:
    event = visible_event(request, code)
    EDIT_EVENT.check(request.user, event)
    return event, get_object_or_404(event.sessions.select_related("event__team"), code=session)


def _shell(request: HttpRequest, event: Event) -> dict[str, object]:
    return event_shell(request.user, event, "programme")


def _calendar(event: Event, sessions: list[Session], filename: str) -> HttpResponse:
    response = HttpResponse(calendar_of(event, sessions), content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
