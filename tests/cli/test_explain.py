"""`explain`: the record and the text on one pair."""

import json

import pytest

from core.formats import pairs_jsonl, projections_jsonl
from core.formats.records import orphans_from, projections_from
from tests.cli.conftest import Shell, row

ASK = "explain @pairs.jsonl --links @links.pharaoh --id"


def test_text(shell: Shell) -> None:
    assert shell(f"{ASK} p1 --method ngram-exact") == 0
    lines = [line.rstrip() for line in shell.out.split("\n")]
    assert lines[:4] == [
        "pair p1, method ngram-exact",
        "source  [Anna]PER sleeps",
        "target  schläft [Anna]PER",
        "links   1-2",
    ]
    assert "1. Anna (PER)" in lines
    assert "   'Anna' is linked to 'Anna' (word 2)." in lines
    assert any("* Anna" in line and "likely" not in line for line in lines)
    assert "without a counterpart: nothing" in lines
    assert "best choices for the sentence" in lines
    assert "   1.0000  Anna -> Anna" in lines
    assert "   0.0000  Anna -> nothing" in lines


def test_the_text_tells_of_orphans(shell: Shell) -> None:
    shell.write("none.pharaoh", "\n\n\n")
    words = "--links @none.pharaoh --id p2 --alternatives 0 --method aligned-exact"
    assert shell(f"explain @pairs.jsonl {words}") == 0
    assert "without a counterpart\n" in shell.out
    assert "source  'Rome' (word 2): not projected: none of its words is linked" in shell.out
    assert "target  'Rome' (word 2) looks or sounds like 'Rome'." in shell.out
    assert "best choices" not in shell.out
    assert "links   none" in shell.out


def test_a_heuristic_has_no_choices_to_tell(shell: Shell) -> None:
    assert shell(f"{ASK} p1 --method heuristic") == 0
    assert "Margin and probability not computed: a heuristic" in shell.out
    assert "best choices" not in shell.out


def test_the_record_is_that_of_project(shell: Shell) -> None:
    assert shell(f"{ASK} p2 --json --label-map MISC=O") == 0
    value = json.loads(shell.out)
    assert (value["id"], value["tgt_tokens"]) == ("p2", ["In", "Rome", "."])
    assert value["links"] == [[0, 0, None], [1, 1, None], [2, 2, None]]
    assert value["method"]["label_map"] == {"MISC": "O"}
    assert [a["total"] for a in value["alternatives"]] == sorted(
        (a["total"] for a in value["alternatives"]), reverse=True
    )
    command = "project @pairs.jsonl --links @links.pharaoh --explain --label-map MISC=O"
    assert shell(f"{command} -o @out.jsonl") == 0
    written = json.loads(shell.read("out.jsonl").split("\n")[1])
    assert written["projections"] == value["projections"]
    assert written["orphans"] == value["orphans"]
    _, second, _ = projections_jsonl.read((shell.folder / "out.jsonl").read_bytes())
    assert second.projections == projections_from(value["projections"])
    assert second.orphans == orphans_from(value["orphans"])
    assert second.pair == list(pairs_jsonl.read((shell.folder / "pairs.jsonl").read_bytes()))[1]


def test_without_explain_a_line_has_no_orphans(shell: Shell) -> None:
    assert shell("project @pairs.jsonl --links @links.pharaoh -o @out.jsonl") == 0
    assert "orphans" not in shell.read("out.jsonl")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("p9", "pairs.jsonl: no pair has the id 'p9'"),
        ("p1 --alternatives 51", "--alternatives 51: give a number from 0 to 50"),
        ("p1 --alternatives -1", "--alternatives -1"),
        ("p1 --method default --method heuristic", "one method at a time"),
        ("p1 --method nix", "unknown method 'nix'"),
    ],
)
def test_bad_input(shell: Shell, words: str, message: str) -> None:
    assert shell(f"{ASK} {words}") == 2
    assert message in shell.err


def test_a_pair_that_nobody_annotated(shell: Shell) -> None:
    shell.write("pairs.jsonl", row("p1", ["a"], None, ["b"], None))
    shell.write("links.pharaoh", "0-0\n")
    assert shell(f"{ASK} p1") == 2
    assert "pair 'p1' was skipped: the source has no tags" in shell.err


def test_an_aligner_makes_the_links(shell: Shell) -> None:
    assert shell("explain @pairs.jsonl --aligner same-word --id p1") == 0
    assert "links   1-2" in shell.out
