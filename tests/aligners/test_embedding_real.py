"""The embedding aligner against simalign, over real pairs and a real encoder."""

import os

import numpy as np
import pytest

from bench import neural
from bench.neural import best_total, different, linked, package_of, real_pairs, similarities
from core.aligners import RULES

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def pairs():
    if not neural.DATA.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared/data is missing")
        pytest.skip("../shared/data is not here")
    return real_pairs()


def apart(real, pairs, token_type, matchings):
    """Return by rule which pairs get other links than simalign gives them."""
    package = package_of(real, token_type, "aifr")
    given = [package.get_word_aligns(list(p.source), list(p.target)) for p in pairs]
    return {
        matching: different(
            linked(real, pairs, token_type=token_type, matching=matching),
            [one[neural.NAMES[matching]] for one in given],
        )
        for matching in matchings
    }


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("token_type", ["bpe", "word"])
def test_links_of_the_40_shortest_pairs_are_simaligns(real, pairs, token_type):
    short = sorted(pairs, key=lambda pair: len(pair.source) + len(pair.target))[:40]
    found = apart(real, short, token_type, ("argmax", "itermax"))
    assert found == {"argmax": [], "itermax": []}


@pytest.mark.soak
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("token_type", ["bpe", "word"])
def test_links_of_500_pairs_are_simaligns(real, pairs, token_type):
    assert apart(real, pairs, token_type, neural.NAMES) == {name: [] for name in neural.NAMES}


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize(
    "count", [12, pytest.param(500, marks=pytest.mark.soak)], ids=["few", "all"]
)
def test_match_is_as_good_as_an_independent_solver(real, pairs, count):
    for scores in similarities(real, pairs[:count]):
        found = float(scores[RULES.get("match").make(scores).mask].sum())
        assert found == pytest.approx(best_total(scores), abs=1e-9)


def test_the_independent_solver_by_hand():
    from itertools import permutations

    assert best_total(np.array([[0.9, 0.8], [0.8, 0.1]])) == pytest.approx(1.6)
    random = np.random.default_rng(3)
    for n, m in ((1, 4), (3, 3), (4, 6), (6, 4), (5, 5)):
        scores = random.random((n, m)).round(1)
        rows = scores if n <= m else scores.T
        best = max(
            sum(rows[k, c] for k, c in enumerate(chosen))
            for chosen in permutations(range(rows.shape[1]), rows.shape[0])
        )
        assert best_total(scores) == pytest.approx(best)


@pytest.mark.soak
def test_throughput_is_twice_simaligns(real, pairs, capsys):
    with capsys.disabled():
        assert neural.print_speed(real, pairs, neural.LAYER) >= neural.BAR
