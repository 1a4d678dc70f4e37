"""Files from people: private, told by their content, served only after a permission check."""

import hashlib
import io
import zipfile
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from mosty.core.actions import Refused
from mosty.core.models import StoredFile, Team, User
from mosty.core.sheets import XLSX

LARGEST: Final = 25 * 1024 * 1024  # bytes

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What may be kept, by the first bytes of the content. HTML and SVG can run scripts: never.
_SIGNATURES: Final = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)
_MACROS: Final = ("vbaproject", "macrosheets/")  # parts of a package that can run
_PACKED: Final = (("word/", _DOCX, ".docx"), ("xl/", XLSX, ".xlsx"))

WRONG_KIND = _(
    "This file is not a PDF, PNG, JPEG, DOCX or XLSX. Save it as one of these and retry."
)
TOO_LARGE = _("This file is larger than 25 MB. Make it smaller, or split it.")
EMPTY = _("This file is empty.")


def keep(upload: UploadedFile, *, team: Team, by: User) -> StoredFile:
    """Store an uploaded file for a team. Called inside an action.

    Raises `Refused` for an empty, too large or unknown kind of file.
    """
    if not upload.size:
        raise Refused(EMPTY, field="file")
    if upload.size > LARGEST:
        raise Refused(TOO_LARGE, field="file")
    content = upload.read()
    content_type, suffix = kind_of(content)
    stored = StoredFile(
        name=_safe_name(upload.name or "", suffix),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        team=team,
        uploaded_by=by,
    )
    stored.content.save(stored.name, ContentFile(content), save=False)
    stored.save()
    return stored


def kind_of(content: bytes) -> tuple[str, str]:
    """(content type, suffix) told by the content; raises `Refused` for anything else."""
    for signature, content_type, suffix in _SIGNATURES:
        if content.startswith(signature):
            return content_type, suffix
    for folder, content_type, suffix in _PACKED:
        if _packs(content, folder):
            return content_type, suffix
    raise Refused(WRONG_KIND, field="file")


def serve(stored: StoredFile) -> FileResponse:
    """The file as a download: never shown inside the site's own pages."""
    response = FileResponse(
        stored.content.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _packs(content: bytes, folder: str) -> bool:
    """Whether the content is an Office package of documents of this kind, without macros."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        names = [name.lower() for name in zipfile.ZipFile(io.BytesIO(content)).namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return (
        "[content_types].xml" in names
        and any(name.startswith(folder) for name in names)
        and not any(mark in name for mark in _MACROS for name in names)
    )


def _safe_name(name: str, suffix: str) -> str:
    """The sender's name for the file without folders or control signs, ending as its kind does."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in base if sign.isprintable()).strip(". ")
    stem = clean.rsplit(".", 1)[0] if "." in clean else clean
    return f"{stem[:150] or 'file'}{suffix}"
