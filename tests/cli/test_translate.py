"""translate, score-translations, propose-spans, train-proposer."""

import json
from pathlib import Path

import pytest

from core.models.translators import Translator
from core.pipeline import remembered as remembered_module
from tests.cli.conftest import Shell, row
from tests.tiny.encoders import make_bert
from tests.tiny.lexicon import LEXICON, WORDS
from tests.tiny.translators import make_copying_nllb, make_mt5


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    make_copying_nllb(root / "copying", LEXICON)
    make_mt5(root / "mt5", WORDS)
    make_bert(root / "bert")
    return root


@pytest.fixture
def world(shell: Shell, models: Path, monkeypatch) -> Shell:
    """A folder with texts, the models, and results of its own."""
    monkeypatch.setenv("SILVERLENS_RESULTS", str(shell.folder / "db" / "results.sqlite"))
    for name in ("copying", "mt5", "bert"):
        (shell.folder / name).symlink_to(models / name)
    (shell.folder / "db").mkdir(exist_ok=True)
    shell.write("raw.txt", "Anna lives in London .\nBob works here\n")
    shell.write(
        "two.jsonl",
        row("a", ["Anna", "lives", "in", "London"], ["B-PER", "O", "O", "B-LOC"],
            ["Anna", "wohnt", "in", "Londonstadt"], None, doc="d1", group="g"),
    )  # fmt: skip
    return shell


SW = "--model @copying --source-lang en --target-lang sw"


def rows(shell: Shell, name: str) -> list[dict]:
    return [json.loads(line) for line in shell.read(name).splitlines()]


def test_raw_lines_become_lines_or_pairs(world: Shell) -> None:
    assert world(f"translate @raw.txt {SW} -o @out.txt") == 0
    assert world.read("out.txt") == "Anna anaishi katika Londoni .\nBob anafanya hapa\n"
    assert world(f"translate @raw.txt {SW} --as source --beams 1 -o @out.jsonl") == 0
    first = rows(world, "out.jsonl")[0]
    assert first["tgt_tokens"] == ["Anna", "lives", "in", "London", "."]
    assert first["src_tokens"] == ["Anna", "anaishi", "katika", "Londoni", "."]
    assert (first["src_lang"], first["tgt_lang"], first["src_tags"]) == ("sw", "en", None)
    assert first["translation"] == "Anna anaishi katika Londoni ."


def test_a_labelled_text_keeps_its_labels(world: Shell) -> None:
    world.write("en.conll", "Anna\tB-PER\nlives\tO\nhere\tO\n\n")
    assert world(f"translate @en.conll {SW} -o @out.jsonl") == 0
    (found,) = rows(world, "out.jsonl")
    assert found["src_tags"] == ["B-PER", "O", "O"]
    assert found["tgt_tokens"] == ["Anna", "anaishi", "hapa"]


def test_one_side_of_pairs_is_translated_and_the_rest_kept(world: Shell) -> None:
    line = "translate @two.jsonl --model @copying --target-lang en --as source -o @out.jsonl"
    assert world(line) == 0
    (found,) = rows(world, "out.jsonl")
    assert found["src_tokens"] == ["Anna", "lives", "in", "London"]
    assert found["tgt_tokens"] == ["Anna", "wohnt", "in", "Londonstadt"]
    assert (found["src_tags"], found["doc"], found["group"]) == (None, "d1", "g")


SAID = {
    "gold_tags": ["B-PER", "O", "O", "O"],
    "gold_tgt_tags": ["O"] * 4,
    "gold_src_tags": ["O"] * 4,
    "review_status": "accepted",
    "confidences": [[0, 1, "PER", 0.9]],
    "alignment": "0-0",
    "projections": [],
    "orphans": [],
    "sources": ["a", "b"],
    "others": [],
    "skipped": "why",
    "failed": "why",
    "translation_problem": "old",
    "note": "mine",
}


