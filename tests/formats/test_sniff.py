"""Uploads: what they are, what is wrong with them, and what a person agreed to."""

import gzip
import json
from pathlib import Path

import pytest

from core.domain.entity import Entity
from core.errors import FormatError, LengthMismatchError, UnknownNameError
from core.formats import pairs_jsonl
from core.formats.consent import Wish
from core.formats.sniff import format_of, inspect_upload, open_upload
from tests.formats import shared_data

SOURCE = b"Anna B-PER\nsleeps O\n\nRome B-LOC\n"
TARGET = b"Anna O\nschl\xc3\xa4ft O\n\nRom O\n"
TEXT = "Anna schläft\nRom\n".encode()


def pair(name: str, src_tags: list[str], tgt_tags: list[str] | None = None) -> bytes:
    value = {
        "id": name,
        "src_lang": "en",
        "tgt_lang": "de",
        "src_tokens": [f"s{k}" for k in range(len(src_tags))],
        "src_tags": src_tags,
        "tgt_tokens": ["t"],
        "tgt_tags": tgt_tags,
    }
    return json.dumps(value).encode() + b"\n"


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.jsonl", b"", "pairs"),
        ("a.jsonl.gz", b"nonsense", "pairs"),
        ("a", b' \xef\xbb\xbf{"id"', "pairs"),
        ("a.conll", b"no columns at all", "conll"),
        ("a.txt", SOURCE, "conll"),
        ("a.tsv", b"Anna\tB-PER\nsleeps\tO\n", "conll"),
        ("a.tsv", b"Hello there\tGuten Tag\n", "table"),
        ("a.txt", TEXT, "text"),
        ("a.txt", b"{curly} text", "text"),
        ("a.conll", b"{\tO\nAnna\tB-PER\n", "conll"),
        ("a", b"{ O\nAnna B-PER\n", "conll"),
        ("a.tsv", b"{curly}\t{text}\n", "table"),
        ("a", b"text", "text"),
    ],
)
def test_the_format_by_content_else_by_name(name: str, data: bytes, form: str) -> None:
    assert format_of(name, data) == form


@pytest.mark.parametrize("second", [("t.conll", TARGET), ("t.txt", TEXT)])
def test_two_files_are_joined_by_position(second: tuple[str, bytes]) -> None:
    seen = inspect_upload([("s.conll", SOURCE), second], "en", "de")
    assert seen.usable
    assert seen.languages == (("en", "de", 2),)
    assert [p.id for p in seen.preview] == ["000001", "000002"]
    first = seen.preview[0]
    assert first.source.entities == (Entity(0, 1, "PER"),)
    assert first.target.tokens == ("Anna", "schläft")
    assert first.target.entities == (() if second[0] == "t.conll" else None)


def test_text_with_text_and_packed_files() -> None:
    files = [("s.txt.gz", gzip.compress(TEXT)), ("t.txt", TEXT)]
    seen = inspect_upload(files, "en", "de")
    assert (seen.count, seen.errors) == (2, 0)
    assert seen.preview[0].source.entities is None


def test_a_table_becomes_pairs_without_tags() -> None:
    seen = inspect_upload([("t.tsv", b"Hello you\tGuten Tag\nYes\tJa\n")], "en", "de")
    assert [(p.source.tokens, p.target.tokens) for p in seen.preview] == [
        (("Hello", "you"), ("Guten", "Tag")),
        (("Yes",), ("Ja",)),
    ]


def test_ids_come_from_the_files_where_they_agree() -> None:
    source = b"# sent_id = a\nx O\n\n# sent_id = b\ny O\n"

    def names(other: bytes) -> list[str]:
        files = [("s.conll", source), ("t.conll", other)]
        return [p.id for p in inspect_upload(files, "en", "de").preview]

    assert names(source) == ["a", "b"]
    assert names(b"x O\n\ny O\n") == ["a", "b"]
    assert names(b"# id c\nx O\n\n# id b\ny O\n") == ["000001", "000002"]


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        (SOURCE, TARGET[:19], "s, line 4: sentence 2 has no counterpart: t ends after 1 sentence"),
        (
            b"a O\n\n" * 1000,
            b"a O\n\n" * 999,
            "s, line 1999: sentence 1000 has no counterpart: t ends after 999",
        ),
        (SOURCE, TARGET + b"\nx O\n", "t, line 6: sentence 3 has no counterpart: s ends after 2"),
    ],
)
def test_files_of_different_length_stop_at_the_first_position(
    source: bytes, target: bytes, message: str
) -> None:
    files = [("s", source), ("t", target)]
    with pytest.raises(LengthMismatchError) as caught:
        list(open_upload(files, "en", "de").pairs)
    assert message in str(caught.value)
    seen = inspect_upload(files, "en", "de")
    assert (seen.count, seen.usable) == (0, False)
    assert any(message in str(problem) for problem in seen.problems)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([("a.jsonl", b"")], "a.jsonl: the file is empty"),
        ([("a.jsonl", b"\n\n")], "a.jsonl: no pair in it"),
        ([("a.txt", TEXT)], "a.txt: this looks like plain text, one side only; bring the source"),
        ([("a.conll", SOURCE)], "a.conll: this looks like a CoNLL file, one side only"),
        ([("a.tsv", b"x\ty"), ("b.tsv", b"x\ty")], "this looks like a table, which holds both"),
        ([("a.jsonl", b"{}"), ("b.txt", TEXT)], "this looks like a pairs file, which holds both"),
        ([("a", TEXT)] * 3, "3 files; bring one file, or source and target"),
        ([("a.gz", b"\x1f\x8bxx")], "a.gz: broken gzip"),
        ([("a.zip", b"PK\x03\x04x")], "a.zip: this is a zip archive; unpack it; a bundle goes to"),
        ([("a.txt", b"PK\x03\x04x"), ("b.txt", TEXT)], "a.txt: this is a zip archive"),
        ([("a.png", b"\x89PNG\r\n")], "a.png, line 1: byte 0x89 at byte offset 0 is not UTF-8"),
    ],
)
def test_what_cannot_be_an_upload_says_why(files, message: str) -> None:
    seen = inspect_upload(files, "en", "de")
    assert not seen.usable
    assert message in str(seen.problems[0])


