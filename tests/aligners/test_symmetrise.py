import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.aligners.symmetrise import SYMMETRISERS

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
