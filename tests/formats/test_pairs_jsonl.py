import json
from pathlib import Path

import pytest

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import FormatError, LengthMismatchError
from core.formats import pairs_jsonl
from core.formats.problems import Collected
from tests.formats import shared_data

GOOD = {
    "id": "p1",
    "src_lang": "en",
    "tgt_lang": "de",
    "src_tokens": ["Anna", "sleeps"],
    "src_tags": ["B-PER", "O"],
    "tgt_tokens": ["Anna", "schläft"],
    "tgt_tags": None,
}


def line(**changes: object) -> bytes:
    value = {**GOOD, **changes}
    return json.dumps({k: v for k, v in value.items() if v is not ...}).encode() + b"\n"


def test_a_line_is_a_pair_and_unknown_keys_are_kept() -> None:
    data = line(doc="d", group="g", source="corpus", eval_types=["PER"], licence="CC0", n=[1, None])
    assert list(pairs_jsonl.read(data)) == [
        Pair(
            "p1",
            Sentence(("Anna", "sleeps"), (Entity(0, 1, "PER"),), "en"),
            Sentence(("Anna", "schläft"), None, "de"),
            doc="d",
            group="g",
            origin="corpus",
            eval_types=("PER",),
            extra={"licence": "CC0", "n": [1, None]},
        )
    ]


def test_the_contracts_keys_come_first_and_the_others_keep_their_order() -> None:
    (pair,) = pairs_jsonl.read(line(zebra=1, apple=2))
    keys = list(json.loads(b"".join(pairs_jsonl.write([pair]))))
    assert keys == [*GOOD, "zebra", "apple"]


def test_languages_may_be_given_beside_the_file() -> None:
    (pair,) = pairs_jsonl.read(line(src_lang=..., tgt_lang=...), src_lang="en", tgt_lang="yor")
    assert (pair.source.lang, pair.target.lang) == ("en", "yor")


def test_markup_in_tokens_labels_and_ids_is_data() -> None:
    mark = "<script>alert(1)</script>"
    (pair,) = pairs_jsonl.read(line(id=mark, src_tokens=[mark, "x"], src_tags=[f"B-{mark}", "O"]))
    assert (pair.id, pair.source.tokens[0]) == (mark, mark)
    assert pair.source.entities == (Entity(0, 1, mark),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "f.jsonl: the file is empty"),
        (b"\xef\xbb\xbf", "f.jsonl: the file is empty"),
        (b"\xff\xfei\0", "line 1: the file is UTF-16; save it as UTF-8"),
        (b'{"id"', "line 1: not JSON at column 6"),
        (b"[1]", "line 1: [1] is no object"),
        (b'{"id": NaN}', "NaN is not JSON"),
        (b'{"id": 1e999}', "1e999 is not finite"),
        (b'{"id": "a", "id": "b"}', "the key 'id' stands twice"),
        (b'{"id": "\\ud800"}', "half of a surrogate pair"),
        (b"[" * 100_000, "line 1: more than 64 levels of brackets"),
        (b'{"n": ' + b"9" * 5000 + b"}", "line 1: not usable JSON"),
        (b"{}", "line 1: no key 'id'; add it (the keys here: none)"),
        (line(id=""), "'id' is \"\""),
        (line(id=7), "'id' is 7"),
        (line(id="a\tb"), "without TAB"),
        (line(src_lang=...), "no src_lang; name the language"),
        (line(tgt_lang="<b>"), 'tgt_lang is "<b>"'),
        (line(src_tokens=...), "no key 'src_tokens'"),
        (line(src_tokens="Anna"), "'src_tokens' is \"Anna\"; it has to be a list"),
        (line(src_tokens=[], src_tags=[]), "src_tokens is empty"),
        (line(tgt_tokens=["a", ""]), 'line 1, token 1: tgt_tokens holds ""'),
        (line(tgt_tokens=["a", "b\nc"]), "token 1: tgt_tokens holds"),
        (line(tgt_tokens=["a", 7]), "token 1: 'tgt_tokens' holds 7"),
        (line(tgt_tokens=["x"] * 5000), "tgt_tokens has 5000 tokens"),
        (line(src_tags=["O", "I-PER"]), "token 1: in src_tags, tag 1 ('I-PER')"),
        (line(src_tags=["O", "PER"]), "token 1: in src_tags"),
        (line(src_tags=["B-a b", "O"]), "in src_tags, need a label without white space"),
        (line(doc=7), "'doc' is 7; it has to be text"),
        (line(eval_types="PER"), "'eval_types' is \"PER\""),
        (line() + line(), "line 2: id 'p1' is on line 1 already"),
        (line() + b'{"id": "a\xe4"}', "line 2: byte 0xe4 at byte offset"),
        (line() + b'{"id": "a\0"}', "line 2: the line holds a NUL character at column 10"),
    ],
    ids=range(32),
)
def test_bad_input_names_place_and_remedy(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(pairs_jsonl.read(data, file="f.jsonl"))
    assert message in str(caught.value)
    assert str(caught.value).startswith("f.jsonl")
    assert caught.value.remedy


def test_the_byte_offset_counts_from_the_start_of_the_file() -> None:
    data = line() + b'{"id": "a\xe4"}'
    with pytest.raises(FormatError, match=f"offset {data.index(0xE4)} "):
        list(pairs_jsonl.read(data))


def test_tags_and_tokens_of_different_length_name_the_first_position() -> None:
    with pytest.raises(LengthMismatchError) as caught:
        list(pairs_jsonl.read(line(src_tags=["O"])))
    assert (caught.value.line, caught.value.token) == (1, 1)
    assert "2 tokens and src_tags has 1 tags" in str(caught.value)


def test_a_line_of_10_megabytes_is_refused_without_parsing_it() -> None:
    with pytest.raises(FormatError, match="line 2: the line is too long"):
        list(pairs_jsonl.read(line() + b'{"id": "' + b"x" * 10_000_000 + b'"}\n'))


def test_every_problem_is_listed_and_the_good_lines_are_read() -> None:
    problems = Collected()
    data = line() + b"{}\n\n" + line(id="p2") + b"[]\r\n" + line() + line(id="p3")
    assert [p.id for p in pairs_jsonl.read(data, report=problems)] == ["p1", "p2", "p3"]
    assert [p.line for p in problems.items] == [2, 5, 6]


def test_problems_beyond_the_cap_are_counted() -> None:
    problems = Collected()
    assert list(pairs_jsonl.read(b"{}\n" * 130, report=problems)) == []
    assert (len(problems.items), problems.more, problems.errors) == (100, 30, 130)


def test_bom_and_crlf_are_no_part_of_the_data() -> None:
    data = b"\xef\xbb\xbf" + line().replace(b"\n", b"\r\n")
    assert list(pairs_jsonl.read(data)) == list(pairs_jsonl.read(line()))


@shared_data.needed
@pytest.mark.parametrize("path", shared_data.files("ner/*.jsonl"), ids=lambda p: p.name)
def test_real_pairs_keep_every_key_and_value(path: Path) -> None:
    lines = path.read_bytes().split(b"\n")[:200]
    pairs = list(pairs_jsonl.read(b"\n".join(lines), file=path.name))
    for raw, written in zip(lines, pairs_jsonl.write(pairs), strict=False):
        assert json.loads(written) == json.loads(raw)
