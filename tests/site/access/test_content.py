"""What people write stays text: in pages, pictures, documents, calendars, sheets, letters."""

import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from mosty.core.actions import factories_may_write
from mosty.core.calendars import Entry, calendar
from mosty.core.charts import Bar, bar_chart
from mosty.core.models import Mail, StoredFile
from mosty.core.sheets import workbook
from mosty.directory.models import Organisation, Person
from mosty.events.models import Event
from mosty.meetings.models import MeetingRequest, Participant
from mosty.site import archive
from tests.factories.agreements import PDF
from tests.factories.events import MORNING
from tests.site.access.world import World, make_world

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def _client(world: World, role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.users[role])
    return client


def test_markup_in_names_and_messages_is_shown_as_text(world: World) -> None:
    with factories_may_write():
        Organisation.objects.filter(code="organisation-x").update(
            name={"en": SCRIPT}, about={"en": SCRIPT}, city={"en": SCRIPT}
        )
        Person.objects.filter(code="person-x").update(name={"en": SCRIPT, f"x{SCRIPT}": SCRIPT})
        MeetingRequest.objects.update(message=SCRIPT)
        Event.objects.filter(code="fair").update(name={"en": SCRIPT}, about={"en": SCRIPT})
    asked = world.records["request X to Y"]["asked"]
    pages = (
        "/organisations/organisation-x/", "/people/person-x/", "/events/fair/", "/events/",
        "/search/?q=alert", f"/search/?q={SCRIPT}", "/events/fair/registrations/",
        f"/events/fair/meetings/requests/{asked}/", "/events/fair/meetings/day/",
        f"/meetings/{world.records['meeting ahead']['code']}/", "/agreements/",
        f"/events/fair/check-in/?q={SCRIPT}", "/events/fair/meetings/participants/",
    )  # fmt: skip
    client = _client(world, "manager A")
    for page in pages:
        shown = client.get(page)
        text = shown.content.decode()
        assert shown.status_code == 200, page
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
        assert "<svg/onload" not in text, page
    assert "&lt;script&gt;alert" in text


def test_markup_in_a_chart_is_text() -> None:
    picture = bar_chart([Bar(label=SCRIPT, value=1, href="/events/")], title=SCRIPT)
    drawn = str(picture)
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "onerror=alert(2)>" not in drawn


def test_markup_in_a_document_is_text(world: World) -> None:
    markup = '#read("/etc/passwd") $x$ *bold* #import "x" \\ ` <label> @ref #panic("run")'
    with factories_may_write():
        Event.objects.filter(code="held").update(name={"en": markup}, city={"en": markup})
        Organisation.objects.update(name={"en": markup})
        Person.objects.update(name={"en": markup})
    client = _client(world, "X")
    for page in ("/results/held/summary.pdf", "/events/held/meetings/schedule.pdf"):
        made = client.get(page)
        assert made.status_code == 200
        assert made.content.startswith(b"%PDF-")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85"])
def test_a_line_end_in_a_name_begins_no_line_of_a_calendar(end: str) -> None:
    evil = f"Talk{end}END:VEVENT{end}BEGIN:VEVENT{end}SUMMARY:forged" + "я" * 200
    entry = Entry("1", evil, MORNING, MORNING, MORNING, place=evil, about=evil)
    made = calendar(evil, [entry])
    events = Calendar.from_ical(made).walk("VEVENT")
    assert len(events) == 1
    assert "forged" in events[0]["SUMMARY"]
    assert b"\nSUMMARY:forged" not in made.replace(b"\r", b"\n")
    assert max(len(line) for line in made.split(b"\r\n")) <= 75


def test_a_cell_never_runs() -> None:
    evil = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "{=1}",
        "https://example.org",
        "=cmd|' /C x'!A0",
    ]
    with zipfile.ZipFile(io.BytesIO(workbook("t", evil, [evil, ["x" * 40_000]]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_end_in_a_name_begins_no_header_of_a_letter(world: World, end: str) -> None:
    with factories_may_write():
        Organisation.objects.filter(code="organisation-x").update(
            name={"en": f"House{end}Bcc: all@example.org", "ru": f"Дом{end}Bcc: all@example.org"}
        )
    partner = Participant.objects.get(event__code="fair", organisation__code="organisation-y")
    newcomer = Participant.objects.get(event__code="fair", organisation__code="organisation-x")
    MeetingRequest.objects.filter(event__code="fair")
    with factories_may_write():
        MeetingRequest.objects.filter(sender=newcomer).delete()
    answer = _client(world, "X").post(
        f"/events/fair/meetings/participants/{partner.code}/",
        {"sender": newcomer.code, "wish": "want", "message": ""},
    )
    assert answer.status_code == 302
    letter = Mail.objects.latest("pk")
    assert letter.to == "y@example.org"
    assert not set("\r\n") & set(letter.subject)


FILES = {
    "page.html": b"<html><script>alert(1)</script>",
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "shell.pdf": b"#!/bin/sh\n",
    "late.pdf": b"<html>%PDF-1.7",
    "empty.pdf": b"",
    "packed.docx": b"PK\x03\x04" + b"\xff" * 400,
    "old.xls": b"\xd0\xcf\x11\xe0" + b"0" * 100,
}


@pytest.mark.parametrize("name", FILES)
def test_only_documents_and_pictures_are_kept(world: World, name: str) -> None:
    before = StoredFile.objects.count()
    answer = _attach(world, name, FILES[name])
    assert answer.status_code == 422
    assert StoredFile.objects.count() == before


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "..\\..\\x.pdf", "a\r\nSet-Cookie: x=1.pdf", "\u202efdp.exe.pdf",
     'a".pdf', "x" * 300 + ".pdf", ".htaccess", "x.html", "пример.pdf"],
)  # fmt: skip
def test_a_hostile_name_is_only_a_name(world: World, name: str) -> None:
    answer = _attach(world, name, PDF + b"<script>alert(1)</script>")
    assert answer.status_code == 302
    kept = StoredFile.objects.latest("pk")
    assert kept.name.endswith(".pdf")
    assert not set("/\\\r\n\u202e") & set(kept.name)
    assert ".." not in kept.content.name
    code = world.records["agreement of A"]["code"]
    served = _client(world, "manager A").get(f"/agreements/{code}/files/{kept.code}/")
    assert served["Content-Type"] == "application/pdf"
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]
    served.close()


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "files/../../evil", "files//etc/evil", "files/./evil", "./files/x",
     "files/a/../../evil", "other"],
)  # fmt: skip
def test_a_hostile_backup_is_refused_by_the_names_in_it(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.tar"
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo(name)
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))
    with pytest.raises(archive.Damaged, match="which no backup has"):
        archive.verify(file)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_a_backup_with_links_or_devices_is_refused(tmp_path: Path, kind: bytes) -> None:
    file = tmp_path / "a.tar"
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo("files/link")
        member.type, member.linkname = kind, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(archive.Damaged):
        archive.verify(file)


def _attach(world: World, name: str, content: bytes) -> Any:
    code = world.records["agreement of A"]["code"]
    upload = SimpleUploadedFile("x.pdf", content)
    upload._name = name  # as a program sends it: Django's own class would clean it here
    return _client(world, "manager A").post(
        f"/agreements/{code}/files/", {"file": upload, "kind": "draft"}
    )
