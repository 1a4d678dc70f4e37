"""Floors: no model, no engine and no web process reaches where it must not.

import-linter holds the imports (`make check`); it cannot see a foreign key given as a string, nor
what a process really loads.
"""

import json
import os
import subprocess
import sys

import pytest
from django.apps import apps

from tests.house import drawing

HEAVY = {"ortools", "numba", "pysat"}
ENGINE_MAY_USE = HEAVY | {"numpy"}


def offences(relations, floors):
    """The relations that point to a higher floor, or to another area of the same floor."""
    return [
        f"{area}.{field} points to {target}"
        for area, field, target in relations
        if area in floors and target in floors and area != target and floors[target] >= floors[area]
    ]


def relations_of_the_house():
    for config in apps.get_app_configs():
        if not config.name.startswith("mosty."):
            continue
        for model in config.get_models(include_auto_created=True):
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                if field.is_relation and field.related_model is not None:
                    target = field.related_model._meta.app_label
                    yield config.label, f"{model.__name__}.{field.name}", target


def test_every_area_has_a_floor():
    assert set(drawing.floors()) == {
        path.parent.name for path in drawing.HOUSE.glob("*/__init__.py")
    }


def test_imports_go_down():
    done = subprocess.run(
        [sys.executable, "-m", "tools.check", "floors"],
        cwd=drawing.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_models_point_only_to_floors_below():
    relations = list(relations_of_the_house())
    assert len(relations) > 10
    assert offences(relations, drawing.floors()) == []


@pytest.mark.parametrize(
    ("relation", "refused"),
    [
        (("core", "A.b", "site"), True),
        (("left", "A.b", "right"), True),
        (("left", "A.b", "core"), False),
        (("left", "A.b", "left"), False),
        (("site", "A.b", "right"), False),
        (("site", "A.b", "contenttypes"), False),
    ],
)
def test_offences(relation, refused):
    floors = {"core": 0, "left": 1, "right": 1, "site": 2}
    assert bool(offences([relation], floors)) is refused


def test_engines_stand_alone():
    engines = sorted(drawing.HOUSE.glob("*/engine"))
    assert engines
    wrong = []
    for engine in engines:
        own = f"mosty.{engine.parent.name}.engine"
        for path in engine.rglob("*.py"):
            for line, name in drawing.imported(drawing.parsed(path)):
                top = name.partition(".")[0]
                if not (
                    top in ENGINE_MAY_USE
                    or top in sys.stdlib_module_names
                    or f"{name}.".startswith(f"{own}.")
                ):
                    wrong.append(f"{drawing.shown(path)}:{line} imports {name}")
    assert wrong == []


def test_every_engine_explains_itself():
    for engine in drawing.HOUSE.glob("*/engine"):
        assert "```python" in (engine / "README.md").read_text(encoding="utf-8")


def test_a_web_process_loads_no_engine():
    code = (
        "import json, sys, mosty.site.wsgi, django.urls as u;"
        "u.get_resolver().url_patterns; print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(drawing.ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert "mosty" in loaded
    assert loaded & HEAVY == set()
