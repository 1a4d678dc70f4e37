"""The command line, run as a person runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from mosty.site import command, health

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "docs" / "use" / "schedule-sample.xlsx"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(happens, seconds: float = 90) -> bool:
    deadline = time.monotonic() + seconds
    while not (happened := happens()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return happened


def start(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mosty.site", *arguments],
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def mosty(*arguments: str, **settings: str) -> tuple[int, str]:
    """Exit code and everything that was said."""
    with start(*arguments, **settings) as program:
        said, _ = program.communicate(timeout=120)
    return program.returncode, said


@pytest.fixture
def installation(tmp_path: Path, transactional_db: None) -> dict[str, str]:
    """Settings of an installation on this test's own database."""
    known = connection.settings_dict
    connection.close()
    login = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    host = quote(known["HOST"], safe="")
    port = f"&port={known['PORT']}" if known["PORT"] else ""
    return {
        "DATABASE_URL": f"postgresql://{login}@/{known['NAME']}?host={host}{port}",
        "MOSTY_DATA": str(tmp_path / "data"),
    }


@pytest.mark.parametrize("name", command.NAMES)
def test_every_command_explains_itself(name: str) -> None:
    module = command.command(name)
    assert module.HELP[0].islower()
    assert not module.HELP.endswith(".")
    explanation = (module.__doc__ or "").partition("\n\n")[2]
    assert explanation.strip().endswith(".")
    assert name in command.parser().format_help()


@pytest.mark.parametrize("name", [name for name in command.NAMES if name != "django"])
def test_every_option_has_a_sentence(name: str) -> None:
    parser = command.parser()
    commands = next(action for action in parser._actions if action.dest == "command")
    assert [it.dest for it in commands.choices[name]._actions if not it.help] == []


def test_without_a_command_it_says_what_there_is() -> None:
    code, said = mosty()
    assert code == 2
    assert "required: COMMAND" in said


def test_django_commands_get_their_own_options() -> None:
    assert mosty("django", "diffsettings", "--all", "--output", "unified")[0] == 0


def test_a_wrong_setting_is_one_sentence_without_a_traceback() -> None:
    code, said = mosty("serve", MOSTY_PORT="eight")
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("mosty serve: The setting MOSTY_PORT is 'eight', which cannot be used")


