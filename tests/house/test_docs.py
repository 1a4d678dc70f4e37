"""Documentation is true: it names every setting, command and figure, and its examples run."""

import contextlib
import io
import re
import shlex
from argparse import _SubParsersAction

import pytest

from mosty.core import registry
from mosty.site import command, environment
from tests.house import drawing, pages

ALL_PAGES = [drawing.shown(page) for page in pages.all_pages()]


def read(name):
    return (drawing.ROOT / name).read_text(encoding="utf-8")


def subcommands():
    actions = command.parser()._actions
    return next(a for a in actions if isinstance(a, _SubParsersAction)).choices


@pytest.mark.parametrize("setting", [setting.name for setting in environment.SETTINGS])
def test_docs_name_every_setting(setting):
    named = f"`{setting}`" in pages.text_of_docs()
    assert named


@pytest.mark.parametrize("name", subcommands())
def test_docs_name_every_command(name):
    named = re.search(rf"\bmosty {name}\b", pages.text_of_docs()) is not None
    assert named


@pytest.mark.parametrize("name", subcommands())
def test_docs_name_every_option_of_a_command(name):
    words = pages.text_of_docs()
    options = {o for action in subcommands()[name]._actions for o in action.option_strings}
    long = {option for option in options if option.startswith("--")} - {"--help"}
    assert {option for option in long if option not in words} == set()


def test_docs_name_every_figure():
    text = pages.text_of_docs()
    assert [figure.key for figure in registry.figures if f"`{figure.key}`" not in text] == []


def test_docs_name_every_area():
    text = read("docs/extend/house.md")
    assert [area for area in drawing.floors() if f"`{area}`" not in text] == []


@pytest.mark.parametrize("name", ALL_PAGES)
def test_python_examples_run(name, tmp_path, monkeypatch):
    """The blocks of a page run one after another, as if typed into one session."""
    monkeypatch.chdir(tmp_path)
    session = {"__name__": "example"}
    for block in pages.blocks(read(name)):
        if block.language == "python":
            source = "\n" * (block.line - 1) + block.text
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(source, name, "exec"), session)  # noqa: S102 reason: our own pages


def understood(words):
    """Whether the command line takes these words (asking for help is fine too)."""
    try:
        command.parser().parse_args(words)
    except SystemExit as stopped:
        return stopped.code == 0
    return True


@pytest.mark.parametrize("name", ALL_PAGES)
def test_commands_shown_are_commands(name):
    targets = set()
    if "make" in {program for program, _rest in pages.commands(read(name))}:
        targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    for program, rest in pages.commands(read(name)):
        words = shlex.split(rest, comments=True)
        if program == "mosty":
            assert understood(words), f"mosty {rest}"
        elif program == "make":
            asked = {word for word in words if "=" not in word and not word.startswith("-")}
            assert asked <= targets, f"make {rest}"


@pytest.mark.parametrize("name", ALL_PAGES)
def test_links_lead_to_files(name):
    folder = (drawing.ROOT / name).parent
    assert [link for link in pages.links(read(name)) if not (folder / link).exists()] == []


@pytest.mark.parametrize("name", ALL_PAGES)
def test_page_begins_with_its_title(name):
    assert re.match(r"# \S.*\n\n", read(name))


def test_reading_of_pages():
    text = "# A\n\n[b](c.md#d) [e](https://f.example)\n\n```console\n$ make x \\\n  Y=1\nok\n```\n"
    assert pages.links(text) == ["c.md"]
    assert pages.commands(text) == [("make", "x    Y=1")]
    assert [(block.language, block.line) for block in pages.blocks(text)] == [("console", 6)]
