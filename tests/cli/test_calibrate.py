"""calibrate, and what export says of how sure it is."""

import json

from core.domain.decision import Decision, Kind, Side
from core.storage import Workspace
from tests.cli.conftest import Shell

IMPORT = "import @pairs.jsonl --project news --links @links.pharaoh --method default"


def test_without_decisions_it_says_that_nothing_was_checked(shell: Shell) -> None:
    assert shell(IMPORT) == 0
    assert shell("calibrate --project news") == 0
    first, _, head, row, corrected, *_, last = shell.out.splitlines()
    assert first.startswith("Nothing was checked")
    assert head.split()[:2] == ["method", "decided"]
    assert row.split()[:4] == ["coverage-exact", "0", "-", "-"]
    assert "%" in row
    assert corrected.startswith("corrected, as it stands")
    assert (
        last == "coverage-exact: 0 outcomes decided; how well calibrated it is, is told from 10 on."
    )


def test_decisions_are_learned_from_and_told_by_export(shell: Shell) -> None:
    shell(IMPORT)
    workspace = Workspace.open(f"sqlite:///{shell.folder}/db/work.sqlite")
    decision = Decision("c", 1, "2030-01-02T00:00:00Z", "Ada", "p1", Side.PAIR, Kind.ACCEPT_PAIR)
    workspace.append_decisions("news", [decision])
    workspace.close()
    assert shell("export --project news --confidences -o @early.jsonl") == 2
    assert "run `calibrate --project news`" in shell.err
    assert shell("calibrate --project news --json") == 0
    record = json.loads(shell.out)
    assert (record["decided"], record["pairs_checked"], record["pairs"]) == (1, 1, 3)
    (method,) = record["methods"]
    assert (method["decided"], method["calibration"]) == (1, None)
    for figures in (method["before_review"], record["after_review"]):
        assert figures.keys() == {"precision", "recall", "f1"}
        assert 0 <= figures["f1"]["low"] <= figures["f1"]["value"] <= figures["f1"]["high"] <= 1
    every = "export --project news --status done unreviewed --confidences"
    assert shell(f"{every} -o @sure.jsonl") == 0
    rows = [json.loads(line) for line in shell.read("sure.jsonl").splitlines()]
    assert [row["confidences"][0][:3] for row in rows] == [
        [1, 2, "PER"],
        [1, 2, "LOC"],
        [0, 1, "MISC"],
    ]
    assert rows[0]["confidences"][0][3] == 1.0
    assert 0 < rows[1]["confidences"][0][3] < 1
    assert shell(f"{every} -o @sure.conll") == 2
    assert "as jsonl, not with corrected as conll" in shell.err


def test_a_project_that_is_not_there_or_not_prepared_is_said(shell: Shell) -> None:
    assert shell("calibrate --project other") == 2
    assert "unknown project 'other'" in shell.err
    shell("import @pairs.jsonl --project news --no-prepare")
    assert shell("calibrate --project news") == 2
    assert "prepare it first" in shell.err
