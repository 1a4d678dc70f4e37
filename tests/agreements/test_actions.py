"""What can be done with an agreement, by whom, and what is refused."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from mosty.agreements import actions
from mosty.agreements.actions import Side
from mosty.agreements.models import Agreement, Party, Subject
from mosty.core import files
from mosty.core.actions import Refused, factories_may_write
from mosty.core.fields import PartialDate
from mosty.core.models import JournalEntry, StoredFile
from mosty.core.permissions import Denied
from mosty.core.versions import Stale
from tests.factories.agreements import PDF, make_agreement, make_file
from tests.factories.core import make_auditor, make_desk, make_manager, make_team, sector
from tests.factories.directory import make_organisation, make_person, make_representative
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


def given(**more):
    """What a new agreement is given."""
    return {
        "kind": "agreement",
        "title": {"en": "Films together"},
        "sector": sector(),
        "parties": [Side(make_organisation()), Side(make_organisation())],
        **more,
    }


def changed(agreement, **more):
    """All that a change is given, as the agreement has it, with some of it changed."""
    return {
        "kind": agreement.kind,
        "title": agreement.title,
        "sector": agreement.sector,
        "parties": [
            Side(party.organisation, party.unnamed, party.country, party.signatory)
            for party in agreement.parties.all()
        ],
        "subjects": agreement.subjects.all(),
        "about": agreement.about,
        "amount": agreement.amount,
        "currency": agreement.currency,
        "follows": agreement.follows,
        "meetings": agreement.meetings.all(),
        **more,
    }


def test_a_manager_begins_an_agreement():
    team = make_team()
    manager = make_manager(team)
    films = Subject.objects.get(code="joint-films")
    signatory = make_person()
    sides = [
        Side(make_organisation(), signatory=signatory),
        Side(unnamed={"en": "Partners in Brazil"}, country="BR"),
    ]
    made = actions.add_agreement(
        by=manager,
        team=team,
        **given(parties=sides, subjects=[films], amount=Decimal("1.50"), currency="RUB"),
    )
    assert made.state == "draft"
    assert list(made.subjects.all()) == [films]
    assert [(party.order, party.country, party.signatory) for party in made.parties.all()] == [
        (1, "", signatory),
        (2, "BR", None),
    ]
    entry = JournalEntry.objects.get(subject_type="agreements.Agreement", subject_id=made.pk)
    assert (entry.by, entry.verb, entry.team) == (manager, "agreements.add", team)


def test_what_rests_on_a_generated_organisation_is_generated():
    team = make_team()
    manager = make_manager(team)
    real, generated = make_organisation(), make_organisation(provenance="generated")
    agreement = actions.add_agreement(
        by=manager,
        team=team,
        kind="agreement",
        title={"en": "Of one that was made up"},
        sector=sector("film"),
        parties=[Side(organisation=real), Side(organisation=generated)],
    )
    assert agreement.provenance == "generated"


def test_others_begin_and_change_nothing():
    team = make_team()
    agreement = make_agreement(team=team)
    representative = make_representative(agreement.parties.first().organisation).person.user
    for user in (make_manager(), make_desk(team), make_auditor(), representative):
        with pytest.raises(Denied, match="Only managers of this team"):
            actions.add_agreement(by=user, team=team, **given())
        with pytest.raises(Denied, match="keeps this agreement may change it"):
            actions.change_agreement(by=user, agreement=agreement, seen=1, **changed(agreement))
        with pytest.raises(Denied, match="keeps this agreement may change it"):
            actions.sign_agreement(by=user, agreement=agreement, signed_on=PartialDate("2025"))
    agreement.refresh_from_db()
    assert agreement.state == "draft"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"parties": []}, "at least two parties"),
        ({"amount": Decimal(5)}, "value and its currency together"),
        ({"currency": "RUB"}, "value and its currency together"),
        ({"amount": Decimal(-5), "currency": "RUB"}, "cannot be negative"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(wrong, reason):
    team = make_team()
    with pytest.raises(Refused, match=reason):
        actions.add_agreement(by=make_manager(team), team=team, **given(**wrong))
    assert Agreement.objects.count() == 0


def test_one_organisation_is_a_party_once():
    team, twice = make_team(), make_organisation()
    with pytest.raises(Refused, match="is named twice"):
        actions.add_agreement(
            by=make_manager(team), team=team, **given(parties=[Side(twice), Side(twice)])
        )


def test_the_database_holds_the_same():
    agreement = make_agreement()
    for wrong in (
        {"amount": Decimal(5)},
        {"amount": Decimal(-1), "currency": "RUB"},
        {"state": "signed"},
        {"follows": agreement},
    ):
        with factories_may_write(), pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**wrong)
    with factories_may_write(), pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(agreement=agreement)


def test_two_who_edit_at_once_lose_nothing():
    team = make_team()
    first, second = make_manager(team), make_manager(team)
    agreement = make_agreement(team=team)
    actions.change_agreement(
        by=first, agreement=agreement, seen=1, **changed(agreement, title={"en": "First"})
    )
    with pytest.raises(Stale) as stale:
        actions.change_agreement(
            by=second, agreement=agreement, seen=1, **changed(agreement, title={"en": "Second"})
        )
    assert str(stale.value.current.title) == "First"
    agreement.refresh_from_db()
    assert (str(agreement.title), agreement.version) == ("First", 2)


def test_parties_that_stay_keep_their_rows():
    team = make_team()
    manager = make_manager(team)
    agreement = make_agreement(team=team)
    before = list(agreement.parties.values_list("pk", flat=True))
    actions.change_agreement(by=manager, agreement=agreement, seen=1, **changed(agreement))
    assert list(agreement.parties.values_list("pk", flat=True)) == before
    other = [Side(make_organisation()), Side(unnamed={"en": "A foreign museum"})]
    actions.change_agreement(
        by=manager, agreement=agreement, seen=2, **changed(agreement, parties=other)
    )
    assert [str(party) for party in agreement.parties.all()][1] == "A foreign museum"


def test_an_agreement_does_not_follow_from_itself():
    team = make_team()
    manager = make_manager(team)
    first = make_agreement(team=team)
    second = make_agreement(team=team, follows=first)
    with pytest.raises(Refused, match="follow from itself"):
        actions.change_agreement(
            by=manager, agreement=first, seen=1, **changed(first, follows=second)
        )


def test_signing_and_ending_come_in_order():
    team = make_team()
    manager = make_manager(team)
    agreement = make_agreement(team=team)
    with pytest.raises(Refused, match=r"cannot become .*ended"):
        actions.end_agreement(by=manager, agreement=agreement)
    with pytest.raises(Refused, match="needs a date"):
        actions.sign_agreement(by=manager, agreement=agreement)
    event = make_event(team=team)
    signed = actions.sign_agreement(by=manager, agreement=agreement, signed_at=event)
    assert (signed.state, signed.signed_at, signed.version) == ("signed", event, 2)
    with pytest.raises(Refused, match="cannot become"):
        actions.sign_agreement(by=manager, agreement=agreement, signed_at=event)
    assert actions.end_agreement(by=manager, agreement=agreement).state == "ended"
    verbs = JournalEntry.objects.filter(subject_id=agreement.pk).values_list("verb", flat=True)
    assert list(verbs) == ["agreements.end", "agreements.sign"]


def packed(*names):
    """An Office package that holds these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in ("[Content_Types].xml", *names):
            package.writestr(name, "<x/>")
    return content.getvalue()


