"""Links files: JSONL, Pharaoh, gold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.alignment import Alignment, Link
from core.errors import FormatError, LengthMismatchError
from core.formats import gold_links, links_jsonl, pharaoh
from core.formats.gold_links import GoldRow
from core.formats.problems import Collected
from tests.formats import shared_data, worlds

# Links JSONL


def test_a_link_without_a_probability_may_be_short() -> None:
    (row,) = links_jsonl.read(b'{"id": "p", "links": [[1, 0], [0, 0, 0.5], [0, 1, null]]}')
    assert row.links == (Link(0, 0, 0.5), Link(0, 1), Link(1, 0))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"id": "p"}', "line 1: no key 'links'"),
        ('{"id": "p", "links": 7}', "'links' is 7; it has to be a list"),
        ('{"id": "p", "links": [[1]]}', "a link is [1]; it has to be a list of 2 or 3"),
        ('{"id": "p", "links": [[-1, 0]]}', "the source of a link is -1"),
        ('{"id": "p", "links": [[0, 1.5]]}', "the target of a link is 1.5"),
        ('{"id": "p", "links": [[0, true]]}', "the target of a link is true"),
        ('{"id": "p", "links": [[0, 1, 1.5]]}', "the probability of link 0-1 is 1.5"),
        ('{"id": "p", "links": [[0, 1, "x"]]}', "it has to be a number"),
        ('{"id": "p", "links": [[0, 1], [0, 1, 0.5]]}', "link 0-1 is given twice"),
        ('{"id": "p", "links": [], "unseen_src": ["a"]}', "an item of unseen_src"),
        ('{"id": "p", "links": []}\n{"id": "p", "links": []}', "line 2: id 'p' is on line 1"),
    ],
)
def test_links_jsonl_bad_input(data: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(links_jsonl.read(data.encode(), file="l.jsonl"))
    assert message in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"id": "p", "links": [[2, 0]]}', "link 2-0 lies outside the pair 'p' of 2 x 3 tokens"),
        ('{"id": "p", "links": [[0, 3]]}', "l.jsonl, line 1: link 0-3 lies outside"),
        ('{"id": "p", "links": [], "unseen_tgt": [3]}', "unseen_tgt names token 3 of a sentence"),
    ],
)
def test_links_outside_the_pair_name_their_line(data: str, message: str) -> None:
    (row,) = links_jsonl.read(data.encode(), file="l.jsonl")
    with pytest.raises(FormatError) as caught:
        row.alignment(2, 3)
    assert message in str(caught.value)


# Pharaoh


@given(st.lists(worlds.alignments(), max_size=4))
def test_pharaoh_keeps_the_links_only(alignments: list[Alignment]) -> None:
    data = b"".join(pharaoh.write(alignments))
    back = pharaoh.read(data, [(a.n, a.m) for a in alignments], report=Collected())
    bare = [Alignment.of(a.n, a.m, [(i, j) for i, j, _ in a.links]) for a in alignments]
    assert list(back) == bare


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        ("0-0 1-1\n", [[(0, 0), (1, 1)]]),
        ("\n0-1\n\n", [[], [(0, 1)], []]),
        ("0-0", [[(0, 0)]]),
        ("1-1  0-0 \r\n\r\n", [[(0, 0), (1, 1)], []]),
        ("0-0\t0-0\n", [[(0, 0)]]),
    ],
)
def test_pharaoh_by_hand(data: str, cells: list[list[tuple[int, int]]]) -> None:
    found = pharaoh.read(data.encode(), [(2, 2)] * len(cells))
    assert [[(i, j) for i, j, _ in a.links] for a in found] == cells


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("0-0\n0-9\n", "p, line 2: link 0-9 lies outside the pair of 2 x 2 tokens"),
        ("0-0\n0:1\n", "p, line 2, token 0: '0:1' is no link"),
        ("0-0\n0-0-1\n", "'0-0-1' is no link"),
        ("0-0\n-1-0\n", "'-1-0' is no link"),
        ("0-0\n0p1\n", "line 2: 0p1 is a possible link"),
        ("0-0\n0-99999999999\n", "is no link"),
    ],
)
def test_pharaoh_bad_input(data: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(pharaoh.read(data.encode(), [(2, 2)] * 2, file="p"))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "pairs", "message"),
    [
        (2, 3, "p, line 3: no line for pair 3"),
        (3, 2, "p, line 3: a line more than there are pairs (2)"),
        (999, 1000, "line 1000: no line for pair 1000, the file"),
    ],
)
def test_pharaoh_lines_and_pairs_have_to_come_out_even(
    lines: int, pairs: int, message: str
) -> None:
    with pytest.raises(LengthMismatchError) as caught:
        list(pharaoh.read(b"\n" * lines, [(1, 1)] * pairs, file="p"))
    assert message in str(caught.value)


# Gold links


def test_gold_pharaoh_tells_sure_from_possible() -> None:
    rows = list(gold_links.read_pharaoh(b"0-0 1p1 0p0\n\n"))
    assert [(r.sure, r.possible) for r in rows] == [({(0, 0)}, {(1, 1)}), (set(), set())]


def test_gold_jsonl_takes_sure_out_of_possible() -> None:
    data = b'{"id": "p", "sure": [[0, 0]], "possible": [[0, 0], [1, 1]], "src_unaligned": [2]}'
    (row,) = gold_links.read_jsonl(data)
    assert row == GoldRow(
        "p", frozenset({(0, 0)}), frozenset({(1, 1)}), None, frozenset({2}), None, 1
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"id": "p"}', "no key 'sure'"),
        ('{"id": "p", "sure": [[0]]}', "an item of sure is [0]"),
        ('{"id": "p", "sure": [["a", 0]]}', 'sure holds ["a", 0]'),
        (
            '{"id": "p", "sure": [[1, 0]], "src_tokens": ["a"], "tgt_tokens": ["b"]}',
            "line 1: link 1-0 lies outside the pair 'p' of 1 x 1 tokens",
        ),
    ],
)
def test_gold_jsonl_bad_input(data: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(gold_links.read_jsonl(data.encode(), file="g"))
    assert message in str(caught.value)


@shared_data.needed
@pytest.mark.parametrize("path", shared_data.files("align/*.jsonl"), ids=lambda p: p.name)
def test_both_forms_of_real_gold_agree(path) -> None:
    rows = list(gold_links.read_jsonl(path.read_bytes()))
    lines = list(gold_links.read_pharaoh(path.with_suffix(".pharaoh").read_bytes()))
    assert [(r.sure, r.possible) for r in rows] == [(r.sure, r.possible) for r in lines]
