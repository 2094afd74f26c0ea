"""Ensemble-Train-Test on the command line."""

import json

import pytest

from tests.cli.conftest import Shell, row

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
SURE = {label: k for k, label in enumerate(LABELS)}
LEARN = "ensemble @pairs.jsonl --tag-probs @t.jsonl --source-probs @s.jsonl --links @links.pharaoh"


def line(name: str, *tags: tuple[str, float]) -> str:
    """Return a line of probabilities: each token's best tag, the rest of it on O or B-PER."""
    rows = []
    for tag, p in tags:
        probs = [0.0] * len(LABELS)
        probs[SURE[tag]] = p
        probs[1 if tag == "O" else 0] += round(1 - p, 9)
        rows.append(probs)
    return json.dumps({"id": name, "labels": LABELS, "probs": rows})


SOURCE = [
    line("p1", ("B-PER", 0.9), ("O", 1)),
    line("p2", ("O", 1), ("B-LOC", 1), ("O", 1)),
    line("p3", ("B-MISC", 1), ("O", 1)),
]
TARGET = [
    line("p1", ("O", 1), ("O", 0.7)),
    line("p2", ("B-LOC", 0.9), ("O", 0.6), ("O", 1)),
    line("p3", ("O", 0.9), ("O", 1)),
]


@pytest.fixture
def ready(shell: Shell) -> Shell:
    shell.write("s.jsonl", "\n".join(SOURCE))
    shell.write("t.jsonl", "\n".join(TARGET))
    return shell


def tags_of(shell: Shell, name: str) -> list[list[str]]:
    return [json.loads(text)["tgt_tags"] for text in shell.read(name).splitlines()]


def test_both_speak_where_something_was_projected(ready: Shell) -> None:
    assert ready(f"{LEARN} -o @out.jsonl") == 0
    assert ready.err == ""
    assert tags_of(ready, "out.jsonl") == [
        ["O", "B-PER"],
        ["B-LOC", "B-LOC", "O"],
        ["B-MISC", "O"],
    ]
    first = json.loads(ready.read("out.jsonl").splitlines()[0])
    assert first["gold_tags"] == ["O", "B-PER"]
    assert ready(f"{LEARN} -o @out.conll") == 0
    assert ready.read("out.conll").startswith("schläft\tO\nAnna\tB-PER\n\nIn\tB-LOC\n")


def test_probabilities(ready: Shell) -> None:
    assert ready(f"{LEARN} --probs --label-map MISC=O -o @out.jsonl") == 0
    rows = [json.loads(text) for text in ready.read("out.jsonl").splitlines()]
    assert [r["id"] for r in rows] == ["p1", "p2", "p3"]
    assert rows[0]["labels"] == LABELS
    assert rows[0]["probs"][1] == pytest.approx([0.4, 0.6, 0, 0, 0, 0, 0])
    assert rows[2]["probs"][0] == pytest.approx([0.9, 0.1, 0, 0, 0, 0, 0])


def test_what_it_writes_is_read_by_methods_and_they_may_use_the_target_tagger(ready: Shell) -> None:
    assert ready(f"{LEARN} --probs -o @out.jsonl") == 0
    given = "--links @links.pharaoh --method align-ner"
    assert ready(f"project @pairs.jsonl {given} --tag-probs @out.jsonl -o @x.jsonl") == 0
    assert tags_of(ready, "x.jsonl")[0] == ["O", "B-PER"]
    assert ready(f"{LEARN} --method align-ner -o @out.jsonl") == 0
    assert tags_of(ready, "out.jsonl")[0] == ["O", "B-PER"]


@pytest.mark.parametrize(("weight", "tag"), [(0, "O"), (0.2, "O"), (0.5, "B-PER"), (1, "B-PER")])
def test_the_weight_is_that_of_the_projection(ready: Shell, weight, tag) -> None:
    assert ready(f"{LEARN} --weight {weight} -o -") == 0
    assert json.loads(ready.out.splitlines()[0])["tgt_tags"][1] == tag


def test_a_source_that_nobody_tagged_is_read_off_its_probabilities(ready: Shell) -> None:
    ready.write("pairs.jsonl", row("p1", ["Anna", "sleeps"], None, ["schläft", "Anna"], None))
    ready.write("links.pharaoh", "0-1\n")
    assert ready(f"{LEARN} -o @out.jsonl") == 0
    found = json.loads(ready.read("out.jsonl"))
    assert (found["src_tags"], found["tgt_tags"]) == (["B-PER", "O"], ["O", "B-PER"])


