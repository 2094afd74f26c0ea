import pytest

from core.domain.alignment import Alignment, Link, stretches
from core.errors import LinkError


def test_links_are_sorted():
    assert Alignment(2, 2, (Link(1, 0), Link(0, 1, 0.5))).links == ((0, 1, 0.5), (1, 0, None))


@pytest.mark.parametrize(
    ("links", "problem"),
    [
        ([(2, 0, None)], "outside a pair of 2 x 3"),
        ([(0, 3, None)], "outside"),
        ([(-1, 0, None)], "outside"),
        ([(0, 0, None), (0, 0, 0.5)], "twice"),
        ([(0, 0, 1.1)], "not in"),
        ([(0, 0, float("nan"))], "not in"),
    ],
)
def test_links_that_fit_no_pair_are_refused(links, problem):
    with pytest.raises(LinkError, match=problem):
        Alignment(2, 3, tuple(Link(*k) for k in links))


def test_cells_are_merged():
    assert Alignment.of(2, 2, [(1, 1), (0, 0), (1, 1)]).links == (Link(0, 0), Link(1, 1))


def test_looking_up():
    a = Alignment(3, 4, (Link(0, 3), Link(0, 1, 0.25), Link(2, 3, 0.5)))
    assert a.targets_of(0, 3) == (1, 3)
    assert a.targets_of(1, 2) == ()
    assert a.between(0, 3, 2, 4) == (Link(0, 3), Link(2, 3, 0.5))
    assert a.matrix().tolist() == [[0, 0.25, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0.5]]


def test_no_links():
    empty = Alignment(2, 3)
    assert empty.matrix().shape == (2, 3)
    assert not empty.matrix().any()


@pytest.mark.parametrize(
    ("positions", "spans"),
    [((), ()), ((3,), ((3, 4),)), ((0, 1, 4, 6, 7), ((0, 2), (4, 5), (6, 8)))],
)
def test_stretches(positions, spans):
    assert stretches(positions) == spans


@pytest.mark.parametrize(
    ("gap", "spans"), [(0, ((0, 2), (3, 4), (6, 7))), (1, ((0, 4), (6, 7))), (2, ((0, 7),))]
)
def test_stretches_bridge_gaps(gap, spans):
    assert stretches([0, 1, 3, 6], gap) == spans
