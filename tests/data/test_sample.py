"""The bundled sample: up to date, well formed, and as hard as its notes say."""

import importlib.util
import json
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.domain.entity import from_iob2
from core.errors import FormatError

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sample"
OUTPUT = FOLDER / "silverlens-sample.jsonl"
LANGS = ("de", "es", "sw", "yo", "ar", "hi", "zh")
SENTENCES = 28
ONE_SIDED = ("no counterpart", "only in the target")

# What the notes must speak of, and in the pairs of which languages (empty: of any language).
HARD_CASES = {
    "closed compound": "de",
    "compound with a hyphen": "de",
    "split compound": "de",
    "genitive": "de",
    "inflected": "de",
    "article": "es",
    "spelt differently": "es sw",
    "locative": "sw",
    "noun-class prefix": "sw",
    "is glued to": "ar",
    "prefix bi-": "ar",
    "wa-": "ar",
    "li-": "ar",
    "al-": "ar",
    "postposition": "hi",
    "ransliterated": "ar hi zh",
    "moves": "de es hi zh",
    "change places": "de es yo zh",
    "split from its head": "",
    "looks nested": "",
    "occurring twice": "",
    "no counterpart": "de es sw ar zh",
    "only in the target": "de es ar zh",
    "abbreviation": "",
    "full name": "sw yo ar hi",
    "common word": "",
    "djacent": "de ar zh",
    "list with commas": "",
    "no commas": "ar",
    "number": "",
    "date": "",
    "nationality": "",
    "languages (MISC)": "",
    "event (MISC)": "",
    "work (MISC)": "",
    "one word for three": "de",
    "becomes one word": "de ar",
    "another name altogether": "sw yo ar",
}


def _load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_build", FOLDER / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = _load_build()
PAIRS: list[dict[str, Any]] = [
    json.loads(line) for line in OUTPUT.read_text(encoding="utf-8").splitlines()
]
SIDES = [(p["id"], p[f"{s}_tokens"], p[f"{s}_tags"]) for p in PAIRS for s in ("src", "tgt")]


def _of(lang: str) -> list[dict[str, Any]]:
    return [pair for pair in PAIRS if pair["tgt_lang"] == lang]


def test_file_is_what_the_script_makes() -> None:
    assert OUTPUT.read_bytes().decode() == BUILD.build(BUILD.SOURCE.read_text(encoding="utf-8"))


def test_check_finds_it_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["build", "--check"])
    assert BUILD.main() == 0


def test_check_finds_it_out_of_date(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(BUILD, "OUTPUT", tmp_path / "sample.jsonl")
    monkeypatch.setattr(sys, "argv", ["build", "--check"])
    assert BUILD.main() == 1
    assert "out of date" in capsys.readouterr().err


def test_every_sentence_in_every_language_in_order() -> None:
    assert [pair["id"] for pair in PAIRS] == [
        f"sample-{lang}-{n:02}" for lang in LANGS for n in range(1, SENTENCES + 1)
    ]
    assert OUTPUT.stat().st_size < 400_000


def test_one_source_sentence_for_all_its_translations() -> None:
    keys = ("src_tokens", "src_tags", "src_lang", "doc", "group", "source", "licence")
    for lang in LANGS:
        for pair, first in zip(_of(lang), _of(LANGS[0]), strict=True):
            assert [pair[k] for k in keys] == [first[k] for k in keys]
            assert pair["tgt_lang"] == lang


def test_tags_are_iob2_with_known_labels() -> None:
    for name, tokens, tags in SIDES:
        assert len(tokens) == len(tags), name
        assert {e.label for e in from_iob2(tags)} <= set(BUILD.LABELS), name


def test_every_source_sentence_has_entities_and_a_middling_length() -> None:
    for pair in PAIRS:
        assert from_iob2(pair["src_tags"]), pair["id"]
        assert 8 <= len(pair["src_tokens"]) <= 25, pair["id"]


def test_tokens_are_nfc_and_hold_no_space_or_bracket() -> None:
    for name, tokens, _ in SIDES:
        for token in tokens:
            assert token, name
            assert unicodedata.is_normalized("NFC", token), (name, token)
            assert not any(c.isspace() or c in "[]" for c in token), (name, token)
            assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in token), (name, token)