def test_a_pair_that_fails_is_told_and_stops_a_conll_file(ready: Shell) -> None:
    links = '{"id": "p1", "links": [[0, 1]]}\n{"id": "p3", "links": [[0, 0]]}\n'
    ready.write("links.jsonl", links)
    given = LEARN.replace("pharaoh", "jsonl")
    assert ready(f"{given} -o @out.conll") == 3
    assert "a CoNLL file would shift: 3 pairs: 0 skipped, 1 failed\n  failed p2: " in ready.err
    assert "name a file for them with --failures FILE, or write JSONL" in ready.err
    assert "out.conll" not in ready.names()
    assert ready(f"{given} -o @out.jsonl") == 0
    assert "3 pairs: 0 skipped, 1 failed" in ready.err
    assert tags_of(ready, "out.jsonl")[1] is None
    assert ready(f"{given} --probs -o @out.jsonl") == 0
    assert [json.loads(text)["id"] for text in ready.read("out.jsonl").splitlines()] == ["p1", "p3"]


@pytest.mark.parametrize("form", ["-o @out.conll", "-o @out.jsonl", "--probs -o @out.jsonl"])
def test_failures_take_the_pairs_that_fail(ready: Shell, form: str) -> None:
    ready.write("links.jsonl", '{"id": "p1", "links": [[0, 1]]}\n{"id": "p3", "links": [[0, 0]]}\n')
    given = LEARN.replace("pharaoh", "jsonl")
    assert ready(f"{given} --failures @lost.jsonl {form}") == 0
    (lost,) = (json.loads(text) for text in ready.read("lost.jsonl").splitlines())
    assert (lost["id"], lost["position"], lost["outcome"]) == ("p2", 2, "failed")
    assert "no links for pair 'p2'" in lost["reason"]
    assert "3 pairs: 0 skipped, 1 failed\n  failed p2: " in ready.err
    if "conll" in form:
        assert ready.read("out.conll") == "schläft\tO\nAnna\tB-PER\n\nUN\tB-MISC\n!\tO\n"


def test_without_failures_their_file_is_empty(ready: Shell) -> None:
    assert ready(f"{LEARN} --failures @lost.jsonl -o @out.conll") == 0
    assert (ready.read("lost.jsonl"), ready.err) == ("", "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("t.jsonl", "\n".join(TARGET[1:])), "t.jsonl has no probabilities for pair 'p1'"),
        (("s.jsonl", "\n".join(SOURCE[:2])), "s.jsonl has no probabilities for pair 'p3'"),
        (
            ("s.jsonl", "\n".join([line("p1", ("O", 1)), *SOURCE[1:]])),
            "'p1' has 1 rows of probabilities for a source of 2 tokens",
        ),
        (
            ("t.jsonl", "\n".join([line("p1", ("O", 1)), *TARGET[1:]])),
            "'p1' has 1 rows of probabilities for a target of 2 tokens",
        ),
        (("t.jsonl", "{"), "t.jsonl, line 1"),
    ],
)
def test_files_that_do_not_fit(ready: Shell, change, message) -> None:
    ready.write(*change)
    assert ready(f"{LEARN} -o @out.jsonl") == 2
    assert message in ready.err
    assert "out.jsonl" not in ready.names()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("--weight 2 -o -", "--weight 2.0: write a number in [0, 1]"),
        ("--weight nan -o -", "--weight nan"),
        ("--probs -o @x.conll", "no place for --probs"),
        ("-o @x.txt", "names no format"),
        ("--method default --method ngram-exact -o -", "method"),
        ("--spans @s.jsonl -o -", "--spans: no part of"),
        ("-o @x.conll --failures @x.conll", "name two files"),
    ],
)
def test_bad_usage(ready: Shell, more, message) -> None:
    assert ready(f"{LEARN} {more}") == 2
    assert message in ready.err


def test_only_one_file_is_standard_input(ready: Shell) -> None:
    line = LEARN.replace("@pairs.jsonl", "-").replace("@t.jsonl", "-")
    assert ready(f"{line} -o @out.jsonl") == 2
    assert "only one input" in ready.err
