"""The drawing of the house as the tests read it: the floors of pyproject.toml, the files of src."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "mosty"
CODE = ("src", "tools", "tests", "benchmarks")


def floors() -> dict[str, int]:
    """The floor of every area, the ground floor (core) being 0."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {
        area.strip(" ()").removeprefix("mosty."): height
        for height, layer in enumerate(reversed(layers))
        for area in layer.replace(":", "|").split("|")
    }


def python_files(*folders: str) -> list[Path]:
    """Every Python file in these folders of the project, without migrations."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def shown(path: Path) -> str:
    """A path as it is shown in a message."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported, absolute names only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
