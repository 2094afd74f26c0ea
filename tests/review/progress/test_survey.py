from dataclasses import replace

import pytest

from core.domain.decision import EntityStatus, Kind, Side
from core.domain.entity import Entity
from core.review.progress import survey
from core.review.progress.survey import in_force
from core.review.sampling import RandomPart
from core.storage import Workspace
from tests.storage.build import corpus, decision, filled, outcome

ON_PAIR = {"side": Side.PAIR}


def accept(seq: int, pair: str, **more: object):
    return decision(seq, pair, Kind.ACCEPT_PAIR, **ON_PAIR, **more)


def test_a_fresh_project_has_only_unreviewed_entities(ws: Workspace) -> None:
    filled(ws)
    found = survey(ws, "one")
    unreviewed = EntityStatus.UNREVIEWED
    assert found.source == {(unreviewed, "PER"): 4, (unreviewed, "LOC"): 4}
    assert found.target == {(unreviewed, "PER"): 4, (unreviewed, "LOC"): 4}
    assert (found.pairs, found.unannotated, found.rest) == (5, 1, 5)
    assert found.before_review() is None
    assert found.as_it_stands() is None


def test_entities_are_counted_where_the_replay_leaves_them(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.DELETE, entity="s0.0", old=Entity(0, 1, "PER")),
            accept(2, "p1"),
            decision(3, "p2", Kind.ADD, entity="c1:3", new=Entity(5, 6, "ORG")),
            decision(4, "p5", Kind.SKIP, **ON_PAIR),
        ],
    )
    found = survey(ws, "one")
    assert found.target == {
        (EntityStatus.REJECTED, "PER"): 1,
        (EntityStatus.ACCEPTED, "LOC"): 1,
        (EntityStatus.ADDED, "ORG"): 1,
        (EntityStatus.UNREVIEWED, "PER"): 3,
        (EntityStatus.UNREVIEWED, "LOC"): 3,
    }
    states = [record.state for record in ws.iter_records("one")]
    assert sum(found.target.values()) == sum(len(state.target) for state in states)
    assert in_force(found.target) == sum(len(state.target_entities()) for state in states)
    assert found.unannotated == 1


def test_the_sample_is_what_a_random_order_begins_with(ws: Workspace) -> None:
    filled(ws)
    change = {"entity": "s1.0", "old": Entity(3, 5, "LOC"), "new": Entity(4, 5, "LOC")}
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.CHANGE, **change, via="suspicion"),
            accept(2, "p1", via="suspicion"),
            accept(3, "p2", via="random:7"),
            decision(4, "p4", Kind.FLAG, **ON_PAIR, via="random:7"),
            accept(5, "p5", via="random:7", act="c1:5"),
            accept(6, "p3", via="random:7"),
        ],
    )
    found = survey(ws, "one")
    assert found.part == RandomPart(7, done=(2, 1), put_off=1, excluded=0, stop=5)
    assert found.sample == ((2, 2, 2), (1, 2, 2))
    assert (found.otherwise, found.bulk) == (1, 1)
    assert (found.checked, found.rest) == (6, 2)
    assert found.before_review().f1.value == 0.75
    assert found.as_it_stands().f1.value == pytest.approx((6 + 3) / (6 + 4))


def test_a_pair_opened_again_or_taken_back_is_no_part_of_the_sample(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions(
        "one",
        [
            accept(1, "p2", via="random:7"),
            accept(2, "p2", via="random:7"),
            decision(3, "p2", Kind.UNDO, **ON_PAIR),
            accept(4, "p4", via="random:7"),
            decision(5, "p4", Kind.REOPEN, **ON_PAIR),
            accept(6, "p1", via="random:7"),
        ],
    )
    found = survey(ws, "one")
    assert found.part.done == (2,)
    assert (found.sample, found.otherwise, found.rest) == (((2, 2, 2),), 1, 3)


def test_excluded_pairs_belong_to_no_corpus(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.EXCLUDE, **ON_PAIR, via="random:7")])
    assert survey(ws, "one").rest == 4


def test_the_sample_judges_the_base_of_the_project_wherever_the_pair_stands(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [accept(1, "p2", via="random:7")])
    shorter = [(p.id, outcome(p, loc=(4, 5))) for p in corpus()]
    ws.set_base("one", ws.write_layer("one", shorter, name="third").content_hash)
    assert survey(ws, "one").sample == ((1, 2, 2),)
    assert survey(ws, "one").target[EntityStatus.ACCEPTED, "LOC"] == 1


def test_labels_that_do_not_count_in_a_pair_are_left_out_of_the_sample(ws: Workspace) -> None:
    filled(ws, pairs=[replace(p, eval_types=("PER",)) for p in corpus(2)])
    ws.append_decisions("one", [accept(1, "p1", via="random:7")])
    found = survey(ws, "one")
    assert (found.sample, found.checked) == (((1, 1, 1),), 1)


def test_a_project_without_a_base_has_a_sample_in_which_nothing_was_found(ws: Workspace) -> None:
    ws.create_project("bare", corpus(2))
    add = decision(1, "p1", Kind.ADD, entity="c1:1", new=Entity(0, 1, "PER"), via="random:1")
    ws.append_decisions("bare", [add, accept(2, "p1", via="random:1")])
    assert survey(ws, "bare").sample == ((0, 1, 0),)
