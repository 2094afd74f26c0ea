from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.chance import alpha, kappa

VALUES = st.sampled_from("abc")
# Krippendorff 2011, repository.upenn.edu/asc_papers/43: four observers, gaps, alpha 0.743
OBSERVERS = ("123321412...", "123322412 5.3".replace(" ", ""), ".333234 22 51.".replace(" ", ""),
             "123324412 51.".replace(" ", ""))  # fmt: skip


def units(rows):
    return [[v for v in column if v != "."] for column in zip(*rows, strict=True)]


def brute_kappa(pairs):
    """Cohen's formula word for word: shares of items, chance from the two margins."""
    n = len(pairs)
    values = {v for pair in pairs for v in pair}
    observed = sum(a == b for a, b in pairs) / n
    chance = sum(
        sum(a == v for a, _ in pairs) / n * (sum(b == v for _, b in pairs) / n) for v in values
    )
    return (observed - chance) / (1 - chance)


def brute_alpha(rows):
    """Krippendorff's formula word for word: a matrix of coincidences, then the two sums."""
    cells = {}
    for values in rows:
        for a, b in permutations(range(len(values)), 2):
            key = values[a], values[b]
            cells[key] = cells.get(key, 0.0) + 1 / (len(values) - 1)
    n = sum(cells.values())
    margin = {}
    for (a, _), k in cells.items():
        margin[a] = margin.get(a, 0.0) + k
    observed = sum(k for (a, b), k in cells.items() if a != b)
    expected = sum(margin[a] * margin[b] for a in margin for b in margin if a != b) / (n - 1)
    return 1 - observed / expected


def test_kappa_by_hand():
    # observed 35/50, chance (25 * 30 + 25 * 20) / 2500 = 0.5
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs).value == pytest.approx(0.4)
    assert kappa(pairs).n == 50


def test_alpha_of_the_published_example():
    found = alpha(units(OBSERVERS))
    assert found.n == 40
    assert found.value == pytest.approx(0.743, abs=0.0005)


def test_alpha_by_hand():
    # 2 of 3 units agree: coincidences aa 2, ab 1, ba 1, bb 2; 1 - 5 * 2 / (2 * 3 * 3)
    assert alpha([["a", "a"], ["a", "b"], ["b", "b"]]).value == pytest.approx(1 - 10 / 18)


@pytest.mark.parametrize(
    ("items", "value"),
    [
        ([("a", "a"), ("b", "b")], 1),
        ([("a", "b"), ("b", "a")], -1),
        ([("a", "b")], 0),
        ([("a", "a"), ("a", "b")], 0),
    ],
)
def test_kappa_at_its_ends(items, value):
    assert kappa(items).value == value


@pytest.mark.parametrize("items", [[], [["a"], ["b"], []]])
def test_nothing_to_compare_is_undefined(items):
    assert alpha(items).value is None
    assert "no item" in alpha(items).why
    assert kappa([]).value is None


def test_one_value_only_is_undefined_and_named():
    for found in (kappa([("O", "O")] * 5), alpha([["O", "O"]] * 5)):
        assert found.value is None
        assert found.why == "only one value is used (O), so chance agreement is 1"


def test_units_of_one_value_say_nothing():
    rows = [["a", "a"], ["a", "b"], ["b", "b"]]
    assert alpha([*rows, ["c"], []]) == alpha(rows)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1))
def test_kappa_is_the_formula(pairs):
    found = kappa(pairs)
    if len({v for pair in pairs for v in pair}) == 1:
        assert found.value is None
    else:
        assert found.value == pytest.approx(brute_kappa(pairs))
        assert -1 <= found.value <= 1
        assert found == kappa([(b, a) for a, b in pairs])


@given(st.lists(st.lists(VALUES, max_size=4), max_size=12))
def test_alpha_is_the_formula(rows):
    found = alpha(rows)
    comparable = {v for row in rows if len(row) > 1 for v in row}
    if len(comparable) < 2:
        assert found.value is None
    else:
        assert found.value == pytest.approx(brute_alpha(rows))
        assert found.value <= 1
        assert alpha([row[::-1] for row in rows[::-1]]).value == pytest.approx(found.value)
