"""A temporary folder without room: said in words, nothing half-written."""

import resource
import signal
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cli import output
from core.cli.commands import main
from core.errors import StorageError
from core.pipeline.release.freeze import freeze
from core.storage import Workspace
from core.storage.aside import Aside
from tests.storage.build import filled

SAID = "takes no more .*nothing was written; make room there"


@pytest.fixture
def small() -> Iterator[None]:
    """Have no file grow over 4 kB, as on a disk that is full then."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    asked = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, asked)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the temporary folder refuse every file."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))


def test_a_full_folder_is_told_while_it_is_written(small: None) -> None:
    with Aside(10) as held, pytest.raises(StorageError, match=SAID):
        held.write(bytes(2**20))
    with (
        pytest.raises(StorageError, match=SAID),
        Aside(10) as held,
        zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as packed,
    ):
        packed.writestr("a", bytes(2**20))


def test_what_is_aside_is_read_again() -> None:
    with Aside(2) as held:
        held.writelines([b"abc", b"def"])
        held.flush()
        held.seek(1)
        assert (held.read(2), held.read()) == (b"bc", b"def")


def test_piped_output_is_whole_or_not_there(small: None, capfdbinary) -> None:
    with pytest.raises(StorageError, match=SAID):
        output.deliver("-", (bytes(2**20) for _ in range(20)))
    assert capfdbinary.readouterr().out == b""


def test_a_release_that_finds_no_room_is_not_made(tmp_path: Path, nowhere: None) -> None:
    ws = Workspace.open(f"sqlite:///{tmp_path}/own.sqlite")
    filled(ws)
    with pytest.raises(StorageError, match=SAID):
        freeze(ws, "one", "v1")
    assert ws.releases.all("one") == ()
    ws.close()


def test_a_bundle_that_finds_no_room_is_not_written(
    tmp_path: Path, nowhere: None, monkeypatch, capsys
) -> None:
    url = f"sqlite:///{tmp_path}/own.sqlite"
    ws = Workspace.open(url)
    filled(ws)
    ws.close()
    monkeypatch.setattr(Aside.__init__, "__defaults__", (10,))
    given = ["bundle", "--project", "one", "--db", url, "-o", f"{tmp_path}/a.silverlens.zip"]
    assert main(given) == 2
    assert "make room there" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.zip"))
