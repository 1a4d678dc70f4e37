"""Nothing in the repository is a trace of one machine, and the rules for that bite."""

import subprocess

import pytest

from tools import hygiene

BAD_LINES = [
    "see /ro" + "ot/notes.txt",
    'DATA = "/wo' + 'rk/main/var"',
    "/ho" + "me/anna/mosty/var",
    "C:\\Us" + "ers\\anna",
    "index-url = https://py" + "pi.org/simple",
    "https://cdn.jsdel" + "ivr.net/npm/htmx.org",
    "https://example.org/dist/mosty-1.0.t" + "ar.gz",
    "https://example.org/dist/mosty-1.0-py3-none-any" + ".whl",
    "cu" + "rl -LO https://example.org/install.sh",
    "-----BEGIN PRIV" + "ATE KEY-----",
    "<<<<<<" + "< HEAD",
    "# TO" + "DO: later",
]
GOOD_LINES = [
    "a rented apartment/root cause",
    "https://mosty.example/work/2025",
    "the root of the tree, work in progress",
    "http://localhost:8000/en/events/",
    "/home is where the start page was",
    "cu" + "rl http://localhost:8000/api/v1/",
    "a tarball.tar.gz without an address",
]


def commit_folder(folder):
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)


def found(folder):
    return [str(finding) for finding in hygiene.findings(hygiene.files(folder), folder)]


def test_the_repository_is_clean():
    assert [str(finding) for finding in hygiene.findings(hygiene.files())] == []


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_trace_is_found_with_its_place(tmp_path, line):
    commit_folder(tmp_path)
    (tmp_path / "page.md").write_text(f"fine\n{line}\n")
    assert {finding.partition(": ")[0] for finding in found(tmp_path)} == {"page.md:2"}


@pytest.mark.parametrize("line", GOOD_LINES)
def test_an_ordinary_line_passes(tmp_path, line):
    commit_folder(tmp_path)
    (tmp_path / "page.md").write_text(line)
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["utils.py", "helpers.py", "services.py", "manager.py", "a/.env", "page.html.orig"]
)
def test_a_name_that_hides_or_strays_is_found(tmp_path, name):
    commit_folder(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    assert [finding.partition(": ")[0] for finding in found(tmp_path)] == [name]


def test_a_large_file_is_found(tmp_path):
    commit_folder(tmp_path)
    (tmp_path / "film.mp4").write_bytes(b"\0" * (hygiene.LARGEST + 1))
    assert found(tmp_path) == ["film.mp4: is larger than 1,500,000 bytes"]


def test_vendored_files_keep_what_their_authors_wrote(tmp_path):
    commit_folder(tmp_path)
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "htmx.js").write_text(BAD_LINES[5])
    assert found(tmp_path) == []


def test_ignored_files_are_not_read(tmp_path):
    commit_folder(tmp_path)
    (tmp_path / ".gitignore").write_text("/var/\n")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "utils.py").write_text("")
    assert found(tmp_path) == []
