"""Where an embedded database lives and whose it is."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATABASE = ROLE = "mosty"
SUPERUSER = "postgres"
ACCOUNT = "mosty-db"
# When root runs the program, the server runs as ACCOUNT, and what it reads and writes is here.
SHARED = Path("/var/lib/mosty")
# A socket's path may have 107 bytes on Linux and 103 on macOS; "/.s.PGSQL.5432" takes 14 of them.
LONGEST_SOCKET_FOLDER = 88


class DatabaseTrouble(RuntimeError):
    """The embedded database cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Home:
    """Places of one embedded database. ``folder`` belongs to the user whom the server runs as."""

    data: Path
    folder: Path

    @property
    def lock(self) -> Path:
        """Held while the server is started or stopped."""
        return self.data / "database" / "start.lock"

    @property
    def users(self) -> Path:
        """Locked, shared, by every program that uses the server; the last one stops it."""
        return self.data / "database" / "users.lock"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own folder."""
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @property
    def sockets(self) -> Path:
        """Folder of the socket: in ``folder``, or a short one where that path is long or odd."""
        plain = self.folder / "sockets"
        usual = re.fullmatch(r"[\w./-]+", str(plain), re.ASCII)
        if usual and len(str(plain)) <= LONGEST_SOCKET_FOLDER:
            return plain
        owner = self.folder.stat().st_uid if self.folder.exists() else os.geteuid()
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path("/tmp") / f"mosty-{owner}-{mark}"  # noqa: S108 reason: checked for its owner


def home(data: Path) -> Home:
    """The places for a data folder, as they are now. Changes nothing."""
    own = data.absolute() / "database"
    pointer = own / "where.txt"
    if not (own / "cluster").exists() and pointer.is_file():
        return Home(data.absolute(), Path(pointer.read_text(encoding="utf-8").strip()))
    return Home(data.absolute(), own)


def prepare(data: Path) -> Home:
    """Makes the folders with the rights they need. The caller holds the lock.

    Raises ``DatabaseTrouble`` when the database belongs to somebody else.
    """
    places = home(data)
    if os.geteuid() == 0 and not places.cluster.exists():
        places = _home_of_root(places)
    _own_folder(places.folder)
    owner = places.folder.stat().st_uid
    if os.geteuid() not in {0, owner}:
        raise DatabaseTrouble(
            f"The database in {places.folder} belongs to the user {_name(owner)}. Run the program "
            f"as that user, or set MOSTY_DATA to a folder of your own."
        )
    _own_folder(places.sockets, owner)
    return places


def _home_of_root(places: Home) -> Home:
    """A folder outside private homes, remembered in the data folder."""
    if places.folder == places.data / "database":
        places = Home(places.data, SHARED / secrets.token_hex(8))
        with contextlib.suppress(FileExistsError):
            SHARED.mkdir(parents=True, mode=0o755)
        (places.data / "database" / "where.txt").write_text(f"{places.folder}\n", encoding="utf-8")
    if not places.folder.exists():
        places.folder.mkdir(mode=0o700, parents=True)
        account = server_account()
        os.chown(places.folder, account.pw_uid, account.pw_gid)
        note = places.folder / "belongs-to.txt"
        note.write_text(f"{places.data}\n", encoding="utf-8")
    return places


def _own_folder(folder: Path, owner: int | None = None) -> None:
    """Makes ``folder`` for its owner alone; refuses one that another user put there."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(parents=True, mode=0o700)
        if owner is not None and owner != os.geteuid():
            os.chown(folder, owner, pwd.getpwuid(owner).pw_gid)
    found = folder.lstat()
    if owner is not None and found.st_uid != owner:
        raise DatabaseTrouble(
            f"The folder {folder} belongs to the user {_name(found.st_uid)}, not to"
            f" {_name(owner)}. Remove it, or set MOSTY_DATA to another folder."
        )
    if found.st_mode & 0o077 and os.geteuid() in {0, found.st_uid}:
        folder.chmod(0o700)


def server_account() -> pwd.struct_passwd:
    """The system user of the server when root starts it: made once, or one that is there."""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if useradd:
        home_and_shell = ["--home-dir", str(SHARED), "--no-create-home", "--shell", "/bin/false"]
        command = [useradd, "--system", *home_and_shell, ACCOUNT]
        subprocess.run(command, check=False, capture_output=True)
    for name in (ACCOUNT, "postgres", "_postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise DatabaseTrouble(
        "PostgreSQL does not run as root, and no other user could be found or made. Run the "
        "program as a normal user, or name a PostgreSQL 18 server in DATABASE_URL."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"number {uid}"


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Holds an exclusive lock on ``file``; the system frees it when the process ends in any way."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