def test_two_files_need_their_languages() -> None:
    seen = inspect_upload([("s.conll", SOURCE), ("t.txt", TEXT)], "en", "")
    assert "no language of the target" in str(seen.problems[0])


def test_every_problem_is_listed_with_its_line_and_the_good_pairs_are_counted() -> None:
    source = b"a B-Z\n\nb I-X\nc O\n\nd O x\n\ne O\nf I-X\ng I-Y\n"
    target = b"a O\n\nb O\n\nd O\n\ne O\n"
    seen = inspect_upload([("s", source), ("t", target)], "en", "de")
    assert (seen.count, seen.errors) == (1, 4)
    assert [(p.file, p.line) for p in seen.problems] == [("s", 6), ("s", 3), ("s", 9), ("s", 10)]


def test_what_is_wrong_can_be_left_out_but_not_a_whole_file() -> None:
    data = pair("p", ["O"]) + b"{}\n" + pair("q", ["O", "I-X", "B-X"]) + pair("p", ["B-X"])
    assert not inspect_upload([("a.jsonl", data)]).usable
    seen = inspect_upload([("a.jsonl", data)], wish=Wish(partial=True))
    assert (seen.usable, seen.count, seen.errors) == (True, 1, 0)
    assert [(p.line, p.severity) for p in seen.problems] == [
        (2, "warning"),
        (3, "warning"),
        (4, "warning"),
    ]
    files = [("s", b"a B-X\n\nb\n\nc O\n\nd I-X\n"), ("t", b"a\nb\nc\nd\n")]
    seen = inspect_upload(files, "en", "de", wish=Wish(partial=True))
    assert [p.id for p in seen.preview] == ["000001", "000003"]
    short = [files[0], ("t", b"a\nb\nc\n")]
    assert not inspect_upload(short, "en", "de", wish=Wish(partial=True)).usable
    assert not inspect_upload([("a.jsonl", IOB1)], wish=Wish(partial=True)).usable


def test_an_inspection_travels_to_another_process() -> None:
    import pickle
    from dataclasses import replace

    seen = inspect_upload([("a.jsonl", pair("p", ["O", "I-X"]) + pair("q", ["B-X"]))])
    bare = replace(seen, preview=tuple(replace(p, extra={}) for p in seen.preview))
    assert pickle.loads(pickle.dumps(bare)) == bare


def test_duplicate_ids_name_both_lines() -> None:
    seen = inspect_upload([("a.jsonl", pair("p", ["O"]) + pair("q", ["O"]) + pair("p", ["O"]))])
    assert str(seen.problems[0]).startswith("a.jsonl, line 3: id 'p' is on line 1 already")
    doubled = b"# id p\nx O\n\n# id p\ny O\n"
    seen = inspect_upload([("s", doubled), ("t", b"x O\n\ny O\n")], "en", "de")
    assert "s, line 5: id 'p' is on line 2 already" in str(seen.problems[0])
    assert seen.usable


# Schemes

IOB1 = pair("p", ["I-X", "I-X", "B-X", "O", "I-Y"])
BIOES = pair("p", ["B-X", "E-X", "S-X", "O", "S-Y"])
SPANS = (Entity(0, 2, "X"), Entity(2, 3, "X"), Entity(4, 5, "Y"))


@pytest.mark.parametrize(("data", "scheme"), [(IOB1, "iob1"), (BIOES, "bioes")])
def test_another_scheme_in_a_pairs_file_needs_a_word(data: bytes, scheme: str) -> None:
    seen = inspect_upload([("a.jsonl", data)])
    assert not seen.usable
    assert f"the tags are {scheme.upper()}, not IOB2; agree" in str(seen.problems[0])
    assert seen.files[0].tags[0].scheme == scheme
    for word in (scheme, "auto"):
        agreed = inspect_upload([("a.jsonl", data)], wish=Wish(word))
        assert agreed.usable
        assert agreed.preview[0].source.entities == SPANS
        assert [p.severity for p in agreed.problems] == ["note"]


