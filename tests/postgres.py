"""Find PostgreSQL for the tests on a real server; install Debian's where possible, else say how.

SILVERLENS_POSTGRES names the folder of its programs where they are somewhere else. A server of the
tests is a private one in a temporary folder, reached by a socket there, and gone at the end; one
whose tests were killed goes when the next is made.
"""

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PACKAGE = "postgresql"
USERS = ("postgres", "nobody")
"""Whom the server runs as where the tests are root's, since it refuses to run as root."""

PROGRAMS = ("initdb", "postgres", "pg_ctl", "pg_isready")
NAMED = "SILVERLENS_POSTGRES"
INSTALLED = Path("/usr/lib/postgresql")
OWNER = "silverlens"
_PREFIX = "silverlens-pg-"
_HELD = "held"
"""File in the folder of a server that its tests keep locked for as long as they live."""

_LONGEST = 90
"""Characters that the path of a socket's folder may have."""

_STOPS_WITHIN_S = 10.0
_STARTS_WITHIN_S = 60.0
_SETTINGS = ("listen_addresses=", "fsync=on", "max_connections=60", "shared_buffers=64MB")
_ORDERS = (["--locale-provider=icu", "--icu-locale=en-US"], [])
"""Text in an order that is not that of its bytes, where the server can; our tables go by bytes."""


class UnusableError(RuntimeError):
    """The server's programs are there, and yet no server can be made."""


def find() -> Path | None:
    """Return the folder with the newest server's programs, None where there is none."""
    if named := os.environ.get(NAMED):
        return Path(named) if _is_whole(Path(named)) else None
    installed = [place for place in INSTALLED.glob("*/bin") if _version(place)]
    path = shutil.which("initdb")
    folders = sorted(installed, key=_version, reverse=True)
    folders += [Path(path).resolve().parent] if path else []
    return next(filter(_is_whole, folders), None)


def _version(folder: Path) -> tuple[int, ...]:
    """Return the version that a folder `15/bin` is of, nothing where it is of none."""
    parts = folder.parent.name.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def _is_whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in PROGRAMS)


def missing() -> str:
    """Return why tests on a server cannot run, "" where they can."""
    if find() is None:
        if named := os.environ.get(NAMED):
            return f"{NAMED}={named} is no folder with {', '.join(PROGRAMS)}"
        apt = f"apt-get install {PACKAGE}, or " if shutil.which("apt-get") else ""
        return f"no PostgreSQL on this machine: {apt}name the folder of its programs in {NAMED}"
    if importlib.util.find_spec("psycopg") is None:
        return "no psycopg: pip install -r requirements-postgres.txt"
    if os.geteuid() == 0 and _user() is None:
        return f"PostgreSQL refuses to run as root, and there is no user {' or '.join(USERS)}"
    return ""


def sweep(place: Path) -> list[Path]:
    """Return the folders in a place whose tests are gone, after stopping their servers.

    Folders of other users, and those whose tests still run, stay.
    """
    gone = []
    for folder in sorted(place.glob(f"{_PREFIX}*")):
        try:
            with (folder / _HELD).open("rb+") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _stop_left(folder)
                shutil.rmtree(folder, ignore_errors=True)
                gone.append(folder)
        except OSError:
            continue
    return gone


def _stop_left(folder: Path) -> None:
    """Stop the server that works in a folder, if there is one."""
    with contextlib.suppress(OSError, ValueError):
        number = int((folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        works_in = _works_in(number)
        if works_in is None or folder.resolve() not in works_in.parents:
            return
        os.kill(number, signal.SIGQUIT)
        deadline_s = time.monotonic() + _STOPS_WITHIN_S
        while _works_in(number) is not None and time.monotonic() < deadline_s:
            time.sleep(0.05)


def _works_in(number: int) -> Path | None:
    """Return the folder that a process works in, None where it has ended."""
    try:
        return Path(f"/proc/{number}/cwd").readlink()
    except OSError:
        return None


def _user() -> pwd.struct_passwd | None:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next((known[name] for name in USERS if name in known), None)


class Server:
    """A server of the tests: made, started, broken and stopped."""

    def __init__(self) -> None:
        programs = find()
        assert programs is not None, missing()
        self._programs = programs
        place = Path(tempfile.gettempdir())
        for one in {place, *Path("/dev/shm").glob("silverlens-*")}:
            sweep(one)
        above = place if len(str(place)) < _LONGEST - len(_PREFIX) else Path("/tmp")
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=above))
        self._held = (self.folder / _HELD).open("wb")
        fcntl.flock(self._held, fcntl.LOCK_EX)
        self.made = ""
        self._data = self.folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._as: dict[str, object] = {}
        if os.geteuid() == 0 and (user := _user()):
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        try:
            self._make()
            self.start()
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            self.remove()
            told = " ".join(str(error).split())[-300:]
            raise UnusableError(f"PostgreSQL in {programs} makes no server: {told}") from error

    def _make(self) -> None:
        told = [f"--pgdata={self._data}", f"--username={OWNER}", "--auth=trust", "--no-sync"]
        for order in _ORDERS:
            command = ["initdb", *told, "--encoding=UTF8", "--locale=C.UTF-8", *order]
            made = self._run(command, check=False)
            if made.returncode == 0:
                return
        raise RuntimeError(made.stdout)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = (f"-c{setting}" for setting in (*_SETTINGS, f"port={PORT}"))
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-k", self.folder, *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **self._as,
            )
        deadline_s = time.monotonic() + _STARTS_WITHIN_S
        ready = ["pg_isready", "-q", "-h", str(self.folder), "-p", str(PORT)]
        while self._run(ready, check=False).returncode:
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                raise RuntimeError((self.folder / "log").read_text(errors="replace"))
            time.sleep(0.05)

    def stop(self, how: str = "immediate") -> None:
        """Stop it: `immediate` as if the power had gone, `fast` in good order."""
        self._run(["pg_ctl", "stop", "-w", "-m", how, "-D", str(self._data)])
        self._process.wait()

    def remove(self) -> None:
        """Stop it for good."""
        if self._process is not None and self._process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._held.close()

    def url(self, schema: str) -> str:
        """Return the URL of a schema of this server."""
        where = f"host={self.folder}&port={PORT}&options=-csearch_path%3D{schema}"
        return f"postgresql+psycopg://{OWNER}@/postgres?{where}"

    def execute(self, *statements: str) -> None:
        """Execute statements, each by itself, as the owner of the server."""
        import psycopg

        where = {"host": str(self.folder), "port": PORT, "user": OWNER, "dbname": "postgres"}
        with psycopg.connect(**where, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _run(self, command: list[str], *, check: bool = True) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(self._programs / command[0]), *command[1:]],
            check=check,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            **self._as,
        )


PORT = 5432
"""Of the socket, which lies in a folder of its own."""


def main() -> int:
    """Return 0; say in one line what to install where tests will be skipped."""
    if not missing():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get") and find() is None and NAMED not in os.environ:
        sys.stderr.write(f"No PostgreSQL found; installing {PACKAGE} ...\n")
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        asks_nothing = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for act in (["update", "-q"], ["install", "-y", "-q", PACKAGE]):
            subprocess.run(["apt-get", *act], check=False, env=asks_nothing, **quiet)
    if why := missing():
        sys.stderr.write(f"The tests on a server are skipped: {why}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