def test_a_taken_port_is_said_kindly(tmp_path: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = mosty("demo", "--port", str(port), MOSTY_DATA=str(tmp_path))
    assert code == 1
    assert said == (
        f"mosty demo: Port {port} is taken, perhaps by a demo that runs already. Stop it, or choose"
        f" another port: make demo PORT={port + 1}, or mosty demo --port {port + 1}\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_demo_is_not_served_to_others(tmp_path: Path) -> None:
    code, said = mosty("serve", "--host", "192.0.2.1", MOSTY_DEMO="yes", MOSTY_DATA=str(tmp_path))
    assert code == 1
    assert "served to this machine only" in said


@contextmanager
def served(installation: dict[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    with start("serve", "--port", str(port), **installation) as program:
        try:
            assert wait_until(lambda: listens(port) or program.poll() is not None)
            yield program
        finally:
            program.kill()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_until_it_is_told_to_stop(
    installation: dict[str, str], how: signal.Signals
) -> None:
    port = free_port()
    with served(installation, port) as program:
        page = f"http://localhost:{port}/accounts/login/"
        with urllib.request.urlopen(page, timeout=30) as answer:
            assert answer.status == 200
            policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe-inline" not in policy
        program.send_signal(how)
        assert program.communicate(timeout=60)[0].splitlines()[-1] == "Stopped."
        assert program.returncode == 0
    assert not listens(port)


def test_the_web_process_ends_when_its_starter_is_killed(installation: dict[str, str]) -> None:
    port = free_port()
    with served(installation, port) as program:
        assert listens(port)
        program.kill()
        program.wait(10)
        assert wait_until(lambda: not listens(port))


def test_serve_refuses_a_database_that_is_behind(installation: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'results'")
    connection.close()
    code, said = mosty("serve", "--port", str(free_port()), **installation)
    assert code == 1
    assert "steps behind this version" in said


def test_backup_and_restore_ask_before_they_replace(
    installation: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "a.tar"
    code, said = mosty("backup", str(file), **installation)
    assert code == 0, said
    assert f"Written: {file}" in said
    assert mosty("backup", str(file), **installation)[1].count("nothing is overwritten") == 1
    code, said = mosty("restore", str(file), **installation)
    assert code == 1
    assert "Give --yes" in said
    assert said.endswith("Nothing was changed.\n")
    code, said = mosty("restore", str(file), "--yes", "--drop-previous", **installation)
    assert code == 0, said
    assert said.endswith("Restored. The data that was there before is removed.\n")


def test_the_worker_does_what_waits_and_the_doctor_sees_it(installation: dict[str, str]) -> None:
    code, said = mosty("doctor", **installation)
    assert code == 0, said
    assert said.endswith("all well.\n")
    assert "note worker: none is running; 0 jobs are waiting" in said
    code, said = mosty("worker", "--once", **installation)
    assert code == 0, said


def test_the_doctor_names_every_wrong_setting_at_once() -> None:
    code, said = mosty("doctor", MOSTY_PORT="eight", MOSTY_DEMO="maybe")
    assert code == 1
    assert "BAD  settings: The setting MOSTY_PORT is 'eight'" in said
    assert "BAD  settings: The setting MOSTY_DEMO is 'maybe'" in said


def test_the_doctor_sees_a_database_that_does_not_answer(tmp_path: Path) -> None:
    address = f"postgresql://me@127.0.0.1:{free_port()}/nothing"
    code, said = mosty("doctor", DATABASE_URL=address, MOSTY_DATA=str(tmp_path))
    assert code == 1
    assert "BAD  database: The database cannot be used (connection failed" in said
    assert "See that the server of DATABASE_URL runs" in said


@pytest.mark.parametrize("name", ["serve", "worker", "backup"])
def test_a_database_that_does_not_answer_is_said_in_one_sentence(tmp_path: Path, name: str) -> None:
    address = f"postgresql://me@127.0.0.1:{free_port()}/nothing"
    given = [name, str(tmp_path / "a.tar")] if name == "backup" else [name]
    code, said = mosty(*given, DATABASE_URL=address, MOSTY_DATA=str(tmp_path))
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith(f"mosty {name}: The database cannot be used (connection failed")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eight"])
def test_a_number_that_is_no_port_is_refused(port: str) -> None:
    code, said = mosty("demo", f"--port={port}")
    assert code == 2
    assert said.endswith(f"'{port}' is not a port: take one from 1 to 65535\n")


def test_an_empty_installation_is_not_backed_up_in_silence(
    installation: dict[str, str], tmp_path: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()
    file = tmp_path / "a.tar"
    code, said = mosty("backup", str(file), **installation)
    assert code == 1
    assert said.startswith("mosty backup: There is nothing to back up")
    assert not file.exists()


def test_the_doctor_sees_a_secret_that_others_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSTY_DATA", str(tmp_path))
    secret = tmp_path / "secret-key"
    secret.write_text("x" * 50)
    secret.chmod(0o644)
    assert [finding.state for finding in health.folders_are_ours()] == ["wrong"]
    secret.chmod(0o600)
    assert [finding.state for finding in health.folders_are_ours()] == ["good"]


def test_the_doctor_sees_a_misspelt_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOSTY_PROT", "8000")
    words = [finding.words for finding in health.settings_are_readable()]
    assert "MOSTY_PROT is not a setting" in words


def test_the_doctor_asks_the_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOSTY_MAIL_URL", f"smtp://127.0.0.1:{free_port()}?tls=no")
    (finding,) = health.mail_is_set()
    assert (finding.state, finding.mend) == ("wrong", "check MOSTY_MAIL_URL")


def test_schedule_needs_no_database(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    nowhere = {"DATABASE_URL": "postgresql://nowhere.invalid/x", "MOSTY_DATA": "/nowhere"}
    code, said = mosty("schedule", str(SAMPLE), "-o", str(out), "--seconds", "5", **nowhere)
    assert code == 0, said
    assert " meetings scheduled; must-meetings: " in said.splitlines()[-1]
    assert out.stat().st_size > 5000
    code, said = mosty("schedule", str(tmp_path / "none.xlsx"), "-o", str(out))
    assert (code, said) == (1, f"mosty schedule: There is no workbook {tmp_path / 'none.xlsx'}.\n")
