"""Find PostgreSQL for the tests on a real server; install Debian's where possible, else say how.

SILVERLENS_POSTGRES names the folder of its programs where they are somewhere else. A server of the
tests is a private one in a temporary folder, reached by a socket there, and gone at the end.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PACKAGE = "postgresql"
USERS = ("postgres", "nobody")
"""Whom the server runs as where the tests are root's, since it refuses to run as root."""

OWNER = "silverlens"
_STARTS_WITHIN_S = 60.0
_SETTINGS = ("listen_addresses=", "fsync=on", "max_connections=60", "shared_buffers=64MB")
_ORDERS = (["--locale-provider=icu", "--icu-locale=en-US"], [])
"""Text in an order that is not that of its bytes, where the server can; our tables go by bytes."""


def find() -> Path | None:
    """Return the folder with the newest server's programs, None where there is none."""
    named = os.environ.get("SILVERLENS_POSTGRES")
    installed = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    newest = sorted(installed, key=lambda folder: -float(folder.parent.name))
    path = shutil.which("initdb")
    folders = [*([Path(named)] if named else []), *newest, *([Path(path).parent] if path else [])]
    return next((folder for folder in folders if (folder / "initdb").is_file()), None)


def missing() -> str:
    """Return why tests on a server cannot run, "" where they can."""
    if find() is None:
        return f"no PostgreSQL on this machine: apt-get install {PACKAGE}"
    if os.geteuid() == 0 and _user() is None:
        return f"PostgreSQL refuses to run as root, and there is no user {' or '.join(USERS)}"
    return ""


def _user() -> pwd.struct_passwd | None:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next((known[name] for name in USERS if name in known), None)


class Server:
    """A server of the tests: made, started, broken and stopped."""

    def __init__(self) -> None:
        programs = find()
        assert programs is not None, missing()
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="silverlens-pg-"))
        self.made = ""
        self._data = self.folder / "data"
        self._as: dict[str, object] = {}
        if os.geteuid() == 0 and (user := _user()):
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._make()
        self.start()

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
        if self._process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

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
    if os.geteuid() == 0 and shutil.which("apt-get") and find() is None:
        sys.stderr.write(f"No PostgreSQL found; installing {PACKAGE} ...\n")
        quiet = {"stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-q", PACKAGE], check=False, **quiet)
    if why := missing():
        sys.stderr.write(f"The tests on a server are skipped: {why}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
