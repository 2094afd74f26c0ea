"""train-scorer, and --scorer of the commands that project."""

import json
from pathlib import Path

import pytest

from core.formats import jsonl, pairs_jsonl
from core.pipeline.learn import train
from core.storage import Workspace
from tests.cli.conftest import Shell
from tests.learnable import PROJECT, correct, links, pairs
from tests.pipeline.test_learn import IDS, TAUGHT, prepared


@pytest.fixture
def taught(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    folder = tmp_path / "db"
    folder.mkdir()
    ws = prepared(folder)
    correct(ws, IDS[:TAUGHT])
    monkeypatch.setenv("SILVERLENS_DB", ws.url)
    return ws


def test_learn_show_keep_and_undo(shell: Shell, taught: Workspace) -> None:
    assert shell(f"train-scorer --project {PROJECT}") == 0
    text, *first = shell.out.splitlines()
    assert "F1 1.000 on those it had not seen, 0.500 as it stands" in text
    assert f"would change {len(IDS) - TAUGHT} untouched pairs" in text
    assert [line.strip() for line in first] == IDS[TAUGHT:][:20]
    assert shell(f"train-scorer --project {PROJECT} --show --json") == 0
    shown = json.loads(shell.out)
    assert (shown["state"], shown["held_out"]["learned"]["f1"]) == ("offered", 1.0)
    assert shell(f"train-scorer --project {PROJECT} --keep") == 0
    assert taught.project(PROJECT).base == shown["layer"]
    assert shell(f"train-scorer --project {PROJECT} --undo") == 0
    assert "It was dropped." in shell.out
    assert shell(f"train-scorer --project {PROJECT} --drop") == 2
    assert "there is nothing to drop: the latest scorer is dropped" in shell.err


def test_a_saved_scorer_projects_other_pairs(shell: Shell, taught: Workspace) -> None:
    train(taught, PROJECT)
    assert shell(f"train-scorer --project {PROJECT} --show --save @scorer.bin") == 0
    given = pairs(TAUGHT + 3)[TAUGHT:]
    made = links(given)
    shell.write("new.jsonl", "".join(jsonl.dump(pairs_jsonl.to_object(p)).decode() for p in given))
    shell.write(
        "new.pharaoh",
        "".join(" ".join(f"{i}-{j}" for i, j, _ in made[p.id].links) + "\n" for p in given),
    )
    common = "project @new.jsonl --links @new.pharaoh -o @out.conll"
    assert shell(f"{common} --scorer @scorer.bin") == 0
    assert "die\tB-LOC" in shell.read("out.conll")
    assert shell(common) == 0
    assert "die\tB-LOC" not in shell.read("out.conll")
    assert shell(f"{common} --scorer @scorer.bin --method heuristic") == 2
    assert "--scorer: none of heuristic has a learned score" in shell.err
    assert shell(f"{common} --scorer @new.jsonl") == 2
    assert "is no span scorer" in shell.err


def test_what_cannot_be_done_is_said(shell: Shell) -> None:
    shell.write("links.pharaoh", "0-1\n\n0-0 1-1\n")
    assert shell("import @pairs.jsonl --project news --no-prepare") == 0
    assert shell("train-scorer --project news") == 2
    assert "prepare it first" in shell.err
    assert shell("train-scorer --project news --show") == 2
    assert "nothing was learned yet" in shell.err
    assert shell("train-scorer --project other") == 2
    assert "unknown project 'other'" in shell.err
