"""Files from people: what they are is told by their content, and they are only ever downloads."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mosty.core import files
from mosty.core.actions import Refused, acting
from mosty.core.models import StoredFile
from tests.factories.core import make_team, make_user

PDF = b"%PDF-1.7\n"


def packed(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return content.getvalue()


def keep(name, content):
    with acting(None, "test.keep"):
        return files.keep(SimpleUploadedFile(name, content), team=make_team(), by=make_user())


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (PDF, ".pdf"),
        (b"\x89PNG\r\n\x1a\nrest", ".png"),
        (b"\xff\xd8\xff\xe0rest", ".jpg"),
        (packed("[Content_Types].xml", "word/document.xml"), ".docx"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
    ],
)
def test_what_may_be_kept(content, suffix):
    assert files.kind_of(content)[1] == suffix


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain words",
        b"<!doctype html><script>1</script>",
        b"<?xml version='1.0'?><svg/>",
        b"MZ\x90\x00 a program",
        b" %PDF-1.7 not at the start",
        b"PK\x03\x04 broken",
        packed("word/document.xml"),
        packed("[Content_Types].xml", "ppt/presentation.xml"),
        packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        packed("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
    ],
)
def test_what_may_not(content):
    with pytest.raises(Refused) as refused:
        files.kind_of(content)
    assert (refused.value.message, refused.value.field) == (files.WRONG_KIND, "file")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("deed.pdf", "deed.pdf"),
        ("deed.html", "deed.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Documents\\Договор.doc", "Договор.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_the_name_is_made_harmless(given, kept):
    assert files._safe_name(given, ".pdf") == kept


@pytest.mark.django_db
def test_a_file_is_kept_as_it_was_and_served_as_a_download():
    stored = keep("Договор.pdf", PDF)
    kept = StoredFile.objects.get(pk=stored.pk)
    assert (kept.size, kept.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert kept.content.name == f"{kept.code[:2]}/{kept.code}"
    answer = files.serve(kept)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    kept.content.close()


@pytest.mark.django_db
def test_the_size_has_its_limits(monkeypatch):
    monkeypatch.setattr(files, "LARGEST", len(PDF))
    assert keep("right.pdf", PDF).size == len(PDF)
    for content, reason in ((PDF + b"x", files.TOO_LARGE), (b"", files.EMPTY)):
        with pytest.raises(Refused) as refused:
            keep("wrong.pdf", content)
        assert refused.value.message == reason
    assert StoredFile.objects.count() == 1