def test_punctuation_stands_apart() -> None:
    for name, tokens, _ in SIDES:
        for token in tokens:
            assert len(token) == 1 or token[-1] not in ",;!?()،।。，、《》", (name, token)
        assert tokens[-1] in {".", "।", "。"}, name


def test_yoruba_carries_its_diacritics() -> None:
    for pair in _of("yo"):
        text = unicodedata.normalize("NFD", " ".join(pair["tgt_tokens"]))
        assert "\u0323" in text, pair["id"]
        assert {"\u0300", "\u0301"} <= set(text), pair["id"]


def test_chinese_characters_are_tokens_of_their_own() -> None:
    for pair in _of("zh"):
        for token in pair["tgt_tokens"]:
            assert len(token) == 1 or token.isascii(), (pair["id"], token)


@pytest.mark.parametrize(
    ("lang", "script"), [("ar", "ARABIC"), ("hi", "DEVANAGARI"), ("zh", "CJK")]
)
def test_other_scripts_are_used(lang: str, script: str) -> None:
    for pair in _of(lang):
        named = [unicodedata.name(c) for t in pair["tgt_tokens"] for c in t if c.isalpha()]
        assert sum(n.startswith(script) for n in named) > 0.8 * len(named), pair["id"]


def test_sides_differ_in_labels_exactly_where_the_note_says_so() -> None:
    for pair in PAIRS:
        source, target = (
            Counter(e.label for e in from_iob2(pair[f"{side}_tags"])) for side in ("src", "tgt")
        )
        missing, extra = source - target, target - source
        noted = [phrase in pair["note"] for phrase in ONE_SIDED]
        assert [bool(missing), bool(extra)] == noted, pair["id"]


@pytest.mark.parametrize(("phrase", "langs"), HARD_CASES.items())
def test_hard_case_is_named_in_a_note(phrase: str, langs: str) -> None:
    for lang in langs.split():
        assert any(phrase in pair["note"] for pair in _of(lang)), (phrase, lang)
    assert any(phrase in pair["note"] for pair in PAIRS)


def test_adjacent_entities_of_one_type_are_there() -> None:
    found = set()
    for pair in PAIRS:
        entities = from_iob2(pair["tgt_tags"])
        for left, right in pairwise(entities):
            if (left.end, left.label) == (right.start, right.label):
                found.add(pair["id"])
    assert {"sample-de-13", "sample-ar-13", "sample-ar-19", "sample-zh-27"} <= found


@pytest.mark.parametrize(
    ("text", "lang", "tokens", "tags"),
    [
        ("[PER Ada] is here .", "en", ["Ada", "is", "here", "."], ("B-PER", "O", "O", "O")),
        ("[LOC A] [LOC B c]", "de", ["A", "B", "c"], ("B-LOC", "B-LOC", "I-LOC")),
        ("在[ORG AFC豹]。", "zh", ["在", "AFC", "豹", "。"], ("O", "B-ORG", "I-ORG", "O")),
        ("至29.5%", "zh", ["至", "29.5", "%"], ("O", "O", "O")),
    ],
)
def test_bracket_notation(text: str, lang: str, tokens: list[str], tags: tuple[str, ...]) -> None:
    assert BUILD.bracketed(1, text, lang=lang) == (tokens, tags)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[LOC Rome", "stray bracket"),
        ("Rome] .", "stray bracket"),
        ("[LOC [PER Ada] Street]", "stray bracket"),
        ("[LOC Laylas]s", "glued"),
        ("[DATE May] .", "unknown label"),
    ],
)
def test_bad_brackets_are_refused_with_their_line(text: str, problem: str) -> None:
    with pytest.raises(FormatError, match=problem) as caught:
        BUILD.bracketed(7, text, lang="en")
    assert caught.value.line == 7


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("id: 01\n\n", "lacks", 2),
        ("id: 01\nid: 02\n", "a second 'id'", 2),
        ("# comment\nnonsense\n", "no known key", 2),
        ("note: e\u0301\n", "NFC", 1),
    ],
)
def test_bad_blocks_are_refused_with_their_line(text: str, problem: str, line: int) -> None:
    with pytest.raises(FormatError, match=problem) as caught:
        list(BUILD.read_blocks(text))
    assert caught.value.line == line
