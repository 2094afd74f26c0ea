import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.review.orders import FILE, MAX_SEED, WORDS, Order, Sort, arranged, parse
from core.storage.search import SIGNALS, Found

SEVEN = [2, 4, 7, 5, 8, 9, 6, 3, 1, 10]
SEEDS = st.integers(0, MAX_SEED)
ORDERS = st.sampled_from([Order(s) for s in Sort if s is not Sort.RANDOM]) | st.builds(
    Order, st.just(Sort.RANDOM), SEEDS
)


def found(positions: list[int], **signals: list[float]) -> Found:
    return Found(
        np.array(positions, dtype=np.int32),
        np.zeros(len(positions), dtype=np.uint8),
        {name: np.array(values, dtype=np.float64) for name, values in signals.items()},
    )


@given(ORDERS)
def test_an_address_keeps_the_order(order: Order) -> None:
    assert parse(str(order)) == order
    assert order.words
    assert set(order.needs) <= set(SIGNALS)
    assert order.sort in WORDS


@pytest.mark.parametrize(
    "text",
    [
        "random",
        "random:",
        "random:-1",
        "random:x",
        "random:4294967296",
        "random:²",
        "x",
        "margin:7",
    ],
)
def test_what_is_no_order(text: str) -> None:
    assert parse(text) is None


def test_the_order_of_the_file_has_two_names() -> None:
    assert parse("file") == parse("") == FILE


def test_suspicion_comes_by_what_a_decision_finds_and_equal_ones_stay_in_place() -> None:
    given = found([2, 3, 5, 9], suspicion=[0.4, 0.9, 0.4, 0.2], decisions=[1, 3, 1, 1])
    assert arranged(Order(Sort.SUSPICION), given, 9).tolist() == [2, 5, 3, 9]


def test_the_smallest_margin_comes_first_and_pairs_without_one_last() -> None:
    given = found([1, 2, 3, 4], margin=[float("nan"), 0.5, -0.1, float("nan")])
    assert arranged(Order(Sort.MARGIN), given, 4).tolist() == [3, 2, 1, 4]


def test_the_highest_gain_comes_first_whatever_the_decisions() -> None:
    given = found([1, 2, 3, 4], gain=[0.5, 0.75, 0.0, 0.75])
    assert arranged(Order(Sort.GAIN), given, 4).tolist() == [2, 4, 1, 3]


def test_the_most_disagreement_comes_first() -> None:
    given = found([1, 2, 3], disagreement=[0.0, 0.5, 0.5])
    assert arranged(Order(Sort.DISAGREEMENT), given, 3).tolist() == [2, 3, 1]


@given(SEEDS, st.integers(1, 60), st.sets(st.integers(1, 60)))
def test_a_filter_takes_from_a_random_order_without_shuffling(
    seed: int, total: int, some: set[int]
) -> None:
    order = Order(Sort.RANDOM, seed)
    whole = arranged(order, found(list(range(1, total + 1))), total).tolist()
    assert sorted(whole) == list(range(1, total + 1))
    few = sorted(some & set(whole))
    assert arranged(order, found(few), total).tolist() == [p for p in whole if p in few]


def test_a_seed_gives_one_order_on_any_machine() -> None:
    given = found(list(range(1, 11)))
    assert arranged(Order(Sort.RANDOM, 7), given, 10).tolist() == SEVEN
    assert arranged(Order(Sort.RANDOM, 8), given, 10).tolist() != SEVEN