def attach(agreement, by, content, name="deed.pdf"):
    return actions.attach_file(
        by=by, agreement=agreement, upload=SimpleUploadedFile(name, content), kind="signed"
    )


def test_a_file_is_kept_under_what_it_is():
    team = make_team()
    manager = make_manager(team)
    agreement = make_agreement(team=team)
    attached = attach(agreement, manager, PDF, "../../Договор.exe")
    assert attached.file.name == "Договор.pdf"
    assert attached.file.content_type == "application/pdf"
    word = attach(agreement, manager, packed("word/document.xml"), "deed.pdf")
    assert word.file.name == "deed.docx"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><script>alert(1)</script></html>", "not a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a PDF"),
        (packed("word/document.xml", "word/vbaProject.bin"), "not a PDF"),
        (packed("word/document.xml", "word/VBAPROJECT.BIN"), "not a PDF"),
        (packed("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "not a PDF"),
        (b"PK\x03\x04 not really packed", "not a PDF"),
        (b"", "is empty"),
    ],
)
def test_what_could_do_harm_is_refused_kindly(content, reason):
    team = make_team()
    with pytest.raises(Refused, match=reason) as refused:
        attach(make_agreement(team=team), make_manager(team), content)
    assert refused.value.field == "file"
    assert StoredFile.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 10)
    team = make_team()
    with pytest.raises(Refused, match="larger than"):
        attach(make_agreement(team=team), make_manager(team), PDF)


def test_a_removed_file_leaves_its_trace():
    team = make_team()
    agreement = make_agreement(team=team)
    attached = make_file(agreement)
    with pytest.raises(Denied):
        actions.remove_file(by=make_desk(team), attached=attached)
    actions.remove_file(by=make_manager(team), attached=attached)
    assert agreement.files.count() == 0
    entry = JournalEntry.objects.get(verb="agreements.remove_file")
    assert entry.sentence == "removed the file agreement.pdf"
