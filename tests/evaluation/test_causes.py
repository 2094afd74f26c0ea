import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.causes import Cause, Error, Tally, error_split, errors_of
from core.evaluation.spans import evaluate
from tests.evaluation.worlds import corpus


def entities(rows):
    return [Entity(*row) for row in rows]


def causes(source, gold, predicted, links):
    alignment = Alignment.of(9, 9, links)
    found = errors_of(entities(source), entities(gold), entities(predicted), alignment)
    return [str(e.cause) for e in found]


WHOLE, RIGHT = (0, 4, "PER"), (2, 4, "PER")
P, Q, L = (0, 2, "PER"), (4, 6, "PER"), (4, 6, "LOC")
SAME = [(k, k) for k in range(9)]

TABLE = {
    "nothing anywhere": ([], [], [], [], []),
    "all right": ([P], [P], [P], SAME, []),
    "right though gold has more": ([P], [P], [P], [], []),
    "gold has one more": ([P], [P, Q], [P], SAME, ["gold differs"]),
    "gold has one less": ([P, Q], [P], [P, Q], SAME, ["gold differs"]),
    "gold has another label": ([L], [Q], [L], SAME, ["gold differs"]),
    "gold has another label, elsewhere": ([L], [P], [L], SAME, ["gold differs"] * 2),
    "gold has another label and span": (
        [L],
        [(5, 7, "PER")],
        [L],
        SAME,
        ["gold differs"],
    ),
    "gold has one for two": ([P, RIGHT], [WHOLE], [P, RIGHT], SAME, ["gold differs"]),
    "gold has two for one": ([WHOLE], [P, RIGHT], [WHOLE], SAME, ["gold differs"]),
    "the method split it": ([WHOLE], [WHOLE], [P, RIGHT], SAME, ["boundary"]),
    "no link": ([P], [P], [], [], ["alignment missing"]),
    "a link to elsewhere": ([P], [P], [], [(0, 5)], ["alignment missing"]),
    "a link of another label": ([P, L], [P, L], [L], [(4, 0), (4, 4)], ["alignment missing"]),
    "no link and put elsewhere": ([P], [P], [Q], [(0, 4), (1, 5)], ["alignment missing"]),
    "linked and put elsewhere": ([P], [P], [Q], SAME, ["other"]),
    "linked and not projected": ([P], [P], [], SAME, ["other"]),
    "half of it": ([P], [P], [(0, 1, "PER")], SAME, ["boundary"]),
    "half of it without a link": ([P], [P], [(0, 1, "PER")], [], ["boundary"]),
    "labels exchanged": ([P, L], [P, L], [(0, 2, "LOC"), (4, 6, "PER")], SAME, ["label", "label"]),
    "blocked by a neighbour that is too long": (
        [P, (2, 3, "LOC")],
        [P, (2, 3, "LOC")],
        [(0, 3, "PER")],
        SAME,
        ["boundary", "blocked"],
    ),
    "one more than there is, without a surplus": ([P], [P], [P, Q], SAME, ["other"]),
    "of two missing the one without links is the one that gold has more": (
        [P],
        [P, Q],
        [],
        [(0, 0)],
        ["other", "gold differs"],
    ),
    "of two equal ones the left": ([P], [P, Q], [], [], ["gold differs", "alignment missing"]),
}  # fmt: skip


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_causes(row):
    *world, wanted = row
    assert causes(*world) == wanted


def test_a_wrong_place_is_one_error():
    gold, predicted = entities([P]), entities([Q])
    [error] = errors_of(gold, gold, predicted, None)
    assert error == Error(Cause.NO_LINK, tuple(gold), tuple(predicted))


def test_tallies_name_every_cause_and_leave_out_what_does_not_count():
    world = [entities([P, L])], [entities([P, L])], [entities([(0, 1, "PER")])]
    found = error_split(*world, [None])
    assert list(found) == list(Cause)
    assert found[Cause.BOUNDARY] == Tally(1, 1, 1)
    assert found[Cause.NO_LINK] == Tally(1, 1, 0)
    assert found[Cause.OTHER] == Tally()
    assert error_split(*world, [None], ignore=["LOC"])[Cause.NO_LINK] == Tally()
    assert error_split(*world, [None], eval_types=[("LOC",)])[Cause.BOUNDARY] == Tally()
    with pytest.raises(InputError):
        error_split(world[0], world[1], [], [None])
    with pytest.raises(InputError):
        error_split(*world, [])


@given(st.integers(0, 10_000), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13))))
def test_the_errors_hold_all_that_is_wrong_once(seed, links):
    gold, predicted = corpus(seed, sentences=1)
    source = corpus(seed + 1, sentences=1)[0]
    alignment = Alignment.of(14, 14, links)
    found = errors_of(source[0], gold[0], predicted[0], alignment)
    right = set(gold[0]) & set(predicted[0])
    assert sorted(e for error in found for e in error.gold) == sorted(set(gold[0]) - right)
    assert sorted(e for error in found for e in error.predicted) == sorted(
        set(predicted[0]) - right
    )
    tallies = error_split(source, gold, predicted, [alignment]).values()
    score = evaluate(gold, predicted).overall
    assert sum(t.gold for t in tallies) == score.n_gold - score.tp
    assert sum(t.predicted for t in tallies) == score.n_predicted - score.tp
    assert sum(t.errors for t in tallies) == len(found)


@given(st.integers(0, 10_000))
def test_gold_differs_only_where_it_does(seed):
    gold, predicted = corpus(seed, sentences=1)
    found = errors_of(gold[0], gold[0], predicted[0], None)
    assert all(error.cause is not Cause.GOLD_DIFFERS for error in found)
