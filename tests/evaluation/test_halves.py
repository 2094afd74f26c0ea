import hashlib

from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.halves import is_even


@given(st.text(min_size=1))
def test_the_half_is_the_parity_of_the_hash(pair_id):
    assert is_even(pair_id) == (int(hashlib.sha256(pair_id.encode()).hexdigest(), 16) % 2 == 0)


def test_it_stays_what_it_is():
    assert [is_even(name) for name in ("a", "c", "3", "é")] == [False, True, True, True]
