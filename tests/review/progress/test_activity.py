from core.domain.decision import Kind, PairStatus
from core.review.progress import activity
from tests.review.progress.build import log

DAY = 86_400
ANN = log(
    (0, 1, Kind.CHANGE),
    (5, 1, Kind.ACCEPT_PAIR),
    (9, 2, Kind.FLAG, "undone"),
    (10, 2, Kind.UNDO),
    (DAY, 3, Kind.ACCEPT_PAIR, "c:5"),
    (DAY, 4, Kind.ACCEPT_PAIR, "c:5"),
)
BEN = log((DAY + 9, 1, Kind.COMMENT), (DAY + 20, 2, Kind.ADD), person="ben")
STATUSES = {
    1: PairStatus.DONE,
    2: PairStatus.IN_PROGRESS,
    3: PairStatus.DONE,
    4: PairStatus.DONE,
}


def test_the_same_decisions_add_up_by_person_day_and_kind() -> None:
    found = activity([*ANN, *BEN], STATUSES)
    for rows in (found.people, found.days, found.kinds):
        for field in ("single", "bulk", "undone", "decisions"):
            assert sum(getattr(row, field) for row in rows) == getattr(found.total, field)
    assert (found.total.single, found.total.bulk, found.total.undone) == (4, 2, 1)
    assert [row.name for row in found.people] == ["ann", "ben"]
    assert [row.name for row in found.days] == ["2026-01-02", "2026-01-03"]
    assert [row.name for row in found.kinds] == ["change", "add", "accept-pair", "flag", "comment"]


def test_each_touched_pair_counts_once_for_who_brought_it_to_where_it_stands() -> None:
    found = activity([*ANN, *BEN], STATUSES)
    assert {row.name: row.pairs for row in found.people} == {
        "ann": {PairStatus.DONE: 3},
        "ben": {PairStatus.IN_PROGRESS: 1},
    }
    for rows in (found.people, found.days):
        assert sum(sum(row.pairs.values()) for row in rows) == len(STATUSES)


def test_a_comment_on_a_done_pair_takes_nothing_from_who_did_it() -> None:
    found = activity([*ANN, *BEN], STATUSES, person="ben")
    assert found.total.pairs == {PairStatus.IN_PROGRESS: 1}


def test_the_view_of_one_person_names_nobody_else() -> None:
    found = activity([*ANN, *BEN], STATUSES, person="ben")
    assert [row.name for row in found.people] == ["ben"]
    assert found.total.decisions == 2


def test_without_decisions_there_are_no_rows() -> None:
    found = activity([], {})
    assert (found.people, found.days, found.kinds) == ((), (), ())
    assert found.total.decisions == 0
