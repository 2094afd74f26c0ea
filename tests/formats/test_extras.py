"""Spans, tag probabilities, translation scores, projections, specs, tables, plain text."""

import gzip

import pytest

from core.domain.alignment import Link
from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import (
    Beyond,
    Competitor,
    Explanation,
    Orphan,
    Pick,
    Projection,
    Reason,
    Stray,
)
from core.errors import FormatError, SpanError
from core.formats import (
    plain_text,
    projections_jsonl,
    spans_jsonl,
    spec_toml,
    tag_probs_jsonl,
    translation_scores_jsonl,
    tsv,
)
from core.formats.problems import Collected


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (spans_jsonl.read, '{"id": "p", "spans": [[2, 2]]}', "span [2, 2) is empty or reversed"),
        (spans_jsonl.read, '{"id": "p", "spans": [[0, 1, ""]]}', "the label of span [0, 1)"),
        (spans_jsonl.read, '{"id": "p", "spans": [[0]]}', "a span is [0]"),
        (
            spans_jsonl.read,
            '{"id": "p", "spans": [[0, 1, null, ' + "9" * 400 + "]]}",
            "it has to be below 1e308",
        ),
        (tag_probs_jsonl.read, '{"id": "p", "labels": [], "probs": []}', "'labels' is empty"),
        (tag_probs_jsonl.read, '{"id": "p", "labels": ["PER"], "probs": []}', "is no IOB2 tag"),
        (
            tag_probs_jsonl.read,
            '{"id": "p", "labels": ["O", "B-X"], "probs": [[1, 0], [1]]}',
            "token 1: a row of probabilities is [1]",
        ),
        (
            tag_probs_jsonl.read,
            '{"id": "p", "labels": ["O", "B-X"], "probs": [[0.5, 0.4]]}',
            "add up to 0.9",
        ),
        (
            tag_probs_jsonl.read,
            '{"id": "p", "labels": ["O", "B-X"], "probs": [[1.5, -0.5]]}',
            "each has to lie in [0, 1]",
        ),
        (
            translation_scores_jsonl.read,
            '{"id": "p", "scores": [[0, 1, 3, 2, 0.5]]}',
            "one is empty or reversed",
        ),
    ],
)
def test_bad_extras_name_place_and_remedy(read, data: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(read(data.encode(), file="f"))
    assert message in str(caught.value)
    assert str(caught.value).startswith("f, line 1")


# Projections


PAIR = Pair(
    "p",
    Sentence(("Anna", "went"), (Entity(0, 1, "PER"),), "en"),
    Sentence(("Anna", "ging", "heim"), (Entity(0, 2, "PER"),), "de"),
    extra={"licence": "CC0"},
)
WHY = Explanation(
    (Link(0, 0, 0.5), Link(0, 1)),
    (Competitor(0, 1, 0.75, (("alignment", 0.5),), ("aligned", "ngrams"), 1),),
    0.25,
    None,
    ("step one",),
)


@pytest.mark.parametrize(
    "projection",
    [
        Projection(Entity(0, 1, "PER"), (Pick(0, 1, 0.5), Pick(2, 3, 0.1))),
        Projection(Entity(0, 1, "PER"), (Pick(0, 1, 0.5),), None, WHY),
        Projection(Entity(0, 1, "PER"), (), Reason.NO_LINKS),
    ],
)
def test_projections_read_back(projection: Projection) -> None:
    (row,) = projections_jsonl.read(projections_jsonl.projected(PAIR, [projection]))
    assert row == projections_jsonl.Row(PAIR, (projection,))


def test_orphans_read_back() -> None:
    left = (
        Orphan(Side.SOURCE, 0, 1, Reason.NO_LINKS, "PER", 0),
        Orphan(Side.TARGET, 2, 3, Stray.LINKED_OUTSIDE, "PER", 0, Beyond.APART),
        Orphan(Side.TARGET, 0, 1, Stray.NAME_LIKE),
    )
    (row,) = projections_jsonl.read(projections_jsonl.projected(PAIR, [], left))
    assert row == projections_jsonl.Row(PAIR, (), "", left)
    (row,) = projections_jsonl.read(projections_jsonl.projected(PAIR, [], []))
    assert row.orphans == ()


def test_projecting_once_more_drops_the_orphans_of_the_first_time() -> None:
    from core.formats import pairs_jsonl

    left = [Orphan(Side.TARGET, 2, 3, Stray.NAME_LIKE)]
    (again,) = pairs_jsonl.read(projections_jsonl.projected(PAIR, [], left))
    (row,) = projections_jsonl.read(projections_jsonl.projected(again, []))
    assert row == projections_jsonl.Row(PAIR, ())


def test_projected_tags_replace_gold_and_keep_it() -> None:
    import json

    line = projections_jsonl.projected(PAIR, [Projection(Entity(0, 1, "PER"), (Pick(1, 3, 1.0),))])
    value = json.loads(line)
    assert value["tgt_tags"] == ["O", "B-PER", "I-PER"]
    assert value["gold_tags"] == ["B-PER", "I-PER", "O"]
    assert value["licence"] == "CC0"


def test_projecting_once_more_keeps_the_gold_of_the_first_time() -> None:
    from core.formats import pairs_jsonl

    first = projections_jsonl.projected(PAIR, [Projection(Entity(0, 1, "PER"), (Pick(2, 3),))])
    (again,) = pairs_jsonl.read(first)
    (row,) = projections_jsonl.read(projections_jsonl.projected(again, []))
    assert row.pair == PAIR


@pytest.mark.parametrize("write", [projections_jsonl.skipped, projections_jsonl.failed])
def test_a_pair_without_an_outcome_has_no_tags(write) -> None:
    import json

    line = write(PAIR, "why not")
    assert json.loads(line)["tgt_tags"] is None
    assert list(projections_jsonl.read(line)) == [projections_jsonl.Row(PAIR, None, "why not")]


def test_overlapping_picks_are_refused() -> None:
    twice = [Projection(Entity(0, 1, "PER"), (Pick(0, 2), Pick(1, 3)))]
    with pytest.raises(SpanError):
        projections_jsonl.projected(PAIR, twice)


def test_a_broken_projection_is_a_format_error() -> None:
    line = projections_jsonl.skipped(PAIR, "x").replace(
        b'"projections": null', b'"projections": [{"start": 0}]'
    )
    with pytest.raises(FormatError, match="line 1: no projection"):
        list(projections_jsonl.read(line))


# Specs


def test_every_named_method_reads_back() -> None:
    from core.projection import METHODS
    from core.projection.resolve import spec_from_dict

    for spec in METHODS.values():
        assert spec_from_dict(spec_toml.read(spec_toml.write(spec.to_dict()))) == spec


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a = 1\nb = = 2\n", "s.toml, line 2: not TOML"),
        (b"a = 1\na = 2\n", "line 2: not TOML"),
        (b"a = '", "line 1: not TOML"),
        (b"a = 1\nb = '\xe4'", "line 2: byte 0xe4 at byte offset 11 is not UTF-8"),
    ],
)
def test_bad_toml_names_the_line(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        spec_toml.read(data, file="s.toml")
    assert message in str(caught.value)


# Tables and plain text


def test_a_table_is_read_packed_or_not() -> None:
    data = b"\xef\xbb\xbfHello there\tGuten Tag\r\n\r\nYes\tJa"
    rows = [(1, "Hello there", "Guten Tag"), (3, "Yes", "Ja")]
    assert list(tsv.read(data)) == rows
    assert list(tsv.read(gzip.compress(data))) == rows
    assert list(tsv.read(gzip.compress(data[:20]) + gzip.compress(data[20:]))) == rows


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\tb\nc\n", "t, line 2: 1 column; a line is source TAB target"),
        (b"a\tb\tc\n", "t, line 1: 3 columns"),
        (b"a\t \n", "t, line 1: the target is empty"),
        (b"\tb\n", "t, line 1: the source is empty"),
        (gzip.compress(b"a\tb\n" * 99, mtime=0)[:-9], "t: the gzip file is cut off"),
        (b"\x1f\x8bnonsense", "t: broken gzip"),
    ],
)
def test_bad_tables_name_the_line(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(tsv.read(data, file="t"))
    assert message in str(caught.value)


def test_plain_text_is_tokenised_by_language() -> None:
    assert list(plain_text.read(b"Hello, you!\n", "en")) == [(1, ("Hello", ",", "you", "!"))]
    assert list(plain_text.read("我在 IBM。".encode(), "zh")) == [(1, ("我", "在", "IBM", "。"))]


def test_a_line_without_a_sentence_keeps_its_place() -> None:
    problems = Collected()
    rows = list(plain_text.read(b"a\n \nb\xe4\nc\n" + b"x" * 100_001, "en", report=problems))
    assert rows == [(1, ("a",)), (2, ()), (3, ()), (4, ("c",)), (5, ())]
    assert [p.line for p in problems.items] == [2, 3, 5]
