"""The server of the tests: found, or told in one line; gone when its tests are."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """A machine without a server, a normal user's, and what is run on it."""
    ran: list[list[str]] = []
    monkeypatch.delenv(postgres.NAMED, raising=False)
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path / "none")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("subprocess.run", lambda command, **_more: ran.append(command))
    return ran


def programs(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in postgres.PROGRAMS:
        (folder / name).touch()
    return folder


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that whoever the server runs as may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("user", [0, 1000])
@pytest.mark.parametrize("apt", [True, False])
def test_no_server_is_told_in_one_line(bare, monkeypatch, capsys, user: int, apt: bool) -> None:  # noqa: FBT001 (a row)
    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setattr("shutil.which", lambda name: "/apt" if apt and "apt" in name else None)
    assert postgres.main() == 0
    told = capsys.readouterr().err.splitlines()
    assert told[-1].startswith("The tests on a server are skipped: no PostgreSQL on this machine")
    assert ("apt-get install postgresql" in told[-1]) is apt
    assert len(bare) == (2 if apt and user == 0 else 0)


def test_the_newest_whole_server_is_taken(bare, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    (programs(tmp_path / "17" / "bin") / "postgres").unlink()
    programs(tmp_path / "9.6" / "bin")
    programs(tmp_path / "15-old" / "bin")
    assert postgres.find() == tmp_path / "9.6" / "bin"
    programs(tmp_path / "15" / "bin")
    assert postgres.find() == tmp_path / "15" / "bin"


def test_a_named_folder_without_a_server_is_told(bare, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv(postgres.NAMED, str(tmp_path))
    assert f"{tmp_path} is no folder with initdb" in postgres.missing()


def test_no_driver_and_no_user_are_told(bare, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv(postgres.NAMED, str(programs(tmp_path / "bin")))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(postgres, "USERS", ())
    assert "refuses to run as root" in postgres.missing()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert "no psycopg" in postgres.missing()


def test_programs_that_make_no_server_are_unusable(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv(postgres.NAMED, str(programs(tmp_path / "bin")))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(postgres.UnusableError, match="makes no server"):
        postgres.Server()
    assert not list(tmp_path.glob("silverlens-pg-*"))


@pytest.mark.skipif(bool(postgres.missing()), reason="no PostgreSQL")
def test_a_server_whose_tests_were_killed_is_swept_away(place: Path) -> None:
    code = "from tests.postgres import Server; s = Server(); print(s.folder, flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(place)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    folder = Path(child.stdout.readline().decode().strip())
    number = (folder / "data" / "postmaster.pid").read_text().splitlines()[0]
    assert postgres.sweep(place) == []
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdin.close()
    child.stdout.close()
    assert postgres.sweep(place) == [folder]
    assert not folder.exists()
    assert postgres._works_in(int(number)) is None
