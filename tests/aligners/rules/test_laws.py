"""What every rule on the shelf promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.aligners.rules import RULES
from core.errors import InputError

PARTS = RULES.parts()
EVERY = pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)


def promising(promise, *, value=True):
    parts = [part for part in PARTS if bool(part.promises.get(promise)) == value]
    return pytest.mark.parametrize("part", parts, ids=lambda part: part.name)


@st.composite
def matrices(draw):
    """Return small matrices with many ties."""
    n, m = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    cells = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.5, 0.9, 1.0])
    return np.array(draw(st.lists(cells, min_size=n * m, max_size=n * m))).reshape(n, m)


def test_the_shelf():
    assert [part.name for part in PARTS] == [
        "argmax", "entmax15", "forward", "itermax", "match", "mutual-softmax", "reverse",
    ]  # fmt: skip


@EVERY
@given(scores=matrices())
def test_links_lie_inside_with_a_probability_each(part, scores):
    before = scores.copy()
    mask, p = part.make(scores)
    assert mask.shape == p.shape == scores.shape
    assert mask.dtype == bool
    assert np.array_equal(scores, before)
    assert ((p >= 0) & (p <= 1)).all()
    assert not p[~mask].any()
    again = part.make(scores)
    assert np.array_equal(mask, again.mask)
    assert np.array_equal(p, again.p)
    assert [(i, j) for i, j, _ in again.cells()] == [tuple(c) for c in np.argwhere(mask)]
    assert all(value == p[i, j] for i, j, value in again.cells())


@promising("own_probability", value=False)
@given(scores=matrices())
def test_a_link_is_as_sure_as_its_cell(part, scores):
    mask, p = part.make(scores)
    assert np.array_equal(p[mask], scores[mask])
    assert mask.any() == bool(scores.size)


@promising("own_probability")
@given(scores=matrices(), shift=st.floats(-500, 500))
def test_only_differences_count(part, scores, shift):
    mask, p = part.make(scores, threshold=0.02)
    moved = part.make(scores + shift, threshold=0.02)
    assert p == pytest.approx(moved.p, abs=1e-6)
    assert np.array_equal(part.make(scores * 3, temperature=3.0, threshold=0.02).mask, mask)


@promising("symmetric")
@given(scores=matrices())
def test_sides_may_be_swapped(part, scores):
    mask, p = part.make(scores)
    swapped = part.make(scores.T)
    assert np.array_equal(swapped.mask.T, mask)
    assert pytest.approx(p) == swapped.p.T


@promising("one_to_one")
@given(scores=matrices())
def test_no_unit_has_two_links(part, scores):
    mask = part.make(scores).mask
    assert mask.sum(axis=0).max(initial=0) <= 1
    assert mask.sum(axis=1).max(initial=0) <= 1


@given(scores=matrices())
def test_rules_in_terms_of_each_other(scores):
    found = {part.name: part.make(scores).mask for part in PARTS}
    assert np.array_equal(RULES.get("forward").make(scores.T).mask, found["reverse"].T)
    assert np.array_equal(found["argmax"], found["forward"] & found["reverse"])
    assert (found["argmax"] <= found["itermax"]).all()
    assert np.array_equal(RULES.get("itermax").make(scores, rounds=0).mask, found["argmax"])
    assert found["match"].sum() == min(scores.shape)
    assert scores[found["match"]].sum() >= scores[found["argmax"]].sum() - 1e-9


@given(scores=matrices(), rounds=st.integers(0, 4))
def test_itermax_only_adds(scores, rounds):
    fewer, more = (RULES.get("itermax").make(scores, rounds=rounds + k).mask for k in (0, 1))
    assert (fewer <= more).all()


@promising("own_probability")
@given(scores=matrices())
def test_a_higher_threshold_links_less(part, scores):
    low, high = (part.make(scores, threshold=t).mask for t in (0.05, 0.3))
    assert (high <= low).all()
    assert not part.make(scores, threshold=1.0).mask.any()


@EVERY
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused(part, bad):
    scores = np.full((2, 3), 0.5)
    scores[1, 2] = bad
    with pytest.raises(InputError, match=r"row 1, column 2 of the matrix is -?(nan|inf); every"):
        part.make(scores)


@EVERY
def test_what_is_no_matrix_is_refused(part):
    with pytest.raises(InputError, match=r"shape \(n, m\), got shape \(3,\)"):
        part.make(np.zeros(3))


@EVERY
def test_whole_numbers_and_lists_of_rows_will_do(part):
    assert part.make([[9, 2, 1], [3, 6, 5], [0, 1, 8]]).mask.diagonal().all()
