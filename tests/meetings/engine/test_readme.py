import contextlib
import io
import re
from pathlib import Path

import mosty.meetings.engine

README = Path(mosty.meetings.engine.__file__).with_name("README.md")


def test_the_example_prints_what_it_says():
    code, printed = re.findall(
        r"```(?:python|text)\n(.*?)```", README.read_text("utf-8"), re.DOTALL
    )
    out = io.StringIO()

    with contextlib.redirect_stdout(out):
        exec(code, {})  # noqa: S102  (our own README)

    assert out.getvalue() == printed


def test_every_module_has_its_line():
    modules = {path.name for path in README.parent.glob("*.py")} - {"__init__.py"}

    assert (
        set(re.findall(r"^\| `(\w+\.py)` \|", README.read_text("utf-8"), re.MULTILINE)) == modules
    )
