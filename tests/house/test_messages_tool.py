"""The tool that keeps the translations: what it finds, carries, compiles and refuses."""

import gettext
import re

import pytest

from tests.house import drawing
from tools import messages

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, npgettext_lazy

TITLE = gettext_lazy("Title")
# Translators: said at the door
HELLO = _("Hello, %(name)s")
MAY = pgettext("month", "May")
DAYS = npgettext_lazy("length", "%(count)d day", "%(count)d days", "count")

def tables(n):
    return ngettext("one table", "%(count)d tables", n) % {"count": n}
"""
TEMPLATE = """
{% load i18n %}
   <p>{% translate "Inside a template" %} it's, 3 apples { ( [ and
 {% translate "May" context "permission" as may %}</p>
        {% blocktranslate trimmed with name=user.name %}
          Two lines
          of {{ name }}, 100 %
        {% endblocktranslate %}
    {% blocktranslate count n=seats %}{{ n }} seat{% plural %}{{ n }} seats{% endblocktranslate %}
  {{ value|default:_("nothing") }}
"""


@pytest.fixture
def area(tmp_path):
    area = tmp_path / "mosty" / "visits"
    (area / "templates" / "visits").mkdir(parents=True)
    (area / "apps.py").write_text("")
    (area / "views.py").write_text(PYTHON)
    (area / "templates" / "visits" / "page.html").write_text(TEMPLATE)
    return area


def po(area):
    return area / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def faults(area):
    return [problem.what for problem in messages.run_check([area])]


def translate(area, translations):
    """Fill the catalogue: every text with itself in angle quotes, or with what is given."""
    catalog = messages.read(po(area), "ru")
    for (text, context), message in messages.texts(catalog).items():
        given = translations.get((text, context), translations.get(text))
        if given is not None:
            message.string = given
        elif message.pluralizable:
            message.string = (f"«{message.id[1]}»",) * 3
        else:
            message.string = f"«{text}»"
    po(area).write_bytes(messages.as_po(catalog))
    messages.run_compile([area])


def test_finds_every_kind_of_text(area):
    assert set(messages.texts(messages.texts_of(area, "ru"))) == {
        ("Title", None),
        ("Hello, %(name)s", None),
        ("May", "month"),
        ("May", "permission"),
        ("%(count)d day", "length"),
        ("one table", None),
        ("Inside a template", None),
        ("Two lines of %(name)s, 100 %%", None),
        ("%(n)s seat", None),
        ("nothing", None),
    }


def test_new_texts_come_in_empty_and_never_guessed(area):
    messages.run_extract([area])
    translate(area, {})
    views = area / "views.py"
    views.write_text(views.read_text().replace('"Title"', '"Titles"'))
    messages.run_extract([area])
    have = messages.texts(messages.read(po(area), "ru"))
    assert ("Title", None) not in have
    assert have["Titles", None].string == ""
    assert not have["Titles", None].fuzzy
    assert have["Hello, %(name)s", None].string == "«Hello, %(name)s»"
    assert have["Hello, %(name)s", None].auto_comments == ["Translators: said at the door"]


def test_catalogue_holds_nothing_that_changes_by_itself(area):
    messages.run_extract([area])
    translate(area, {})
    once, compiled = po(area).read_bytes(), po(area).with_suffix(".mo").read_bytes()
    views = area / "views.py"
    views.write_text("\n\n\n" + views.read_text())
    messages.run_extract([area])
    messages.run_compile([area])
    assert po(area).read_bytes() == once
    assert po(area).with_suffix(".mo").read_bytes() == compiled
    assert b"Date" not in once
    assert b"#: views.py\n" in once


def test_compiled_catalogue_is_read_by_gettext(area):
    messages.run_extract([area])
    translate(area, {"one table": ("%(count)d стол", "%(count)d стола", "%(count)d столов")})
    with po(area).with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert [catalogue.ngettext("one table", "", n) for n in (1, 3, 11)] == [
        "%(count)d стол",
        "%(count)d стола",
        "%(count)d столов",
    ]
    assert catalogue.pgettext("month", "May") == "«May»"
    assert catalogue.gettext("May") == "May"


def test_complete_catalogue_passes(area):
    messages.run_extract([area])
    translate(area, {})
    assert faults(area) == []


def test_check_names_a_text_that_is_missing_or_left_over(area):
    messages.run_extract([area])
    translate(area, {})
    views = area / "views.py"
    views.write_text(views.read_text().replace('"Title"', '"Heading"'))
    problems = messages.run_check([area])
    assert {(problem.text, problem.what) for problem in problems} == {
        ("Heading", "is not in the catalogue: run make messages"),
        ("Title", "is no longer used: run make messages"),
    }
    assert {problem.file for problem in problems} == {po(area)}


@pytest.mark.parametrize(
    ("text", "translation", "wrong"),
    [
        ("Title", "", "is not translated"),
        ("one table", ("стол", "", ""), "is not translated"),
        ("Hello, %(name)s", "Привет", "fills nothing"),
        ("Hello, %(name)s", "Привет, %(nmae)s", "fills ['%(nmae)']"),
        ("one table", ("стол", "%(count)d стола", "%(count)d столов"), "fills nothing"),
        ("Title", 'Заголовок "страницы"', "has straight quotes"),
        ("Title", "<b>Заголовок</b>", "has other markup"),
    ],
)
def test_check_refuses_a_wrong_translation(area, text, translation, wrong):
    messages.run_extract([area])
    translate(area, {text: translation})
    assert [what[: len(wrong)] for what in faults(area)] == [wrong]


def test_check_refuses_wrong_plural_forms_and_fuzzy_marks(area):
    messages.run_extract([area])
    translate(area, {})
    text = po(area).read_text().replace('msgid "Title"', '#, fuzzy\nmsgid "Title"')
    text = text.replace("nplurals=3", "nplurals=4")
    po(area).write_text(re.sub(r"(msgstr\[)2(\] .*\n)", r"\g<0>\g<1>3\g<2>", text))
    messages.run_compile([area])
    assert sorted(faults(area)) == [
        "has 4 plural forms; the language has 3",
        "has 4 plural forms; the language has 3",
        "has 4 plural forms; the language has 3",
        "is marked as fuzzy: read it again and remove the mark",
    ]


def test_check_refuses_a_stale_compiled_catalogue(area):
    messages.run_extract([area])
    translate(area, {})
    po(area).write_text(po(area).read_text().replace("«Title»", "Название"))
    assert faults(area) == ["does not match its catalogue: run make messages"]


def test_two_areas_may_not_translate_one_text_differently(area):
    other = area.parent / "trips"
    other.mkdir()
    (other / "apps.py").write_text("")
    (other / "views.py").write_text('from x import gettext as _\nA = _("Title")\n')
    for one, words in ((area, "Название"), (other, "Титул")):
        messages.run_extract([one])
        translate(one, {"Title": words})
    assert [(p.text, p.what) for p in messages.run_check([other, area])] == [
        (
            "Title",
            "is translated in several ways (trips: “Титул”; visits: “Название”); give a context",
        )
    ]


def test_broken_file_is_named(area):
    (area / "forms.py").write_text("x = (\n")
    with pytest.raises(SyntaxError, match=r"forms\.py"):
        messages.texts_of(area, "ru")


def test_areas_of_the_house_are_found():
    assert {area.name for area in messages.areas()} == set(drawing.floors())


def test_every_text_of_the_house_is_translated():
    assert [str(problem) for problem in messages.run_check(messages.areas())] == []
