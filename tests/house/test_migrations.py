"""Migrations: one line in each area, numbered in order, and nothing left to make."""

import subprocess
import sys

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.house import drawing


@pytest.fixture(scope="module")
def graph():
    return MigrationLoader(None).graph


def labels():
    return [config.label for config in apps.get_app_configs() if config.name.startswith("mosty.")]


def line_of(graph, label):
    """The migrations of an area in the order in which they stand on each other."""
    names = {name for app, name in graph.nodes if app == label}
    own_parents = {
        name: {p.key[1] for p in graph.node_map[label, name].parents if p.key[0] == label}
        for name in names
    }
    return sorted(names), own_parents


@pytest.mark.parametrize("label", labels())
def test_migrations_of_an_area_are_one_numbered_line(graph, label):
    names, parents = line_of(graph, label)
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    expected = dict(zip(names, [set(), *({name} for name in names)], strict=False))
    assert parents == expected


def test_models_and_migrations_agree():
    done = subprocess.run(
        [sys.executable, "-m", "tools.check", "migrations"],
        cwd=drawing.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
