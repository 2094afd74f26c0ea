import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.aligners.symmetrise import SYMMETRISERS
from core.errors import UnknownNameError

FORWARD = {(0, 0), (1, 1), (2, 1), (3, 4)}
REVERSE = {(0, 0), (1, 1), (1, 2), (3, 3), (4, 4)}
DIAG = {(0, 0), (1, 1), (1, 2), (2, 1)}
CELLS = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=10)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("intersection", {(0, 0), (1, 1)}),
        ("union", FORWARD | REVERSE),
        ("grow", DIAG),
        ("grow-diag", DIAG),
        ("grow-diag-final-and", DIAG | {(3, 4)}),
        ("grow-diag-final", DIAG | {(3, 3), (3, 4), (4, 4)}),
    ],
)
def test_vector(name, expected):
    assert SYMMETRISERS[name](FORWARD, REVERSE) == expected


@pytest.mark.parametrize("name", SYMMETRISERS)
def test_empty_sides(name):
    assert SYMMETRISERS[name](set(), set()) == set()
    assert SYMMETRISERS["intersection"]({(0, 0)}, set()) == set()


@pytest.mark.parametrize("name", SYMMETRISERS)
@given(CELLS, CELLS)
def test_between_intersection_and_union(name, forward, reverse):
    found = SYMMETRISERS[name](forward, reverse)
    assert forward & reverse <= found <= forward | reverse


@given(CELLS, CELLS)
def test_each_rule_adds_to_the_one_before(forward, reverse):
    names = ["intersection", "grow", "grow-diag", "grow-diag-final-and"]
    found = [SYMMETRISERS[name](forward, reverse) for name in names]
    assert found[0] <= found[1]
    assert found[0] <= found[2] <= found[3]


@pytest.mark.parametrize("name", SYMMETRISERS)
@given(CELLS, CELLS)
def test_links_in_both_directions_stay_as_they_are(name, forward, reverse):
    assert SYMMETRISERS[name](forward, forward) == forward
    given = forward.copy(), reverse.copy()
    SYMMETRISERS[name](*given)
    assert given == (forward, reverse)


@pytest.mark.parametrize(
    ("name", "forward", "reverse", "expected"),
    [
        # Without a common link nothing grows; what is left comes in at the end.
        ("grow-diag", {(0, 0)}, {(0, 1)}, set()),
        ("grow-diag-final", {(0, 0)}, {(0, 1)}, {(0, 0), (0, 1)}),
        ("grow-diag-final-and", {(0, 0)}, {(0, 1)}, {(0, 0)}),
        # A corner counts as a neighbour only for grow-diag.
        ("grow", {(0, 0), (1, 1)}, {(0, 0)}, {(0, 0)}),
        ("grow-diag", {(0, 0), (1, 1)}, {(0, 0)}, {(0, 0), (1, 1)}),
        # A link found in a pass lets the next one grow, also against the order.
        ("grow", {(2, 2), (2, 1), (2, 0)}, {(2, 2)}, {(2, 2), (2, 1), (2, 0)}),
        # Both ends taken already: nothing is added between them.
        ("grow-diag", {(0, 0), (1, 1), (0, 1)}, {(0, 0), (1, 1)}, {(0, 0), (1, 1)}),
    ],
)
def test_table(name, forward, reverse, expected):
    assert SYMMETRISERS[name](forward, reverse) == expected


def test_the_shelf():
    assert list(SYMMETRISERS) == [part.name for part in SYMMETRISERS.parts()]
    assert len(SYMMETRISERS) == 6
    assert "grow" in SYMMETRISERS
    assert "gdfa" not in SYMMETRISERS
    with pytest.raises(UnknownNameError, match="unknown symmetriser 'gdfa'; known: grow, grow-di"):
        SYMMETRISERS["gdfa"]