@pytest.mark.parametrize(
    ("side", "kept"),
    [
        ("target", {"gold_src_tags", "note"}),
        ("source", {"gold_tgt_tags", "review_status", "confidences", "note", "group"}),
    ],
)
def test_what_was_said_of_the_side_that_is_replaced_is_dropped(world: Shell, side, kept) -> None:
    anna = ["Anna", "lives", "in", "London"]
    world.write("said.jsonl", row("a", anna, None, anna, ["O"] * 4, group="g", **SAID))
    line = f"translate @said.jsonl --model @copying --target-lang sw --source-lang en --as {side}"
    assert world(f"{line} -o @out.jsonl") == 0
    (found,) = rows(world, "out.jsonl")
    assert set(found) & {*SAID, "group"} == kept
    assert found["translation"] == "Anna anaishi katika Londoni"
    # Silver tags give way to gold, which nothing would tell them from any more.
    assert found["tgt_tags"] == (SAID["gold_tags"] if side == "source" else None)


def test_lines_without_anything_to_see_are_empty_ones(world: Shell) -> None:
    world.write("raw.txt", "\u200b\n\u200e\u200b\n\u0001\nBob works\n")
    assert world(f"translate @raw.txt {SW} -o @out.jsonl --failures @lost.jsonl") == 0
    assert [r["id"] for r in rows(world, "out.jsonl")] == ["4"]
    lost = rows(world, "lost.jsonl")
    assert [(r["id"], r["reason"]) for r in lost] == [(k, "the line is empty") for k in "123"]


def test_what_comes_out_empty_is_listed_and_never_a_line(world: Shell) -> None:
    world.write("raw.txt", "漢字\n\nBob works\n")
    assert world(f"translate @raw.txt {SW} -o @out.txt") == 3
    assert "lines would shift: sentences without a translation: 2" in world.err
    assert "1: the translation came out empty" in world.err
    assert "2: the line is empty" in world.err
    assert "out.txt" not in world.names()
    assert world(f"translate @raw.txt {SW} --failures @lost.jsonl -o @out.txt") == 0
    assert world.read("out.txt") == "Bob anafanya\n"
    assert [r["id"] for r in rows(world, "lost.jsonl")] == ["1", "2"]
    assert world(f"translate @raw.txt {SW} -o @out.jsonl") == 0
    assert [r["id"] for r in rows(world, "out.jsonl")] == ["3"]


def test_a_run_that_was_stopped_goes_on(world: Shell, monkeypatch) -> None:
    monkeypatch.setattr(remembered_module, "CHUNK", 1)
    real, calls = Translator.translate, []

    def breaking(self, texts, *args, **more):
        calls.extend(texts)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, texts, *args, **more)

    monkeypatch.setattr(Translator, "translate", breaking)
    assert world(f"translate @raw.txt {SW} -o @out.txt") == 130
    assert "out.txt" not in world.names()
    assert world(f"translate @raw.txt {SW} -o @out.txt") == 0
    assert len(calls) == 3
    assert world.read("out.txt") == "Anna anaishi katika Londoni .\nBob anafanya hapa\n"
    assert world(f"translate @raw.txt {SW} --no-cache -o @out.txt") == 0
    assert len(calls) == 5


def test_scores_and_spans_go_into_a_projection(world: Shell) -> None:
    base = "score-translations @two.jsonl --model @copying"
    assert world(f"{base} --max-len 2 -o @scores.jsonl") == 0
    line = "project @two.jsonl --aligner same-word --method nmt --translation-scores @scores.jsonl"
    assert world(f"{line} -o @out.jsonl") == 0
    assert rows(world, "out.jsonl")[0]["tgt_tags"] == ["B-PER", "O", "O", "B-LOC"]
    spans = [[0, 1, "LOC", 0.9], [0, 1, "PER", 0.1], [3, 4, None, None]]
    world.write("spans.jsonl", json.dumps({"id": "a", "spans": spans}) + "\n")
    more = "--candidates supplied --spans @spans.jsonl --least 2"
    assert world(f"{base} {more} -o @scores.jsonl") == 0
    assert len(rows(world, "scores.jsonl")[0]["scores"]) == 4
    files = "--spans @spans.jsonl --translation-scores @scores.jsonl"
    line = f"project @two.jsonl --aligner same-word --method t-projection {files}"
    assert world(f"{line} -o @out.jsonl") == 0
    assert rows(world, "out.jsonl")[0]["tgt_tags"] == ["B-PER", "O", "O", "B-LOC"]
    assert world(f"{base} --candidates ngrams --option ngrams.max_len=1 -o -") == 0
    assert {s[3] - s[2] for s in json.loads(world.out)["scores"]} == {1}


