"""Pages of agreements."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.agreements import actions
from mosty.agreements.forms import AgreementForm, FileForm, SigningForm, party_forms
from mosty.agreements.lists import AgreementFilter, AgreementTable
from mosty.agreements.models import TRANSITIONS, Agreement, AgreementFile
from mosty.agreements.queries import visible_agreements
from mosty.agreements.rules import EDIT_AGREEMENT, READ_FILE, READ_STORY
from mosty.core import files
from mosty.core.editing import attempt, tried
from mosty.core.lists import list_page
from mosty.core.models import Team
from mosty.core.requests import SignedIn
from mosty.core.rules import MANAGE_TEAM
from mosty.core.story import story_of
from mosty.core.thread import thread_of
from mosty.events.models import Event
from mosty.meetings.models import Meeting
from mosty.meetings.rules import SEE_MEETING


@require_GET
@login_required
def agreement_list(request: SignedIn) -> HttpResponse:
    """All agreements and contracts the person may see."""
    return list_page(
        request,
        "agreements/agreement_list.html",
        rows=visible_agreements(request.user),
        see=None,
        table=AgreementTable,
        filters=AgreementFilter,
        title=_("Agreements"),
        filename="agreements",
        may_add=_teams(request).exists(),
    )


@require_GET
@login_required
def agreement_page(request: SignedIn, code: str) -> HttpResponse:
    """One agreement: what it says, between whom, what it came from and what came of it."""
    agreement = _visible(request, code)
    return render(request, "agreements/agreement.html", _page(request, agreement))


@login_required
def agreement_new(request: SignedIn) -> HttpResponse:
    """Begin an agreement; `?meeting=code` starts from a meeting and its two sides."""
    MANAGE_TEAM.check_some(request.user, Team.objects.all())
    meeting = _meeting_asked_for(request)
    sides = [meeting.first.organisation, meeting.second.organisation] if meeting else []
    initial = {"meetings": [meeting]} if meeting else {}
    form = AgreementForm(request.POST or None, user=request.user, initial=initial)
    parties = party_forms(request.POST or None, user=request.user, parties=[], started_with=sides)
    made = None
    if _posted(request, parties):
        made = attempt(
            form,
            lambda: actions.add_agreement(
                by=request.user,
                team=form.team_given,
                parties=[each.side() for each in parties],
                **form.fields_given(),
            ),
        )
    if made:
        messages.success(request, _("The agreement is saved as a draft."))
        return redirect(made)
    shown = {"form": form, "parties": parties, "title": _("New agreement")}
    shown["back"] = meeting.get_absolute_url() if meeting else reverse("agreements")
    return render(request, "agreements/agreement_form.html", shown)


@login_required
def agreement_edit(request: SignedIn, code: str) -> HttpResponse:
    """Change an agreement; two at once are shown the difference."""
    agreement = _visible(request, code)
    EDIT_AGREEMENT.check(request.user, agreement)
    known = list(agreement.parties.select_related("organisation", "signatory"))
    initial = {"meetings": list(agreement.meetings.all())}
    form = AgreementForm(
        request.POST or None, instance=agreement, user=request.user, initial=initial
    )
    parties = party_forms(request.POST or None, user=request.user, parties=known, started_with=[])
    form.party_forms = list(parties)
    changed = None
    if _posted(request, parties):
        changed = attempt(
            form,
            lambda: actions.change_agreement(
                by=request.user,
                agreement=agreement,
                seen=form.cleaned_data["version"],
                parties=[each.side() for each in parties],
                **form.fields_given(),
            ),
        )
    if changed:
        messages.success(request, _("The agreement is saved."))
        return redirect(changed)
    return render(
        request,
        "agreements/agreement_form.html",
        {
            "form": form,
            "parties": parties,
            "title": _("Change the agreement"),
            "agreement_title": agreement,
            "back": agreement.get_absolute_url(),
        },
    )


@login_required
def agreement_sign(request: SignedIn, code: str) -> HttpResponse:
    """Record the signing."""
    agreement = _visible(request, code)
    EDIT_AGREEMENT.check(request.user, agreement)
    event = Event.objects.filter(meetings__agreements=agreement).first()
    form = SigningForm(
        request.POST or None, user=request.user, initial={"signed_at": event and event.pk}
    )
    signed = attempt(
        form,
        lambda: actions.sign_agreement(by=request.user, agreement=agreement, **form.cleaned_data),
    )
    if signed:
        messages.success(request, _("The signing is recorded."))
        return redirect(signed)
    return render(
        request,
        "core/form_page.html",
        {
            "form": form,
            "title": _("Record the signing"),
            "submit": _("Record the signing"),
            "back": agreement.get_absolute_url(),
        },
    )


@require_POST
@login_required
def agreement_end(request: SignedIn, code: str) -> HttpResponse:
    """Record that the agreement has ended."""
    agreement = _visible(request, code)
    tried(
        request,
        lambda: actions.end_agreement(by=request.user, agreement=agreement),
        _("The agreement is marked as ended."),
    )
    return redirect(agreement)


@require_POST
@login_required
def agreement_attach(request: SignedIn, code: str) -> HttpResponse:
    """Attach a file; what is wrong with it is said beside the box."""
    agreement = _visible(request, code)
    EDIT_AGREEMENT.check(request.user, agreement)
    form = FileForm(request.POST, request.FILES)
    attached = attempt(
        form,
        lambda: actions.attach_file(
            by=request.user,
            agreement=agreement,
            upload=form.cleaned_data["file"],
            kind=form.cleaned_data["kind"],
        ),
    )
    if attached:
        messages.success(request, _("The file is attached."))
        return redirect(agreement)
    page = _page(request, agreement) | {"file_form": form}
    return render(request, "agreements/agreement.html", page, status=422)


@require_GET
@login_required
def agreement_file(request: SignedIn, code: str, file: str) -> FileResponse:
    """Serve a file of the agreement to those who may read it."""
    return files.serve(_readable_file(request, code, file).file)


@require_POST
@login_required
def agreement_file_remove(request: SignedIn, code: str, file: str) -> HttpResponse:
    """Take a file off the agreement."""
    attached = _readable_file(request, code, file)
    actions.remove_file(by=request.user, attached=attached)
    messages.success(request, _("The file is removed."))
    return redirect(attached.agreement)


def _visible(request: SignedIn, code: str) -> Agreement:
    return get_object_or_404(visible_agreements(request.user), code=code)


def _readable_file(request: SignedIn, code: str, file: str) -> AgreementFile:
    attached = AgreementFile.objects.select_related("file", "agreement__team")
    readable = READ_FILE.filter(request.user, attached)
    return get_object_or_404(readable, agreement__code=code, file__code=file)


def _teams(request: SignedIn) -> Any:
    """The teams for which the person may begin an agreement."""
    return MANAGE_TEAM.filter(request.user, Team.objects.order_by("pk"))


def _meeting_asked_for(request: SignedIn) -> Meeting | None:
    """The meeting of `?meeting=code` from which a new agreement comes; 404 for one not open."""
    code = request.GET.get("meeting")
    if not code:
        return None
    meetings = Meeting.objects.select_related("first__organisation", "second__organisation")
    return get_object_or_404(SEE_MEETING.filter(request.user, meetings), code=code)


def _posted(request: SignedIn, parties: Any) -> bool:
    """Whether something was sent and its parties are well formed; else their boxes say why not."""
    return request.method == "POST" and bool(parties.is_valid())


def _page(request: SignedIn, agreement: Agreement) -> dict[str, Any]:
    files_seen = READ_FILE.filter(request.user, agreement.files.select_related("file"))
    may_edit = EDIT_AGREEMENT.allows(request.user, agreement)
    return {
        "agreement": agreement,
        "parties": agreement.parties.select_related("organisation", "signatory"),
        "files": files_seen,
        "may_edit": may_edit,
        "may_sign": may_edit and Agreement.State.SIGNED in TRANSITIONS[agreement.state],
        "may_end": may_edit and Agreement.State.ENDED in TRANSITIONS[agreement.state],
        "file_form": FileForm(),
        "thread": thread_of(agreement, request.user),
        "story": story_of(agreement) if READ_STORY.allows(request.user, agreement) else (),
    }
