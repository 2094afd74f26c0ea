import logging
import sqlite3
from pathlib import Path

import pytest

from core.errors import StorageError
from core.storage import Workspace, before, migrate
from core.storage.backup import back_up, restore
from tests import databases
from tests.postgres import Server

KEPT = Path(__file__).parent / "schemas" / "0004.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of the schema before."""
    file = tmp_path / "old.sqlite"
    database = sqlite3.connect(file)
    database.executescript(KEPT.read_text(encoding="utf-8"))
    database.close()
    return file


def schema(file: Path) -> str:
    database = sqlite3.connect(file)
    try:
        return database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    finally:
        database.close()


def test_a_file_is_copied_before_its_schema_changes(old: Path, caplog) -> None:
    with caplog.at_level(logging.WARNING, "silverlens"):
        Workspace.open(f"sqlite:///{old}").close()
    (copy,) = old.parent.glob("old.before-0005-*.sqlite")
    assert (schema(copy), schema(old)) == ("0004", "0005")
    assert str(copy) in caplog.text
    Workspace.open(f"sqlite:///{old}").close()
    assert len(list(old.parent.glob("*.before-*"))) == 1
    ws = Workspace.open(f"sqlite:///{copy}")  # it can be opened as it is
    assert ws.names() == ("kept",)
    ws.close()


@pytest.mark.usefixtures("anew")
def test_a_new_database_is_not_copied(tmp_path: Path) -> None:
    Workspace.open(f"sqlite:///{tmp_path}/new.sqlite").close()
    assert list(tmp_path.glob("*before*")) == []


def test_without_room_for_the_copy_the_database_stays(old: Path, monkeypatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(before.os, "fsync", full)
    with pytest.raises(StorageError, match=r"No space left.*as it was"):
        Workspace.open(f"sqlite:///{old}")
    assert schema(old) == "0004"
    assert list(old.parent.glob("*before*")) == []


def test_where_the_upgrade_fails_the_database_stays(old: Path, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise StorageError("broken")

    monkeypatch.setattr(migrate, "upgrade", broken)
    with pytest.raises(StorageError, match="broken"):
        Workspace.open(f"sqlite:///{old}")
    assert schema(old) == "0004"


def test_of_a_server_a_backup_is_written(
    server: Server, old: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("SILVERLENS_HOME", str(tmp_path / "home"))
    back_up(f"sqlite:///{old}", tmp_path / "a.jsonl.gz")
    url = databases.empty_on_server(server)
    with monkeypatch.context() as patched:
        patched.setattr("core.storage.backup.HEAD", "0004")
        restore(url, tmp_path / "a.jsonl.gz")
    ws = Workspace.open(url)
    assert ws.names() == ("kept",)
    ws.close()
    (copy,) = (tmp_path / "home").glob("*/postgres.before-0005-*.jsonl.gz")
    restore(f"sqlite:///{tmp_path}/again.sqlite", copy)