def test_a_proposer_is_trained_and_proposes(world: Shell) -> None:
    few = "--epochs 1 --batch 1 --rate 0.01"
    assert world(f"train-proposer @two.jsonl --base @mt5 {few} -o @proposer") == 0
    assert "1 sentences with entities, mean loss" in world.out
    assert "labels LOC PER" in world.out
    propose = "propose-spans @two.jsonl --model @proposer --beams 2 --most-tokens 12"
    assert world(f"{propose} -o @spans.jsonl") == 0
    assert [r["id"] for r in rows(world, "spans.jsonl")] == ["a"]
    card = json.loads(world.read("proposer/proposer.json"))
    assert card["made"]["options"]["rate"] == 0.01
    world.write("new.jsonl", row("n", ["UN"], ["B-ORG"], ["VN"], None))
    line = "propose-spans @new.jsonl --model @proposer --beams 1 --most-tokens 4 -o -"
    assert world(line) == 0
    assert "never seen the labels ORG; it learned: LOC, PER" in world.err


def test_labels_are_tried_before_anything_is_learned(world: Shell) -> None:
    world.write("odd.conll", "Anna\tB-人\n\n")
    assert world("train-proposer @odd.conll --lang en --base @mt5 -o @proposer") == 2
    assert "label '人' cannot be learned" in world.err
    assert "proposer" not in world.names()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"translate @raw.txt {SW} -o @out.xml", "names no format"),
        ("translate @raw.txt --model @copying --target-lang sw -o @out.txt", "--source-lang"),
        (f"translate @nix.txt {SW} -o @out.txt", "no such file"),
        (
            "translate @raw.txt --model @copying --source-lang en --target-lang xx -o -",
            "does not know the language 'xx'",
        ),
        (
            "translate @raw.txt --model @copying --source-lang en --target-lang fr -o -",
            "no code for 'fr' (French); it has 4 codes, near ones:",
        ),
        (
            "translate @raw.txt --model @bert --source-lang en --target-lang de -o -",
            "a translation model (encoder and decoder) is needed",
        ),
        (
            "translate @raw.txt --model no/such --source-lang en --target-lang de -o -",
            "`python -m core models --fetch no/such`",
        ),
        (
            "translate @raw.txt --model @mt5 --source-lang en --target-lang de -o -",
            "has no codes of languages; say how it is told them by a prefix",
        ),
        (f"translate @raw.txt {SW} --device tpu -o -", "device 'tpu'"),
        (f"translate @raw.txt {SW} -o - --failures -", "name two files"),
        ("score-translations @two.jsonl --model @bert -o -", "a translation model"),
        (
            "score-translations @two.jsonl --model @copying --option ngrams.max_len=1 -o -",
            "name its part with --candidates",
        ),
        (
            "score-translations @two.jsonl --model @copying --candidates nix -o -",
            "unknown candidates 'nix'",
        ),
        (
            "score-translations @two.jsonl --model @copying --candidates aligned -o -",
            "no word alignment",
        ),
        ("propose-spans @two.jsonl --model @copying -o -", "wants codes of languages"),
        ("train-proposer @two.jsonl --base @mt5 --side target -o @p", "nothing can be learned"),
        ("train-proposer @two.jsonl --base @mt5 --epochs 0 -o @p", "need epochs"),
    ],
)
def test_bad_usage_says_what_would_be_right_and_writes_nothing(world, line, message) -> None:
    before = world.names()
    assert world(line) == 2
    assert message in world.err
    assert world.err.startswith("error: ")
    assert (world.out, world.names()) == ("", before)
