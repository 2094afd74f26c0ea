import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from core.domain.decision import PairStatus
from core.errors import StorageError
from core.storage import Workspace
from core.storage.engine import reading
from core.storage.migrate import HEAD
from core.storage.schema import metadata
from core.storage.values import Signals

pytestmark = pytest.mark.usefixtures("anew")
SCHEMAS = Path(__file__).parent / "schemas"
TWO = [("c1:5", "random:7"), ("c1:5", "")]
ACTS = {"0001": [], "0002": TWO, "0003": TWO, "0004": TWO, "0005": TWO}
"""Act and queue of the decisions behind the first four, in the database kept of each schema."""

GAINS = {"0001": None, "0002": None, "0003": 0.25, "0004": 0.25, "0005": 0.25}
"""Gain of the first pair in each; None where its signals were not worked out."""


def test_the_steps_lead_to_the_schema_of_today(ws: Workspace) -> None:
    with reading(ws._engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        inspector = sa.inspect(connection)
        for table in metadata.sorted_tables:
            found = {i["name"] for i in inspector.get_indexes(table.name)}
            assert {index.name for index in table.indexes} <= found


def test_every_schema_has_a_database_kept() -> None:
    kept = {file.stem for file in SCHEMAS.glob("*.sql")}
    steps = Path("core/storage/migrations/versions").glob("[0-9]*.py")
    assert kept == {step.stem.partition("_")[0] for step in steps}
    assert max(kept) == HEAD


@pytest.mark.parametrize("dump", sorted(SCHEMAS.glob("*.sql")), ids=lambda file: file.stem)
def test_older_databases_are_brought_up(dump: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    old = sqlite3.connect(file)
    old.executescript(dump.read_text(encoding="utf-8"))
    old.close()
    ws = Workspace.open(f"sqlite:///{file}")
    (info,) = ws.projects()
    assert (info.name, info.pairs, info.labels) == ("kept", 5, ("PER", "LOC"))
    assert [layer.name for layer in info.layers] == ["first", "second"]
    assert info.progress["done"] == 1
    assert ws.state("kept", "p1").status is PairStatus.DONE
    log = ws.decisions("kept")
    assert [d.seq for d in log[:4]] == [1, 2, 3, 4]
    assert {d.act for d in log[:4]} == {d.via for d in log[:4]} == {""}
    assert [(d.act, d.via) for d in log[4:]] == ACTS[dump.stem]
    assert [e.label for e in ws.state("kept", "p2").target_entities()] == ["ORG", "LOC"]
    signals = ws.signals.read("kept", "p1")
    assert (signals and signals.gain) == GAINS[dump.stem]
    assert ws.alignment("kept", "p1", "by hand") is not None
    assert dict(info.last_pair) == {"ann": "p2"}
    with reading(ws._engine) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    ws.close()


def test_signals_of_before_have_no_gain(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    with sqlite3.connect(file) as old:
        old.executescript((SCHEMAS / "0002.sql").read_text(encoding="utf-8"))
        old.execute("INSERT INTO signals VALUES (1, 1, 0.5, 0, NULL, 0.25, 2, '', '[]')")
        old.commit()
    old.close()
    ws = Workspace.open(f"sqlite:///{file}")
    assert ws.signals.read("kept", "p1") == Signals(0.5, 0.0, None, 0.25, 2)
    ws.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_newer_database_is_left_alone(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "made on first use/ws.sqlite"
    with sqlite3.connect(file) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(StorageError, match=r"schema 9999.*newer SilverLens"):
        Workspace.open(f"sqlite:///{file}")


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(StorageError, match="something else"):
        Workspace.open(f"sqlite:///{file}")


def test_several_open_a_new_database_at_once(tmp_path: Path) -> None:
    ready = threading.Barrier(6)
    seen: list[tuple[object, ...]] = []

    def work() -> None:
        ready.wait()
        ws = Workspace.open(f"sqlite:///{tmp_path}/new/x.sqlite")
        seen.append(ws.projects())
        ws.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [()] * 6


def test_a_new_database_is_opened_once_another_program_is_done_with_it(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("PRAGMA user_version=1")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.close)
    release.start()
    ws = Workspace.open(f"sqlite:///{file}")
    release.join()
    assert ws.projects() == ()
    ws.close()


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_the_schema_can_be_written_for_postgresql(table: sa.Table) -> None:
    text = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert "ROWID" not in text
    assert table.name in text
