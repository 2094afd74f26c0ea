import gzip
import json
import re
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from core.domain.decision import Kind, Side
from core.errors import ConflictError, CoreError, FormatError, InputError, StorageError
from core.storage import Workspace, files
from core.storage.backup import back_up, restore
from core.storage.dumps import check
from tests import databases
from tests.postgres import Server
from tests.storage.build import corpus, decision, filled

KEPT = Path(__file__).parent / "schemas" / "0003.sql"


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/other.sqlite"
    server: Server = request.getfixturevalue("server")
    return databases.empty_on_server(server)


def work(ws: Workspace, name: str = "one") -> None:
    filled(ws, name)
    ws.append_decisions(
        name,
        [
            decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(2, "p2", Kind.COMMENT, side=Side.PAIR, reason='ä\n"😀'),
            decision(3, "", Kind.UNDO, side=Side.PAIR),
        ],
    )
    ws.models.write(name, "k", bytes(range(256)))


def test_a_backup_comes_back_whole_in_either_database(
    ws: Workspace, other: str, tmp_path: Path
) -> None:
    work(ws)
    made = back_up(ws.url, tmp_path / "a.jsonl.gz")
    again, before = restore(other, tmp_path / "a.jsonl.gz")
    assert (again.tables, before) == (made.tables, None)
    found = Workspace.open(other)
    assert list(found.iter_records("one")) == list(ws.iter_records("one"))
    assert found.decisions("one") == ws.decisions("one")
    assert found.models.read("one", "k") == bytes(range(256))
    assert back_up(other, tmp_path / "b.jsonl.gz").tables == made.tables
    assert found.create_project("two", corpus()).pairs == 5  # numbers go on behind the highest
    found.close()


def test_a_backup_is_of_one_moment_while_people_work(ws: Workspace, tmp_path: Path) -> None:
    work(ws)
    stop = threading.Event()

    def decide() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            ws.append_decisions("one", [decision(number, "p3", Kind.FLAG, client="busy")])

    writer = threading.Thread(target=decide)
    writer.start()
    try:
        for k in range(3):
            back_up(ws.url, tmp_path / f"{k}.jsonl.gz")
    finally:
        stop.set()
        writer.join()
    restore(f"sqlite:///{tmp_path}/again.sqlite", tmp_path / "2.jsonl.gz")
    again = Workspace.open(f"sqlite:///{tmp_path}/again.sqlite")
    log = again.decisions("one")
    assert [d.seq for d in log] == list(range(1, len(log) + 1))
    assert again.acked("one", "busy") == sum(d.client == "busy" for d in log)
    again.close()


def test_a_database_with_something_in_it_is_replaced_only_when_asked(
    ws: Workspace, other: str, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("SILVERLENS_HOME", str(tmp_path / "home"))
    work(ws)
    back_up(ws.url, tmp_path / "a.jsonl.gz")
    there = Workspace.open(other)
    work(there, "theirs")
    with pytest.raises(ConflictError, match="--replace"):
        restore(other, tmp_path / "a.jsonl.gz")
    assert there.names() == ("theirs",)
    _, before = restore(other, tmp_path / "a.jsonl.gz", replace=True)
    assert there.names() == ("one",)
    assert before is not None
    restore(other, before.path, replace=True)
    assert there.names() == ("theirs",)
    there.close()


def test_an_older_backup_is_brought_to_the_schema_of_today(other: str, tmp_path: Path) -> None:
    import sqlite3

    old = sqlite3.connect(tmp_path / "old.sqlite")
    old.executescript(KEPT.read_text(encoding="utf-8"))
    old.close()
    made = back_up(f"sqlite:///{tmp_path}/old.sqlite", tmp_path / "a.jsonl.gz")
    assert made.schema == "0003"
    restore(other, tmp_path / "a.jsonl.gz")
    ws = Workspace.open(other)
    assert ws.project("kept").progress["done"] == 1
    ws.close()


def lines(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


AS_TEXT = re.compile(rb'"rows":(\d+)').sub


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: a[:-1], "ends too early"),
        (lambda a: a[: len(a) // 2], "ends too early"),
        (lambda a: [*a[:-3], *a[-2:]], "does not hold what was written"),
        (lambda a: [x.replace(b"Ana", b"Ena") for x in a], "does not hold what was written"),
        (lambda a: [*a[:-1], AS_TEXT(rb'"rows":"\1"', a[-1])], "does not hold what was written"),
        (lambda a: [*a, b"[]\n"], "more behind the end"),
        (lambda a: [b'{"format":"x"}\n', *a[1:]], "no backup of SilverLens"),
        (lambda a: [a[0], b"{nonsense\n"], "no JSON"),
        (lambda a: [a[0].replace(b"0005", b"9999"), *a[1:]], "does not know"),
    ],
)
def test_what_is_no_whole_backup_changes_nothing(
    tmp_path: Path, change: object, message: str
) -> None:
    source = Workspace.open(f"sqlite:///{tmp_path}/a.sqlite")
    work(source)
    source.close()
    back_up(f"sqlite:///{tmp_path}/a.sqlite", tmp_path / "a.jsonl.gz")
    (tmp_path / "b.jsonl.gz").write_bytes(
        gzip.compress(b"".join(change(lines(tmp_path / "a.jsonl.gz"))))
    )
    there = Workspace.open(f"sqlite:///{tmp_path}/b.sqlite")
    work(there, "theirs")
    with pytest.raises((FormatError, StorageError), match=message):
        restore(f"sqlite:///{tmp_path}/b.sqlite", tmp_path / "b.jsonl.gz", replace=True)
    assert there.names() == ("theirs",)
    there.close()


def test_a_cut_file_is_known(tmp_path: Path) -> None:
    source = Workspace.open(f"sqlite:///{tmp_path}/a.sqlite")
    work(source)
    source.close()
    back_up(f"sqlite:///{tmp_path}/a.sqlite", tmp_path / "a.jsonl.gz")
    whole = (tmp_path / "a.jsonl.gz").read_bytes()
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FormatError, match="broken gzip"):
        check(tmp_path / "a.jsonl.gz")
    (tmp_path / "a.jsonl.gz").write_text(json.dumps({"id": 1}))
    with pytest.raises(FormatError, match="no backup"):
        check(tmp_path / "a.jsonl.gz")


