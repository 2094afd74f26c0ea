"""Degenerate input: far too much of everything, and what the answer then says of itself."""

from functools import cache

import numpy as np
import pytest

from core.domain.candidate import Candidates
from core.matching import MATCHERS
from core.matching.certificate import certificate
from core.matching.exact import exact
from core.matching.greedy import greedy

TOKENS, ENTITIES = 512, 40
NGRAMS = Candidates.of(
    [(a, a + d) for a in range(TOKENS) for d in range(1, 11) if a + d <= TOKENS], origin="t"
)
LENGTH = (NGRAMS.end - NGRAMS.start).astype(float)
SHAPE = (ENTITIES, len(NGRAMS))


@cache
def answer(name):
    """Return what the exact matcher finds in a world, and its gap."""
    return exact(worlds()[name], NGRAMS)


@cache
def worlds() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    middle = (NGRAMS.start >= 200) & (NGRAMS.end <= 260)
    return {
        "random": rng.random(SHAPE),
        "all equal": np.ones(SHAPE),
        "five values by length": rng.integers(1, 6, SHAPE) / 5 * LENGTH,
        "a few equal in one place": (rng.random(SHAPE) < 0.2) * middle * 1.0,
    }


@pytest.mark.parametrize("name", worlds())
def test_forty_entities_in_512_tokens_get_an_answer_that_says_how_good_it_is(name):
    scores = worlds()[name]
    found, gap = answer(name)
    assert gap is not None
    assert gap >= 0
    _disjoint(found)
    total, first = _total(scores, found), _total(scores, greedy(scores, NGRAMS).chosen)
    assert total >= first - 1e-6
    assert exact(scores, NGRAMS) == (found, gap)


def test_a_gap_above_zero_where_the_search_is_given_up():
    scores = worlds()["five values by length"]
    found, gap = answer("five values by length")
    assert gap
    assert certificate(scores, NGRAMS, found).gap <= gap + 1e-6


@pytest.mark.parametrize("constraint", ["exactly", "at-least"])
def test_constraints_with_far_too_much(constraint):
    scores = worlds()["random"]
    found, gap = exact(scores, NGRAMS, per_entity=2, constraint=constraint, price=0.9)
    assert gap is not None
    assert all(len(row) >= 2 for row in found)
    assert constraint == "at-least" or all(len(row) == 2 for row in found)
    _disjoint(found)


@pytest.mark.parametrize("part", MATCHERS.parts(), ids=lambda part: part.name)
def test_identical_entities_get_their_candidates_from_left_to_right(part):
    candidates = Candidates.of([(0, 1), (2, 3), (4, 5)], origin="t")
    scores = np.full((2, 3), 0.5)
    assert part.make(scores, candidates).chosen == ((0,), (1,))


@pytest.mark.parametrize("part", MATCHERS.parts(), ids=lambda part: part.name)
def test_a_candidate_may_be_as_long_as_the_longest_sentence(part):
    candidates = Candidates.of([(0, 8191), (8190, 8191)], origin="t")
    assert part.make(np.array([[1.0, 0.5]]), candidates).chosen == ((0,),)
    assert part.make(np.array([[0.5, 0.5]]), candidates).chosen == ((1,),)


def _total(scores, found) -> float:
    return float(sum(scores[k, t] for k, row in enumerate(found) for t in row))


def _disjoint(found) -> None:
    spans = NGRAMS.spans()
    cover = [j for row in found for t in row for j in range(*spans[t])]
    assert len(cover) == len(set(cover))
