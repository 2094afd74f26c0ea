"""Taggers on the command line: learned, run, scored, and handed on to a student."""

import json

import pytest

from core.models.card import CARD
from tests.cli.conftest import Shell, row
from tests.training.conftest import encoder
from tests.training.rows import NAMES, TEXTS

__all__ = ["encoder"]
GOLD = [(text.split(), [NAMES.get(token, "O") for token in text.split()]) for text in TEXTS]
LABELS = "labels O B-LOC I-LOC B-PER I-PER"
LEARN = "train-tagger @rows.jsonl --held-out 0 --epochs 12"


def pairs(**more: object) -> bytes:
    return b"".join(
        row(f"s{k}", ["x", str(k)], None, tokens, tags, **more)
        for k, (tokens, tags) in enumerate(GOLD)
    )


@pytest.fixture
def learned(shell: Shell) -> Shell:
    shell.write("rows.jsonl", pairs())
    assert shell(f"{LEARN} -o @t") == 0
    return shell


def test_a_tagger_is_learned_run_and_scored(learned: Shell) -> None:
    assert "6 sentences, 25 tokens, 0 of them masked (0%)" in learned.out
    assert f"t: small, {LABELS}\nno sentence without a mask could be held out" in learned.out
    card = json.loads(learned.read(f"t/{CARD}"))
    assert (card["languages"], card["made"]["seed"]) == (["de"], 0)
    assert len(card["made"]["rows"]["sha256"]) == 64
    assert learned("tag @t @rows.jsonl -o @p.jsonl") == 0
    first = json.loads(learned.read("p.jsonl").splitlines()[0])
    assert (first["id"], len(first["probs"]), len(first["labels"])) == ("s0", 5, 5)
    assert learned("tag @t @rows.jsonl -o @out.conll") == 0
    assert learned.read("out.conll").startswith(
        "Anna\tB-PER\nlives\tO\nin\tO\nRome\tB-LOC\n.\tO\n\n"
    )
    assert learned("evaluate @rows.jsonl --model @t --json") == 0
    found = json.loads(learned.out)
    assert (found["pairs"], found["skipped"], found["methods"]["t"]["f1"]) == (6, 0, 1.0)
    assert "ceiling" not in found["methods"]["t"]


def test_the_same_seed_gives_the_same_bytes(learned: Shell) -> None:
    assert learned(f"{LEARN} -o @again") == 0
    assert learned(f"{LEARN} --seed 1 -o @other") == 0
    weights = {
        name: (learned.folder / name / "model.safetensors").read_bytes()
        for name in ("t", "again", "other")
    }
    assert weights["t"] == weights["again"] != weights["other"]
    assert learned.read(f"t/{CARD}") == learned.read(f"again/{CARD}")


def test_conll_and_plain_text(shell: Shell) -> None:
    columns = "\n\n".join("\n".join(map("\t".join, zip(*pair, strict=True))) for pair in GOLD)
    shell.write("rows.conll", f"{columns}\n")
    assert shell("train-tagger @rows.conll --lang en --held-out 0.34 --epochs 8 -o @t") == 0
    assert "F1" in shell.out
    assert "on 2 sentences held out" in shell.out
    assert json.loads(shell.read(f"t/{CARD}"))["languages"] == ["en"]
    shell.write("text.txt", "Anna lives .\n\nRome\n")
    assert shell("tag @t @text.txt -o -") == 0
    assert [json.loads(line)["id"] for line in shell.out.splitlines()] == ["1", "2"]
    assert shell("tag @t @rows.conll -o @o.conll") == 0
    assert shell("evaluate @rows.conll --model @t") == 2