@pytest.mark.parametrize("tags", ["B-X E-X S-X O S-Y", "B-X L-X U-X O U-Y"])
def test_a_conll_file_in_a_plain_scheme_is_read_with_a_note(tags: str) -> None:
    rows = "".join(f"w{k} {tag}\n" for k, tag in enumerate(tags.split()))
    seen = inspect_upload([("s.conll", rows.encode()), ("t.txt", b"x\n")], "en", "de")
    assert seen.usable
    assert seen.preview[0].source.entities == SPANS
    assert [p.severity for p in seen.problems] == ["note"]


def test_iob1_in_a_conll_file_needs_a_word() -> None:
    rows = b"a I-X\nb I-X\nc B-X\nd O\ne I-Y\n"
    files = [("s.conll", rows), ("t.txt", b"x\n")]
    with pytest.raises(FormatError, match=r"s\.conll, line 1: the tags are IOB1, not IOB2"):
        open_upload(files, "en", "de")
    (read,) = open_upload(files, "en", "de", wish=Wish("iob1")).pairs
    assert read.source.entities == SPANS


def test_broken_iob2_is_shown_with_both_repairs_and_mended_only_on_a_word() -> None:
    data = pair("p", ["B-X", "O", "I-X"]) + pair("q", ["B-X", "I-X"]) + pair("r", ["B-X"])
    seen = inspect_upload([("a.jsonl", data)])
    assert (seen.count, seen.errors) == (2, 1)
    (mend,) = seen.files[0].tags[0].mends
    assert (mend.line, mend.begin, mend.drop) == (1, ("B-X", "O", "B-X"), ("B-X", "O", "O"))
    for how, spans in (("begin", 2), ("drop", 1)):
        mended = inspect_upload([("a.jsonl", data)], wish=Wish(repair=how))
        assert (mended.count, mended.usable) == (3, True)
        assert len(mended.preview[0].source.entities or ()) == spans
        assert "1 place breaks IOB2" in str(mended.problems[0])


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown tag scheme 'iobx'"):
        open_upload([("a.jsonl", IOB1)], wish=Wish("iobx"))


def test_markup_is_data_in_every_column() -> None:
    mark = "<script>"
    source = f"# sent_id = {mark}\n{mark}\tB-{mark}\n".encode()
    seen = inspect_upload([("<b>.conll", source), ("t.txt", b"x\n")], "en", "de")
    assert seen.preview[0].id == mark
    assert seen.preview[0].source.entities == (Entity(0, 1, mark),)


@shared_data.needed
@pytest.mark.parametrize(
    "path", shared_data.files("ui_scripts/pud-srconly.en-fr.jsonl"), ids=lambda p: p.name
)
def test_tokens_that_hold_a_space_survive_two_conll_files(path: Path) -> None:
    from dataclasses import replace

    from core.formats import conll

    pairs = list(pairs_jsonl.read(path.read_bytes()))
    sides = [
        b"".join(conll.write(replace(s, entities=s.entities or ()) for s in side))
        for side in ([p.source for p in pairs], [p.target for p in pairs])
    ]
    seen = open_upload([("s.conll", sides[0]), ("t.conll", sides[1])], "en", "fr")
    back = list(seen.pairs)
    assert [p.source for p in back] == [p.source for p in pairs]
    assert [p.target.tokens for p in back] == [p.target.tokens for p in pairs]
    assert any(" " in token for p in back for token in p.target.tokens)


def test_silver_tags_that_project_wrote_are_not_taken_for_gold() -> None:
    gold = b'{"id":"1","src_lang":"en","tgt_lang":"de","src_tokens":["a"],"src_tags":["O"],'
    rows = [
        gold + b'"tgt_tokens":["b"],"tgt_tags":["B-PER"],"gold_tags":["B-LOC"],"projections":[]}',
        gold.replace(b'"1"', b'"2"')
        + b'"tgt_tokens":["b"],"tgt_tags":["B-PER"],"gold_tags":null,"projections":[]}',
        gold.replace(b'"1"', b'"3"') + b'"tgt_tokens":["b"],"tgt_tags":["B-PER"]}',
    ]
    pairs = list(open_upload([("silver.jsonl", b"\n".join(rows))]).pairs)
    found = [pair.target.entities for pair in pairs]
    assert found == [(Entity(0, 1, "LOC"),), None, (Entity(0, 1, "PER"),)]
    assert [dict(pair.extra) for pair in pairs] == [{}, {}, {}]


def test_a_line_with_too_few_tags_is_left_out_on_consent() -> None:
    good = b'{"id":"1","src_lang":"en","tgt_lang":"de","src_tokens":["a"],"src_tags":["O"],'
    good += b'"tgt_tokens":["b"],"tgt_tags":null}\n'
    bad = good.replace(b'"1"', b'"2"').replace(b'["O"]', b'["O","O"]')
    files = [("pairs.jsonl", good + bad)]
    assert not inspect_upload(files).usable
    found = inspect_upload(files, wish=Wish(partial=True))
    assert (found.usable, found.count, [p.line for p in found.problems]) == (True, 1, [2])
