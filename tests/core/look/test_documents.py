"""PDF documents: languages, directions, what no font has, and data that stays data."""

import logging
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from mosty.core import documents
from mosty.core.charts import Bar, bar_chart

TEXTS: dict[str, tuple[str, str]] = {
    "ru": ("Итоги недели", "Напечатано"),
    "en": ("Results of the week", "Printed"),
    "ar": ("نتائج الأسبوع", "Printed"),
}


def sample(title: str, **more: Any) -> dict[str, Any]:
    figure = {"value": "312", "label": title, "counted": title, "mark": title}
    return {
        "title": title,
        "lead": title,
        "section": title,
        "figures": [figure],
        "headings": [title, "№"],
        "rows": [[title, "52"]],
        **more,
    }


def read(pdf: bytes) -> Any:  # a PDF is a tree of whatever its maker put there
    return PdfReader(BytesIO(pdf))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_document_says_what_it_was_given(language: str) -> None:
    title, printed = TEXTS[language]
    pdf = read(documents.pdf("core/sample.typ", sample(title), title=title, language=language))
    text = pdf.pages[0].extract_text()

    assert text.count(title) == 8
    assert printed in text
    assert "1 / 1" in text
    assert pdf.metadata is not None
    assert pdf.metadata.title == title
    assert pdf.root_object["/Lang"] == language


def test_an_arabic_document_runs_from_right_to_left() -> None:
    title, _ = TEXTS["ar"]
    pdf = read(documents.pdf("core/sample.typ", sample(title), title=title, language="ar"))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for font in pdf.pages[0]["/Resources"]["/Font"].values()
    }

    assert pdf.root_object["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert any("NotoSansArabic" in font for font in fonts)


def test_data_is_never_read_as_markup() -> None:
    hostile = '*bold* #read("/etc/passwd") $x$ <label> "quoted" \\ ] )'
    pdf = read(documents.pdf("core/sample.typ", sample(hostile), title=hostile, language="en"))

    assert hostile in pdf.pages[0].extract_text().replace("\n", " ")


def test_a_missing_character_is_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="mosty.core.documents"):
        pdf = documents.pdf(
            "core/sample.typ", sample("Planetarium 北京"), title="Names", language="en"
        )

    assert caplog.messages == ["no font has these characters of 'Names': 北京"]
    assert "U+5317 U+4EAC" in read(pdf).pages[0].extract_text()


def test_what_the_fonts_have_is_not_called_missing() -> None:
    texts = ["Ayşe Yılmaz, Қазақстан, Ñandú, Đorđe, O‘zbekiston, «ёлочки» — 164 ₽", "مرحبا"]

    assert documents.missing_characters(texts) == ""


def test_the_hosts_own_fonts_are_used(tmp_path: Path, settings: Settings) -> None:
    arabic = documents.FONTS / "noto-arabic" / "NotoSansArabic-400.ttf"
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "Host.ttf").write_bytes(arabic.read_bytes())
    settings.DATA = tmp_path

    assert documents._host_families() == ["Noto Sans Arabic"]  # no way from outside


def test_charts_go_into_documents() -> None:
    chart = bar_chart((Bar("Кино", 3),), title="По отраслям").svg()
    pdf = documents.pdf("core/sample.typ", sample("Итоги", chart=chart), title="Итоги")

    assert "Кино" in read(pdf).pages[0].extract_text()


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match=r"'core/nothing\.typ'"):
        documents.pdf("core/nothing.typ", {}, title="")
