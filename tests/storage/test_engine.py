import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event

from core.domain.role import Actor
from core.errors import StorageError, UnknownNameError
from core.storage import Workspace, remedies
from core.storage import engine as engine_of
from core.storage.engine import database_url, home
from tests.storage.build import corpus

pytestmark = pytest.mark.usefixtures("anew")
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_where_the_database_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILVERLENS_DB", "sqlite:///elsewhere.sqlite")
    assert database_url() == "sqlite:///elsewhere.sqlite"
    assert database_url("sqlite:///mine.sqlite") == "sqlite:///mine.sqlite"
    monkeypatch.delenv("SILVERLENS_DB")
    assert database_url().endswith("/workspace/silverlens.sqlite")


@pytest.mark.parametrize("folder", ["deep", "~", "~nobody-of-this-name"])
def test_what_belongs_to_a_file_lies_beside_it(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{folder}/x.sqlite"
    Workspace.open(url).close()
    assert home(url) == tmp_path / folder
    assert (home(url) / "x.sqlite").is_file()


@ON_SQLITE
def test_every_connection_is_safe(ws: Workspace) -> None:
    with engine_of.reading(ws._engine) as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_what_is_read_at_one_moment_is_of_that_moment(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    other = Workspace.open(ws.url)
    with ws.at_one_moment():
        before = ws.project("one").labels
        other.add_labels("one", ["NEW"])
        with ws.at_one_moment():
            assert ws.project("one").labels == before
        assert ws.project("one").labels == before
        assert other.project("one").labels == (*before, "NEW")
        with ThreadPoolExecutor() as elsewhere:
            assert elsewhere.submit(ws.project, "one").result().labels == (*before, "NEW")
    assert ws.project("one").labels == (*before, "NEW")
    other.close()


def test_reading_at_one_moment_takes_one_connection(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    taken: list[object] = []
    event.listen(ws._engine, "checkout", lambda *given: taken.append(given))
    with ws.at_one_moment():
        ws.project("one")
        ws.record("one", "p1")
    assert len(taken) == 1


def test_a_moment_lends_nobody_its_rights(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    with ws.at_one_moment():
        ws.project("one")
        with pytest.raises(UnknownNameError):
            ws.acting_as(Actor("ann", "ann")).project("one")


def test_nothing_is_written_while_reading_at_one_moment(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    with pytest.raises(RuntimeError, match="at one moment"), ws.at_one_moment():
        ws.add_labels("one", ["NEW"])
    ws.add_labels("one", ["NEW"])
    assert "NEW" in ws.project("one").labels


def test_an_unknown_name_within_a_moment_leaves_the_rest_readable(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    with ws.at_one_moment():
        with pytest.raises(UnknownNameError):
            ws.project("two")
        assert ws.project("one").name == "one"


def test_a_relative_url_follows_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SILVERLENS_DB", "sqlite:///deep/down/x.sqlite")
    Workspace.open().close()
    assert (tmp_path / "deep/down/x.sqlite").is_file()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "not usable"),
        ("nosuchdatabase://x", "not usable"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
    ],
)
def test_urls_that_cannot_be_used(url: str, message: str) -> None:
    with pytest.raises(StorageError, match=message):
        Workspace.open(url)


def test_a_file_of_something_else(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database " * 100)
    with pytest.raises(StorageError, match="name another one in SILVERLENS_DB"):
        Workspace.open(f"sqlite:///{file}")
    assert file.read_text().startswith("not a database")


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="unable to open"):
        Workspace.open(f"sqlite:///{tmp_path}")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="cannot make the folder"):
        Workspace.open(f"sqlite:///{tmp_path}/file/x.sqlite")


@ON_SQLITE
def test_a_writer_that_does_not_let_go(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remedies, "BUSY_S", 0.05)
    ws.create_project("one", corpus())
    other = sqlite3.connect(tmp_path / "made on first use/ws.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="try again"):
        ws.delete_project("one")
    assert ws.project("one").pairs == 5  # reading goes on meanwhile
    other.execute("ROLLBACK")
    other.close()
    ws.delete_project("one")


def test_a_password_is_not_told() -> None:
    with pytest.raises(StorageError) as caught:
        Workspace.open("postgresql+nodriver://me:secret@host/db")
    assert "secret" not in str(caught.value)
