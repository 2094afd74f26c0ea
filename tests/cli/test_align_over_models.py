"""align with an encoder: its model, device and precision, and what is kept."""

import json

import pytest

from tests.cli.conftest import Shell
from tests.kept import kept
from tests.tiny.encoders import make_bert

LINE = (
    "align @pairs.jsonl --aligner embedding --option aligner.model=@bert --option aligner.layer=2"
)


@pytest.fixture
def over(shell: Shell, monkeypatch) -> Shell:
    make_bert(shell.folder / "bert")
    monkeypatch.setenv("SILVERLENS_RESULTS", str(shell.folder / "results.sqlite"))
    return shell


def links(shell: Shell) -> int:
    return kept(shell.folder / "results.sqlite", "links")


def test_links_are_kept_and_come_out_the_same(over: Shell) -> None:
    assert over(f"{LINE} --device cpu -o @one.jsonl") == 0, over.err
    rows = [json.loads(line) for line in over.read("one.jsonl").splitlines()]
    assert [row["id"] for row in rows] == ["p1", "p2", "p3"]
    assert all(row["links"] for row in rows)
    assert "results.sqlite-wal" not in over.names()
    assert links(over) == 3
    assert over(f"{LINE} --device cpu --batch-tokens 8 -o @two.jsonl") == 0
    assert over.read("two.jsonl") == over.read("one.jsonl")


def test_without_the_cache_nothing_is_kept(over: Shell) -> None:
    assert over(f"{LINE} --no-cache --precision bfloat16 -o @one.pharaoh") == 0, over.err
    assert not (over.folder / "results.sqlite").exists()


def test_an_aligner_that_needs_no_model_keeps_nothing(over: Shell) -> None:
    assert over("align @pairs.jsonl --aligner same-word -o @one.pharaoh") == 0
    assert not (over.folder / "results.sqlite").exists()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("--device moon", "device 'moon': write auto, cpu, cuda"),
        ("--device cuda:7", "there is no device cuda:7 on this machine; it has: cpu"),
        ("--precision float8", "argument --precision: invalid choice: 'float8'"),
        ("--batch-tokens 0", "batch_tokens 0: write a number from 1 on"),
        ("--option aligner.layer=9", "layer 9: the model"),
        ("--option aligner.model=no/model", "python -m core models --fetch no/model"),
        ("--option aligner.model_folder=x", "has no option 'model_folder'; it has: model"),
    ],
)
def test_bad_input(over: Shell, more: str, message: str) -> None:
    assert over(f"{LINE} {more} -o @one.jsonl") == 2
    assert message in over.err
    assert not (over.folder / "one.jsonl").exists()
