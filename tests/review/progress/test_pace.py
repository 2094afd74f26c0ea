import pytest

from core.domain.decision import Kind
from core.review.progress import ENOUGH, Spread, paces, time_left
from core.review.progress.pace import RECENT
from tests.review.progress.build import log

DONE = Kind.ACCEPT_PAIR


def test_a_pair_takes_all_the_persons_decisions_on_it_and_the_way_to_them() -> None:
    found = paces(
        log((0, 1, DONE), (10, 2, Kind.CHANGE), (14, 2, DONE), (22, 3, DONE)), "ann"
    ).whole
    assert found.pairs == Spread(2, 11.0, 9.5, 11.0, 12.5)  # 14 s and 8 s
    assert found.decisions is not None
    assert (found.decisions.count, found.decisions.median_s) == (3, 8.0)
    assert found.worked_s == 22.0


def test_a_break_is_no_work_and_what_comes_after_it_is_not_measured() -> None:
    lines = log((0, 1, DONE), (10, 2, DONE), (311, 3, DONE), (315, 4, DONE))
    found = paces(lines, "ann")
    assert found.sessions == 2
    assert found.whole.worked_s == 14.0
    assert found.whole.pairs is not None
    assert found.whole.pairs.count == 2
    assert found.latest.pairs == Spread(1, 4.0, 4.0, 4.0, 4.0)


def test_exactly_five_minutes_are_no_break() -> None:
    assert paces(log((0, 1, DONE), (300, 2, DONE)), "ann").sessions == 1


def test_a_clock_that_was_put_back_measures_nothing() -> None:
    found = paces(log((100, 1, DONE), (50, 2, DONE)), "ann")
    assert found.whole.pairs is None
    assert found.whole.worked_s == 0.0


def test_what_was_done_in_bulk_is_not_measured() -> None:
    lines = log(
        (0, 1, DONE),
        (4, 2, DONE, "c:2"),
        (4, 3, DONE, "c:2"),
        (10, 4, DONE),
    )
    found = paces(lines, "ann").whole
    assert found.pairs == Spread(1, 6.0, 6.0, 6.0, 6.0)
    assert found.decisions is not None
    assert found.decisions.count == 1


def test_a_pair_that_an_act_touched_is_not_timed_whatever_its_place_in_the_act() -> None:
    act = [(4, 2, Kind.CHANGE, "c:2"), (4, 3, Kind.CHANGE, "c:2")]
    for members in (act, act[::-1]):
        lines = log((0, 1, DONE), *members, (9, 2, DONE), (15, 3, DONE), (22, 4, DONE))
        assert paces(lines, "ann").whole.pairs == Spread(1, 7.0, 7.0, 7.0, 7.0)


def test_the_time_of_undoing_counts_with_the_pair_but_is_no_decision() -> None:
    lines = log((0, 1, DONE), (5, 2, Kind.ADD, "undone"), (8, 2, Kind.UNDO), (12, 2, DONE))
    found = paces(lines, "ann").whole
    assert found.pairs == Spread(1, 12.0, 12.0, 12.0, 12.0)
    assert found.decisions is not None
    assert found.decisions.count == 2


def test_the_others_decisions_do_not_count() -> None:
    lines = log((0, 1, DONE), (10, 2, DONE)) + log((3, 3, DONE), (4, 4, DONE), person="ben")
    assert paces(lines, "ann").whole.worked_s == 10.0
    assert paces(lines, "carl").whole.pairs is None


def test_the_recent_pace_forgets_how_slow_the_first_pairs_were() -> None:
    slow = [(k * 100.0, k, DONE) for k in range(10)]
    fast = [(900.0 + k * 2, 10 + k, DONE) for k in range(1, RECENT + 1)]
    found = paces(log(*slow, *fast), "ann")
    assert found.recent == Spread(RECENT, 2.0, 2.0, 2.0, 2.0)


def test_nothing_is_said_before_enough_pairs() -> None:
    assert time_left(100, None) is None
    assert time_left(100, Spread(ENOUGH - 1, 9.0, 5.0, 8.0, 12.0)) is None


@pytest.mark.parametrize(
    ("mean", "low", "high"), [(9.0, 500.0, 1200.0), (20.0, 500.0, 2000.0), (4.0, 400.0, 1200.0)]
)
def test_the_time_left_is_a_range_that_holds_the_mean(mean: float, low: float, high: float) -> None:
    found = time_left(100, Spread(ENOUGH, mean, 5.0, 8.0, 12.0))
    assert found is not None
    assert (found.low_s, found.high_s) == (low, high)
