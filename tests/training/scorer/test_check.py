import pytest

from core.training.scorer import bears_out, check
from tests.scoring.learned.test_features import decided

RIGHT, WRONG, NONE = {0: ((1, 4),)}, {0: ((1, 2),)}, {}


def test_counts_of_what_was_decided() -> None:
    pairs = [decided((1, 4)), decided((1, 4)), decided()]
    found = check(pairs, [RIGHT, WRONG, RIGHT], [RIGHT, RIGHT, NONE])
    assert (found.base.precision, found.base.recall) == (pytest.approx(1 / 3), 0.5)
    assert found.base.f1 == pytest.approx(0.4)
    assert (found.learned.precision, found.learned.recall, found.learned.f1) == (1.0, 1.0, 1.0)
    assert found.sure > 0.8
    assert found.better


def test_entities_that_nobody_decided_on_do_not_count() -> None:
    pair = decided((1, 4))
    for said in ({**RIGHT, 5: ((0, 1),)}, RIGHT):
        assert check([pair], [said], [said]).base.f1 == 1.0


def test_no_difference_is_no_gain() -> None:
    pairs = [decided((1, 4))] * 10
    found = check(pairs, [RIGHT] * 10, [RIGHT] * 10)
    assert (found.sure, found.better) == (0.0, False)


def test_one_win_among_many_may_be_chance() -> None:
    pairs = [decided((1, 4))] * 10
    found = check(pairs, [WRONG, *[RIGHT] * 9], [RIGHT] * 10)
    assert found.learned.f1 > found.base.f1
    assert 0.5 < found.sure < 0.8
    assert not found.better


def test_a_loss_is_no_gain_and_the_answer_is_always_the_same() -> None:
    pairs = [decided((1, 4))] * 10
    found = [check(pairs, [RIGHT] * 10, [WRONG, *[RIGHT] * 9]) for _ in range(2)]
    assert not found[0].better
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"), [(9, 1, True), (18, 3, False), (0, 9, True), (0, 10, False)]
)
def test_what_nobody_doubts_is_borne_out_unless_decisions_say_otherwise(
    right: int, wrong: int, *, expected: bool
) -> None:
    pairs = [decided((1, 4))] * (right + wrong)
    assert bears_out(pairs, [RIGHT] * right + [WRONG] * wrong) is expected
