"""Rooms: every area has the same ones, none is too large, and reasons stand where they are due."""

import ast
import re

import pytest

from tests.house import drawing

ROOMS = {
    "__init__",
    "apps",
    "models",
    "actions",
    "queries",
    "rules",
    "engine",
    "forms",
    "lists",
    "views",
    "urls",
    "api",
    "sheets",
    "figures",
    "thread",
    "jobs",
}
FOLDERS = {"templates", "templatetags", "migrations", "locale", "typst"}
OWN_ROOMS = {
    "directory": {"identifiers": "form and check digits of registers' numbers, in plain Python"},
    "meetings": {"workbook": "the engine by spreadsheet, without a database"},
}
"""What one area has beside the rooms of the house, with its reason."""

LINES = 500
READING = {"views", "api", "jobs", "forms", "lists", "queries", "figures", "sheets", "rules"}
WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate"}
REASON = re.compile(r"#.*\breason: \S")
EXCEPTION = re.compile(r"#\s*noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<rest>.*)")


def areas():
    """The areas of the house; core and site have rooms of their own."""
    return sorted(set(drawing.floors()) - {"core", "site"})


def rooms_of(area):
    for entry in sorted((drawing.HOUSE / area).iterdir()):
        if entry.is_dir() and entry.name != "__pycache__":
            yield entry, entry.name
        elif entry.suffix == ".py":
            yield entry, entry.stem


@pytest.mark.parametrize("area", areas())
def test_area_has_only_the_rooms_of_the_house(area):
    allowed = ROOMS | FOLDERS | set(OWN_ROOMS.get(area, ()))
    assert [name for _entry, name in rooms_of(area) if name not in allowed] == []


@pytest.mark.parametrize("area", areas())
def test_no_room_is_empty(area):
    """A package has modules, and a module more than its docstring; so nothing is a stub."""
    empty = []
    for entry, name in rooms_of(area):
        if name == "__init__" or name in FOLDERS:
            continue
        files = [entry] if entry.is_file() else list(entry.rglob("*.py"))
        if all(len(drawing.parsed(path).body) < 2 for path in files):
            empty.append(name)
    assert empty == []


@pytest.mark.parametrize("area", areas())
def test_templates_lie_under_the_name_of_their_area(area):
    templates = drawing.HOUSE / area / "templates"
    assert {entry.name for entry in templates.glob("*")} <= {area}


def test_no_module_is_too_large():
    sizes = {
        drawing.shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in drawing.python_files(*drawing.CODE)
    }
    assert {name: size for name, size in sizes.items() if size > LINES} == {}


def imports_inside_functions(tree):
    """Every import statement inside a function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node


def without_reason(source):
    """The lines of imports inside functions that do not say why they are there."""
    lines = source.splitlines()
    return sorted(
        {
            node.lineno
            for node in imports_inside_functions(ast.parse(source))
            if not any(REASON.search(line) for line in lines[node.lineno - 1 : node.end_lineno])
        }
    )


def test_an_import_inside_a_function_gives_its_reason():
    wrong = {}
    for path in drawing.python_files(*drawing.CODE):
        if lines := without_reason(path.read_text(encoding="utf-8")):
            wrong[drawing.shown(path)] = lines
    assert wrong == {}


def test_without_reason():
    source = (
        "def f():\n    import a\n    import b  # reason: slow\n    def g():\n        import c\n"
    )
    assert without_reason(source) == [2, 5]


def unexplained(source):
    """The lines that switch a rule of ruff off and do not say why, in words behind the mark."""
    return [
        number
        for number, line in enumerate(source.splitlines(), start=1)
        if (mark := EXCEPTION.search(line)) and not re.search(r"\w{3}", mark["rest"])
    ]


def test_every_exception_from_a_check_gives_its_reason():
    wrong = {}
    for path in drawing.python_files(*drawing.CODE):
        if path.name != "test_rooms.py" and (lines := unexplained(path.read_text("utf-8"))):
            wrong[drawing.shown(path)] = lines
    assert wrong == {}


def test_unexplained():
    mark = "# noqa" + ": S101"
    source = f"a\nb  {mark}\nc  {mark}, S102\nd  {mark} reason: tests\ne  {mark}  # theirs\n"
    assert unexplained(source) == [2, 3]


def writes(tree):
    """Calls that write to the database, by line: save and its relatives, objects.create."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        called, owner = node.func.attr, node.func.value
        manager = isinstance(owner, ast.Attribute) and owner.attr == "objects"
        if called in WRITES or (called in {"create", "delete", "update"} and manager):
            yield node.lineno


def test_rooms_that_read_do_not_write():
    """Only actions change data; the guard of the test database sees what this cannot.

    core is left out: it holds the pieces that actions are made of.
    """
    wrong = []
    for path in drawing.python_files("src"):
        inside = path.relative_to(drawing.HOUSE).with_suffix("").parts
        if len(inside) > 1 and inside[0] != "core" and inside[1] in READING:
            wrong += [f"{drawing.shown(path)}:{line}" for line in writes(drawing.parsed(path))]
    assert wrong == []


def test_writes():
    source = "form.save()\nA.objects.create()\na.update({})\nA.objects.get_or_create()\n"
    assert list(writes(ast.parse(source))) == [1, 2, 4]


def replacements(tree):
    """Lines that put something in the place of our own code; a constant may be made smaller."""
    ours = {
        alias.asname or alias.name.rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").partition(".")[0] in {"mosty", "tools"}
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr != "setattr" or not node.args:
            continue
        where, *rest = node.args
        name = rest[0].value if rest and isinstance(rest[0], ast.Constant) else ""
        if isinstance(where, ast.Constant):
            named, name = str(where.value), str(where.value).rpartition(".")[2]
            mine = named.startswith(("mosty.", "tools."))
        else:
            base = ast.unparse(where).partition(".")[0]
            mine = base in ours | {"mosty", "tools"}
        if mine and not str(name).isupper():
            yield node.lineno


def test_tests_do_not_replace_our_own_code():
    wrong = []
    for path in drawing.python_files("tests"):
        tree = drawing.parsed(path)
        wrong += [f"{drawing.shown(path)}:{line}" for line in replacements(tree)]
        for line, name in drawing.imported(tree):
            if name.startswith(("unittest.mock", "mock.", "pytest_mock")):
                wrong.append(f"{drawing.shown(path)}:{line} imports {name}")
    assert wrong == []


def test_replacements():
    source = (
        "from mosty.core import mail\n"
        "monkeypatch.setattr(mail, 'send', None)\n"
        "monkeypatch.setattr('mosty.core.mail.send', None)\n"
        "monkeypatch.setattr(mail, 'LARGEST', 1)\n"
        "monkeypatch.setattr(sys, 'argv', [])\n"
    )
    assert list(replacements(ast.parse(source))) == [2, 3]
