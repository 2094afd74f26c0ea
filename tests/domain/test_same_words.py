"""Which words stand in a later version of a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.domain.same_words import GONE, kept

X = GONE
words = st.lists(st.sampled_from("abcd"), max_size=12)


@pytest.mark.parametrize(
    ("old", "new", "to"),
    [
        ("a b c", "a b c", (0, 1, 2)),
        ("a b c", "a x c", (0, X, 2)),
        ("a b c", "a c", (0, X, 1)),
        ("a b c", "a b x c", (0, 1, 3)),
        ("a b", "a a b", (1, 2)),
        ("a b", "a b b", (0, 1)),
        (
            "the Bank of the river of the Bank",
            "the Bank of river of the Bank",
            (0, 1, 2, X, 3, 4, 5, 6),
        ),
        ("x x x", "x x", (X, 0, 1)),
        ("a b", "b a", (1, X)),
        ("a", "b", (X,)),
        ("of New York of York", "of York of New York", (0, X, 1, 2, 4)),
        ("\u00e9", "e\u0301", (X,)),
    ],
)
def test_the_most_words_are_kept_and_a_repeated_one_by_its_neighbours(old, new, to) -> None:
    assert kept(old.split(), new.split()).to == to


@given(words, words)
def test_it_is_a_longest_common_subsequence(old, new) -> None:
    found = kept(old, new).to
    there = [p for p in found if p != GONE]
    assert there == sorted(set(there))
    assert all(new[p] == old[i] for i, p in enumerate(found) if p != GONE)
    assert len(there) == _length(old, new)


@given(words, words, words, words)
def test_ends_that_stay_change_nothing(head, old, new, tail) -> None:
    """What is left out of the search at either end is what the search would have found."""
    found = kept([*head, "L", *old, "R", *tail], [*head, "L", *new, "R", *tail]).to
    n = len(head)
    inner = kept(["L", *old, "R"], ["L", *new, "R"]).to
    assert found[:n] == tuple(range(n))
    assert found[n : n + len(old) + 2] == tuple(p if p == GONE else p + n for p in inner)


def test_a_long_sentence_is_quick() -> None:
    old = [f"w{k % 7}" for k in range(1500)]
    found = kept(old, [*old[:700], "new", *old[701:]])
    assert found.to[699:702] == (699, GONE, 701)


@pytest.mark.parametrize(
    ("new", "entity", "place"),
    [
        ("Ana vive en Nueva York .", (3, 5), (3, 5)),
        ("Ana vive en Nueva Jork .", None, (3, 5)),
        ("Ana vive en Nueva Gran York .", None, (3, 6)),
        ("Ana vive en York .", None, (3, 4)),
        ("Ana vive en .", None, None),
        ("Ana vive en la capital .", None, (3, 5)),
        ("Y Ana vive en Nueva York", (4, 6), (4, 6)),
        ("nada", None, (0, 1)),
    ],
)
def test_an_entity_is_kept_whole_or_its_place_is_told(new, entity, place) -> None:
    found = kept(["Ana", "vive", "en", "Nueva", "York", "."], new.split())
    old = Entity(3, 5, "LOC")
    assert found.entity(old) == (Entity(*entity, "LOC") if entity else None)
    assert found.place(old) == place


def _length(old, new) -> int:
    row = [0] * (len(new) + 1)
    for a in old:
        before = row
        row = [0]
        for j, b in enumerate(new):
            row.append(max(before[j + 1], row[j], before[j] + (a == b)))
    return row[-1]