def test_nothing_is_left_where_the_disk_is_full(tmp_path: Path, monkeypatch) -> None:
    source = Workspace.open(f"sqlite:///{tmp_path}/a.sqlite")
    work(source)
    source.close()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        back_up(f"sqlite:///{tmp_path}/a.sqlite", tmp_path / "b.jsonl.gz")
    assert [path.name for path in tmp_path.iterdir() if "jsonl" in path.name] == []


def test_there_has_to_be_a_database(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no database"):
        back_up(f"sqlite:///{tmp_path}/none.sqlite", tmp_path / "a.jsonl.gz")
    assert list(tmp_path.iterdir()) == []


def with_values(path: Path, change) -> None:
    """Write a backup anew with other rows of projects, and the digests that these have."""
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    at = next(k for k, line in enumerate(lines) if b'"table":"projects"' in line)
    row = json.loads(lines[at + 1])
    lines[at + 1] = json.dumps(change(row), separators=(",", ":")).encode() + b"\n"
    end = json.loads(lines[-1])
    end["end"]["projects"]["sha256"] = sha256(lines[at + 1]).hexdigest()
    path.write_bytes(gzip.compress(b"".join([*lines[:-1], json.dumps(end).encode() + b"\n"])))


@pytest.mark.parametrize(
    "value",
    [[], {}, True, 1.5, "x", 2**70, None, [[[1]]], "\ud800"],
    ids=["list", "object", "bool", "float", "text", "huge", "null", "deep", "half"],
)
@pytest.mark.parametrize("at", [0, 1])
def test_values_of_another_kind_are_refused_and_nothing_is_restored(
    tmp_path: Path, value: object, at: int
) -> None:
    ws = Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")
    ws.create_project("one", corpus(1))
    back_up(ws.url, tmp_path / "a.jsonl.gz")
    with_values(tmp_path / "a.jsonl.gz", lambda row: [*row[:at], value, *row[at + 1 :]])
    if (value, at) == ("x", 1):  # a name like any other
        assert restore(ws.url, tmp_path / "a.jsonl.gz", replace=True)
    else:
        with pytest.raises(CoreError):
            restore(ws.url, tmp_path / "a.jsonl.gz", replace=True)
        assert ws.names() == ("one",)
    ws.close()


def test_a_row_of_another_length_is_refused(tmp_path: Path) -> None:
    ws = Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")
    ws.create_project("one", corpus(1))
    back_up(ws.url, tmp_path / "a.jsonl.gz")
    with_values(tmp_path / "a.jsonl.gz", lambda row: row[:3])
    with pytest.raises(FormatError, match="a row of table 'projects' has 3 values"):
        restore(ws.url, tmp_path / "a.jsonl.gz", replace=True)
    ws.close()
