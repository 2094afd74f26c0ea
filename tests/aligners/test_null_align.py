import numpy as np
import pytest

from core.aligners.null_align import flatness, null_aligned
from core.errors import InputError, LengthMismatchError, OptionError

SHARP = np.array([[0.8, 0.0, 0.0], [0.0, 0.8, 0.0], [0.2, 0.2, 0.2]])
LINKS = np.eye(3, dtype=bool)


def test_flatness_by_hand():
    found = flatness(SHARP)
    # The third row is flat; its column holds one similarity, so its cell is not.
    assert found[2, 2] == 0.0
    column = -(0.8 * np.log(0.8) + 0.2 * np.log(0.2)) / np.log(3)
    assert found[2, 0] == pytest.approx(column)
    assert found[0, 0] == 0.0
    assert found[2] == pytest.approx([column, column, 0.0])
    assert flatness(np.zeros((3, 3))) == pytest.approx(np.ones((3, 3)))
    assert flatness(np.full((3, 4), 0.4)) == pytest.approx(np.ones((3, 4)))


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (1, 5), (2, 2), (5, 2)])
def test_small_pairs_keep_their_links(shape):
    scores, mask = np.full(shape, 0.5), np.ones(shape, dtype=bool)
    assert np.isnan(flatness(scores)).all()
    assert np.array_equal(null_aligned([scores], [mask], quantile=0.0)[0], mask)


@pytest.mark.parametrize(
    ("quantile", "kept"),
    [(1.0, [3, 3, 4]), (0.7, [3, 3, 4]), (0.5, [3, 0, 4]), (0.0, [3, 0, 4])],
)
def test_the_flattest_links_of_the_corpus_go(quantile, kept):
    flat, two = np.full((3, 3), 0.5), np.ones((2, 2))
    masks = [LINKS, LINKS, two > 0]
    found = null_aligned([SHARP, flat, two], masks, quantile=quantile)
    # Six links count; the three of the flat pair are the upper half. Equals stay or go together.
    assert [int(mask.sum()) for mask in found] == kept
    assert masks[1].sum() == 3


def test_a_corpus_where_all_are_equal_keeps_all():
    assert null_aligned([np.ones((3, 3))], [LINKS], quantile=0.1)[0].sum() == 3
    assert null_aligned([], [], quantile=0.1) == []
    assert not null_aligned([np.ones((3, 3))], [~LINKS & LINKS], quantile=0.1)[0].any()


def test_bad_input():
    with pytest.raises(LengthMismatchError, match="1 matrices, but 0 sets"):
        null_aligned([SHARP], [])
    with pytest.raises(OptionError, match=r"quantile: 1\.5 is not"):
        null_aligned([SHARP], [LINKS], quantile=1.5)
    for bad in (-1.0, np.nan):
        with pytest.raises(InputError, match="at least 0"):
            null_aligned([SHARP + np.where(LINKS, bad, 0)], [LINKS], quantile=0.5)
