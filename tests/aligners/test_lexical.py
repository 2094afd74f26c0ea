"""What holds for both aligners that go by letters, and the order of words that look alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.aligners import ALIGNERS, Bitext, lexical
from core.aligners.lexical import in_order

BOTH = pytest.mark.parametrize("name", ["fuzzy", "char-ngrams"])
EVERY_RULE = pytest.mark.parametrize("rule", ["argmax", "itermax", "match"])
WORDS = st.lists(
    st.sampled_from(["Paris", "paris", "Париж", "Rome", "Roma", "1990", ",", "", "日本"]),
    max_size=6,
)


def links(name, source, target, **options):
    part = ALIGNERS.get(name)
    aligner = part.make(**part.configure(options))
    found = aligner.align([Bitext(tuple(source.split()), tuple(target.split()))])[0].links
    return [(link.i, link.j) for link in found]


@BOTH
@EVERY_RULE
@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("", "", []),
        ("Paris", "", []),
        ("", "Paris", []),
        ("Paris x Paris", "Paris Paris y", [(0, 0), (2, 1)]),
        ("Paris Paris Paris", "Paris Paris", [(0, 0), (1, 1)]),
        # Far off the diagonal, but still the first to the first.
        ("Paris Paris", "y y y y y y y Paris Paris", [(0, 7), (1, 8)]),
        ("a1 b1 c1 Paris Paris", "Paris Paris", [(3, 0), (4, 1)]),
        ("Paris , Rome , Paris", "Paris , Paris , Rome", [(0, 0), (1, 1), (2, 4), (3, 3), (4, 2)]),
        ("1990 1991", "1991 1990", [(0, 1), (1, 0)]),
        ("1990", "1991", []),
        ("٣", "3", [(0, 0)]),
        (". ,", ", .", [(0, 1), (1, 0)]),
        ("Merkel", "MERKEL", [(0, 0)]),
        ("Zu\u0308rich", "Z\u00fcrich", [(0, 0)]),
        ("日本 東京", "東京 日本", [(0, 1), (1, 0)]),
    ],
)
def test_order_and_numbers(name, rule, source, target, expected):
    assert links(name, source, target, rule=rule) == expected


@BOTH
@given(st.lists(st.tuples(WORDS, WORDS), max_size=4), st.floats(0.05, 1.0))
def test_a_link_is_at_least_as_alike_as_asked(name, pairs, least):
    part = ALIGNERS.get(name)
    bitexts = [Bitext(tuple(s), tuple(t)) for s, t in pairs]
    found = part.make(**part.configure({"least": least})).align(bitexts)
    assert all(link.p >= least - 1e-6 for alignment in found for link in alignment.links)


@BOTH
def test_pairs_do_not_depend_on_their_neighbours(name, monkeypatch):
    words = ["Paris", "Рим", "Roma", "Rome", "1990", ".", "Angela", "Ангела", "x"]
    random = np.random.default_rng(3)
    pairs = [
        Bitext(*(tuple(words[k] for k in random.integers(len(words), size=size)) for size in sizes))
        for sizes in random.integers(0, 12, size=(40, 2))
    ]
    aligner = ALIGNERS.get(name).make()
    together = aligner.align(pairs)
    assert [aligner.align([pair])[0] for pair in pairs] == together
    monkeypatch.setattr(lexical, "_CHUNK_CELLS", 100)
    told = []
    assert aligner.align(pairs, progress=lambda *step: told.append(step)) == together
    assert len(told) > 5
    assert told[0][1:] == (0, 40)
    assert [step[1] for step in told] == sorted({step[1] for step in told})


@BOTH
def test_a_huge_pair_is_not_looked_at(name, monkeypatch):
    monkeypatch.setattr(lexical, "_MOST_CELLS", 4)
    small, huge = Bitext(("Rome", "x"), ("y", "Rome")), Bitext(("Rome",) * 3, ("Rome",) * 2)
    found = ALIGNERS.get(name).make().align([small, huge, small])
    assert found[0] == found[2]
    assert [(link.i, link.j) for link in found[0].links] == [(0, 1)]
    assert found[0].unseen_src == ()
    assert (found[1].n, found[1].m, found[1].links) == (3, 2, ())
    assert (found[1].unseen_src, found[1].unseen_tgt) == ((0, 1, 2), (0, 1))


def test_order_changes_next_to_nothing():
    scores = np.array([[0.0, 1.0, 1.0], [0.5, 1.0, 1.0]])
    found = in_order(scores, np.array([0, 0]), np.array([1, 2, 2]))
    assert found == pytest.approx(scores, abs=2e-4)
    assert found[0, 0] == 0.0
    assert found[0].argmax() == 1
    assert found[1].argmax() == 2
