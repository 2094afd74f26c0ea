import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.training.taggers.splits import components, hold_out

TIES = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=3), max_size=12)
SHARES = st.floats(0, 0.95)


@given(TIES, SHARES, st.integers(0, 99))
def test_nothing_that_shares_a_tie_is_parted(ties, share, seed) -> None:
    learning, held = hold_out(ties, share, seed=seed)
    assert sorted((*learning, *held)) == list(range(len(ties)))
    left = {name for k in learning for name in ties[k]}
    right = {name for k in held for name in ties[k]}
    assert not left & right


@given(TIES, SHARES, st.integers(0, 99))
def test_never_more_than_the_share_and_the_same_again(ties, share, seed) -> None:
    learning, held = hold_out(ties, share, seed=seed)
    assert len(held) <= share * len(ties)
    assert (learning, held) == hold_out(ties, share, seed=seed)


@given(TIES)
def test_components_are_the_closure_of_sharing(ties) -> None:
    roots = components(ties)
    reach = [{k} for k in range(len(ties))]
    for _ in ties:
        for k, mine in enumerate(reach):
            names = frozenset().union(*(ties[j] for j in mine))
            reach[k] = mine | {j for j, other in enumerate(ties) if other & names}
    assert roots == tuple(min(mine) for mine in reach)


def test_examples() -> None:
    chain = [{"a"}, {"a", "b"}, {"b"}, {"c"}, set()]
    assert components(chain) == (0, 0, 0, 3, 4)
    assert hold_out([{"doc"}] * 5, 0.5) == ((0, 1, 2, 3, 4), ())
    assert len(hold_out([set()] * 10, 0.3)[1]) == 3
    assert hold_out([], 0.5) == ((), ())


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_out_of_bounds(share) -> None:
    with pytest.raises(InputError, match="share to hold out"):
        hold_out([set()], share)
