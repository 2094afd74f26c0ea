import pytest

from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.domain.replay import Reviewed
from core.review.confidence.evidence import Said
from core.review.confidence.standing import Standing, against, verdict

PER, LOC = Entity(0, 1, "PER"), Entity(3, 5, "LOC")


def said(entity: int, label: str, *spans: tuple[int, int]) -> Said:
    return Said(entity, label, tuple(Entity(a, b, label) for a, b in spans), (2.0,))


BOTH = (said(0, "PER", (0, 1)), said(1, "LOC", (3, 5)))


@pytest.mark.parametrize(
    ("gold", "given", "right", "stands", "rest"),
    [
        ({PER: None, LOC: None}, BOTH, (True, True), (1, 1), 0),
        ({PER: None, Entity(3, 4, "LOC"): None}, BOTH, (True, False), (1, 1), 0),
        ({PER: None}, BOTH, (True, False), (1, 0), 0),
        ({PER: None, Entity(5, 6, "LOC"): None}, BOTH, (True, False), (1, 1), 0),
        ({PER: None, LOC: None, Entity(5, 6, "ORG"): None}, BOTH, (True, True), (1, 1), 1),
        # without a pick: wrong where something of its label is left over
        ({LOC: None}, (said(0, "PER"), BOTH[1]), (True, True), (0, 1), 0),
        ({PER: None, LOC: None}, (said(0, "PER"), BOTH[1]), (False, True), (1, 1), 0),
        ({LOC: None, PER: "s0"}, (said(0, "ORG"), BOTH[1]), (False, True), (1, 1), 0),
        # what was given to another entity is not taken for its own
        ({Entity(3, 4, "LOC"): "s0"}, BOTH, (False, False), (1, 0), 0),
        # part of what stands for it
        ({PER: "s0", Entity(5, 6, "PER"): "s0", LOC: "s1"}, BOTH, (False, True), (2, 1), 0),
        ({}, (), (), (), 0),
    ],
)
def test_everything_that_stands_says_of_each_entity_whether_it_is_right(
    gold, given, right, stands, rest
) -> None:
    found = against(gold, given)
    assert (found.right, found.stands, found.rest) == (right, stands, rest)
    tp, wanted, predicted = found.counts
    assert wanted == len(gold) == sum(stands) + rest
    assert predicted == sum(len(one.found) for one in given)
    assert tp == len(gold.keys() & {e for one in given for e in one.found})


def left(*target: Reviewed, absent: frozenset[str] = frozenset()) -> Standing:
    return Standing(PairStatus.IN_PROGRESS, whole=False, target=target, absent=absent)


def reviewed(entity: Entity, status: EntityStatus, source: str = "s1") -> Reviewed:
    return Reviewed(f"{source}.0", entity, status, source)


def test_of_a_pair_in_progress_only_what_was_decided_counts() -> None:
    shorter = said(1, "LOC", (3, 4))
    accepted = left(reviewed(LOC, EntityStatus.ACCEPTED))
    assert verdict(BOTH, accepted).right == (None, True)
    assert verdict((shorter,), accepted).right == (False,)
    corrected = left(reviewed(Entity(3, 4, "LOC"), EntityStatus.CORRECTED))
    assert verdict((BOTH[1],), corrected).right == (False,)
    assert verdict((shorter,), corrected).right == (True,)
    assert verdict(BOTH, left(reviewed(LOC, EntityStatus.UNREVIEWED))).right == (None, None)
    assert verdict(BOTH, accepted).counts is None


def test_a_rejected_span_is_wrong_and_says_nothing_of_others() -> None:
    rejected = left(reviewed(LOC, EntityStatus.REJECTED))
    assert verdict((BOTH[1],), rejected).right == (False,)
    assert verdict((said(1, "LOC", (3, 4)),), rejected).right == (None,)


def test_without_a_counterpart_no_pick_is_right() -> None:
    absent = left(absent=frozenset({"s1"}))
    assert verdict((BOTH[1], said(1, "LOC")), absent).right == (False, True)
