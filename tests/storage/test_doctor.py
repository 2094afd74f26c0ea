from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.cli import main
from core.domain.decision import Kind, Side
from core.review import update
from core.review.decide import apply_ops
from core.storage import Workspace, doctor
from core.storage.doctor import examine
from core.storage.engine import writing
from tests.review.build import op, projected
from tests.storage.build import decision, filled


@pytest.fixture
def ill(ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A healthy workspace with decisions, acts and undo in it, about to be hurt."""
    monkeypatch.setenv("SILVERLENS_HOME", str(tmp_path / "home"))
    filled(ws)
    more = {"client": "c1/5", "act": "c1:5", "side": Side.PAIR}
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(2, "p2", Kind.FLAG, side=Side.PAIR),
            decision(3, "", Kind.UNDO, side=Side.PAIR),
            decision(5, "p3", Kind.FLAG, side=Side.PAIR, act="c1:5"),
            decision(1, "p4", Kind.FLAG, **more),
        ],
    )
    ws.jobs.finish(ws.jobs.start("one", "Aligning").id)
    assert doctor.examine(ws.url) == ()
    return ws


def hurt(ws: Workspace, statement: str) -> None:
    with writing(ws._engine) as connection:
        connection.execute(sa.text(statement))


MENDED = [
    ("UPDATE states SET status = 'done' WHERE position = 2", "how a pair stands"),
    ("UPDATE states SET version = 7 WHERE position = 1", "how a pair stands"),
    ("UPDATE states SET labels = '' WHERE position = 3", "how a pair stands"),
    ("DELETE FROM states WHERE position = 5", "without a row of how they stand"),
    ("DELETE FROM texts WHERE position = 4", "what a search looks through"),
    ("UPDATE pairs SET target_length = 9 WHERE position = 4", "lengths are not"),
    ("UPDATE projects SET pairs = 9", "says that it has 9 pairs, there are 5"),
    ("UPDATE states SET disagreement = true WHERE position = 1", "mark that methods disagree"),
    ("UPDATE decisions SET in_force = true WHERE seq = 2", "what is in force"),
    ("UPDATE decisions SET in_force = false WHERE seq = 1", "what is in force"),
    ("UPDATE clients SET acked = 1 WHERE client = 'c1'", "told less than is on disk"),
    ("UPDATE outcomes SET signature = 'x' WHERE position = 1", "signatures that are not"),
    (
        "INSERT INTO signals (project_id, position, suspicion, disagreement, decisions, reasons, "
        "body) VALUES (1, -1, 0, 0, 0, '', '[]')",
        "nobody goes on writing",
    ),
    (
        "UPDATE jobs SET state = 'running', heartbeat = '2020-01-01T00:00:00+00:00'",
        "gave no sign since",
    ),
    (
        "INSERT INTO layers (project_id, name, kind, spec, spec_hash, versions, content_hash, "
        "created) VALUES (1, 'x', 'method', '', '', '[]', 'staged 1', '2020-01-01T00:00:00+00:00')",
        "never finished",
    ),
]
LEFT = [
    ("DELETE FROM decisions WHERE seq = 2", "missing from the log, numbers 1 (2)"),
    ("DELETE FROM decisions WHERE client = 'c1' AND client_seq = 5", "missing from the log"),
    ("UPDATE decisions SET target = 9 WHERE seq = 2", "take back what is not before them"),
    ("UPDATE decisions SET body = 'x' WHERE seq = 2", "decisions that cannot be read"),
    ("UPDATE outcomes SET body = '[]' WHERE position = 1", "what its hash stands for"),
    ("DELETE FROM outcomes WHERE position = 5", "is of 4 of 5 pairs"),
    ("UPDATE alignments SET body = 'x' WHERE position = 2", "links that cannot be read"),
    ("UPDATE states SET base = 'gone' WHERE position = 5", "not there: 1 (gone)"),
    ("UPDATE projects SET base = 'gone'", "stands on a layer that is not there"),
    ("DELETE FROM pairs WHERE position = 5", "at places without a pair: 1 (5)"),
]


@pytest.mark.parametrize(("statement", "words"), MENDED)
def test_what_can_be_worked_out_is_mended_behind_a_backup(
    ill: Workspace, statement: str, words: str, tmp_path: Path
) -> None:
    log, rows = ill.decisions("one"), list(ill.iter_records("one"))
    hurt(ill, statement)
    found = doctor.examine(ill.url)
    assert any(words in finding.what for finding in found)
    healed = doctor.repair(ill.url)
    assert healed.left == ()
    assert any(words in finding.what for finding in healed.mended)
    assert Path(healed.backup).is_file()
    assert doctor.examine(ill.url) == ()
    assert ill.decisions("one") == log
    assert [r.state for r in ill.iter_records("one")] == [r.state for r in rows]


@pytest.mark.parametrize(("statement", "words"), LEFT)
def test_what_nothing_can_work_out_is_told(ill: Workspace, statement: str, words: str) -> None:
    hurt(ill, statement)
    found = doctor.examine(ill.url)
    assert any(words in finding.what and finding.mend is None for finding in found)
    assert any(words in finding.what for finding in doctor.repair(ill.url).left)


def test_the_command(ill: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", f"--db={ill.url}"]) == 0
    assert capfd.readouterr().out == "all is well\n"
    hurt(ill, "UPDATE projects SET pairs = 9")
    assert main(["doctor", f"--db={ill.url}", "--json"]) == 3
    assert '"repair": true' in capfd.readouterr().out
    assert main(["doctor", f"--db={ill.url}", "--repair"]) == 0
    told = capfd.readouterr()
    assert "mended: project 'one'" in told.err
    assert told.out == "all is well\n"


def test_backup_and_restore_are_commands(ill: Workspace, tmp_path: Path, capfd) -> None:
    file, other = tmp_path / "x.jsonl.gz", f"sqlite:///{tmp_path}/other.sqlite"
    assert main(["backup", f"--db={ill.url}", "-o", str(file)]) == 0
    assert main(["restore", str(file), f"--db={other}"]) == 0
    assert "equal to the file" in capfd.readouterr().err
    assert main(["restore", str(file), f"--db={other}"]) == 2
    assert "--replace" in capfd.readouterr().err
    assert main(["restore", str(file), f"--db={other}", "--replace"]) == 0
    assert main(["doctor", f"--db={other}"]) == 0


def test_an_act_that_was_carried_in_part_and_undone_is_no_fault(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ws.sqlite"
    ws = Workspace.open(url)
    projected(ws)
    flags = [op(1, "flag", "pair", pair) for pair in ("p1", "p2", "p3")]
    assert apply_ops(ws, "one", "ann", "t", [op(1, "act", "pair", "p1", ops=flags)]).decisions
    pair = ws.pair("one", "p2").pair
    words = replace(pair.target, tokens=("Otra", *pair.target.tokens), entities=None)
    update.edit(ws, "one", replace(pair, target=words), "eve")
    assert apply_ops(ws, "one", "ann", "t", [op(2, "undo", "pair", "")]).decisions
    assert [ws.state("one", p).status for p in ("p1", "p2")] == ["unreviewed", "flagged"]
    assert examine(url) == ()
    ws.close()