def test_what_is_masked_is_said_by_reason(shell: Shell) -> None:
    shell.write("more.jsonl", pairs(review_status="unreviewed"))
    shell.write("rows.jsonl", pairs(review_status="done"))
    assert shell("train-tagger @rows.jsonl @more.jsonl --epochs 1 -o @t") == 0
    assert "12 sentences, 50 tokens, 16 of them masked (32%)" in shell.out
    assert "  16 O in a pair that is not trusted\n" in shell.out
    assert "  1 sentences say nothing" in shell.out
    assert shell("train-tagger @more.jsonl --open-o 0.2 --epochs 1 -o @t") == 0
    assert "25 tokens, 0 of them masked" in shell.out
    assert json.loads(shell.read(f"t/{CARD}"))["made"]["options"]["open_o"] == 0.2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("train-tagger @more.jsonl -o @t", "no O is left among the tags that are believed"),
        ("train-tagger @none.jsonl -o @t", "nothing to learn from: 0 sentences"),
        ("train-tagger @rows.jsonl --trust ready -o @t", "unknown review status 'ready'"),
        ("train-tagger @rows.jsonl --open-o 3 -o @t", "open_o is 3"),
        ("train-tagger @rows.jsonl --held-out 1 -o @t", "the share to hold out is 1"),
        ("train-tagger @rows.jsonl --epochs 0 -o @t", "need epochs"),
        ("train-tagger @rows.jsonl --kind spacy --encoder @e -o @t", "leave out one"),
        ("train-tagger @rows.jsonl --encoder @e -o @t", "no model folder"),
        ("train-tagger @rows.jsonl -o @rows.jsonl", "is a file; name a folder"),
        ("train-tagger @nix.jsonl -o @t", "no such file"),
        ("train-tagger @bad.conll -o @t", "bad.conll, line 2: tag 1 ('I-PER') starts"),
        ("tag @rows.jsonl @rows.jsonl -o -", "`train-tagger -o FOLDER` makes a tagger"),
        ("tag @ @rows.jsonl -o -", "is no tagger"),
        ("tag @t @rows.jsonl -o @o.xml", "names no format"),
        ("evaluate @rows.jsonl --model @ --method default", "is no tagger"),
        ("evaluate @rows.jsonl --model @a --model @b", "a tagger is a folder"),
        ("evaluate @rows.jsonl --model @ --links @links.pharaoh", "--links: only a tagger"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(shell: Shell, line, message) -> None:
    shell.write("rows.jsonl", pairs())
    shell.write("more.jsonl", pairs(review_status="unreviewed"))
    shell.write("none.jsonl", row("p", ["x"], None, ["y"], None))
    shell.write("bad.conll", "x\tO\ny\tI-PER\n")
    before = shell.names()
    assert shell(line) == 2
    assert message in shell.err
    assert shell.err.count("\n") == 1
    assert shell.names() == before


def test_spacy_by_the_command_line(shell: Shell) -> None:
    shell.write("rows.jsonl", pairs())
    assert shell("train-tagger @rows.jsonl --kind spacy --epochs 2 --held-out 0 -o @sp") == 0
    assert f"sp: spacy, {LABELS}" in shell.out
    assert shell("evaluate @rows.jsonl --model @sp") == 0
    assert shell.out.splitlines()[2].startswith("sp ")


def test_a_tagger_beside_methods(learned: Shell) -> None:
    line = "evaluate @pairs.jsonl --links @links.pharaoh --method heuristic-elp --model @t"
    assert learned(f"{line} --json --details --intervals --halves --against t") == 0
    found = json.loads(learned.out)
    assert list(found["methods"]) == ["heuristic-elp", "t"]
    assert found["methods"]["heuristic-elp"]["against"]["method"] == "t"
    assert {"schemes", "halves", "interval"} <= set(found["methods"]["t"])
    assert not {"carried", "errors", "ceiling"} & set(found["methods"]["t"])
    assert set(found) >= {"oracle", "agreement", "divergence"}
    assert learned(f"{line} --details") == 0
    assert "oracle" in learned.out
    assert learned("evaluate @rows.jsonl --model @t --details --json") == 0
    assert "divergence" not in json.loads(learned.out)


def test_an_encoder_by_the_command_line(shell: Shell, encoder) -> None:
    shell.write("rows.jsonl", pairs())
    assert shell(f"train-tagger @rows.jsonl --encoder {encoder} --epochs 1 --held-out 0 -o @t") == 0
    assert f"t: transformers, {LABELS}" in shell.out
    line = f"train-student @rows.jsonl --teacher @t --encoder {encoder} --frozen 1 --epochs 1"
    assert shell(f"{line} -o @s") == 0
    assert shell("evaluate @rows.jsonl --model @s --model @t") == 0
    assert shell(f"train-student @rows.jsonl --teacher @t --encoder {encoder} -o @s") == 2
    assert "3 layers to keep as they are, of an encoder that has 2" in shell.err
