import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.ceiling import ceiling, oracle
from core.evaluation.spans import Score, evaluate
from core.formats import pairs_jsonl
from tests.evaluation.worlds import corpus
from tests.formats.shared_data import FOLDER, needed

PER, LOC, ORG = Entity(0, 2, "PER"), Entity(3, 4, "LOC"), Entity(5, 6, "ORG")
EUROPARL = ("europarl.en-de", "europarl.en-es", "europarl.en-it")


@pytest.mark.parametrize(
    ("source", "gold", "common"),
    [
        ([[]], [[]], 0),
        ([[PER, LOC]], [[Entity(7, 9, "PER"), Entity(0, 1, "LOC")]], 2),
        ([[PER, LOC]], [[PER, ORG]], 1),
        ([[PER]], [[Entity(0, 1, "PER"), Entity(2, 3, "PER")]], 1),
        ([[Entity(0, 1, "PER"), Entity(2, 3, "PER")]], [[PER]], 1),
        # labels count sentence by sentence
        ([[PER], []], [[], [PER]], 0),
    ],
)
def test_ceiling_is_what_both_sides_have_of_a_label(source, gold, common):
    found = ceiling(source, gold)
    n_source, n_gold = (sum(map(len, side)) for side in (source, gold))
    assert found.carrying_all == Score(common, n_gold, n_source)
    assert found.leaving_out == Score(common, n_gold, common)


def test_labels_that_do_not_count_are_left_out():
    found = ceiling([[PER, LOC]], [[PER, ORG]], ignore=["LOC"], eval_types=[("PER", "LOC")])
    assert found.carrying_all == Score(1, 1, 1)


@needed
@pytest.mark.parametrize("name", EUROPARL)
def test_the_ceilings_that_come_with_the_shared_data(name):
    stats = json.loads((FOLDER.parent / "stats.json").read_bytes())
    wanted = stats["ner_align"][f"dev/ner/{name}.jsonl"]
    data = (FOLDER / "ner" / f"{name}.jsonl").read_bytes()
    pairs = list(pairs_jsonl.read(data, file=name))
    found = ceiling([p.source.entities for p in pairs], [p.target.entities for p in pairs])
    assert round(found.carrying_all.precision, 3) == wanted["ceiling_P"]
    assert round(found.carrying_all.recall, 3) == wanted["ceiling_R"]
    assert round(found.carrying_all.f1, 3) == wanted["ceiling_F1"]


def test_the_oracle_takes_the_better_method_for_each_sentence():
    gold = [[PER], [LOC], [ORG]]
    found = oracle(gold, {"a": [[PER], [], [PER]], "b": [[], [LOC], []]})
    # b for the last: what is wrong there is not predicted
    assert found.overall == Score(2, 3, 2)
    assert (found.chosen, found.found) == ({"a": 1, "b": 2}, 2)


def test_of_equals_the_first():
    found = oracle([[PER], []], {"a": [[PER], []], "b": [[PER], []]})
    assert found.chosen == {"a": 2, "b": 0}


def test_found_by_any_may_be_more_than_any_choice_has():
    found = oracle([[PER, LOC]], {"a": [[PER]], "b": [[LOC]]})
    assert (found.overall.tp, found.found) == (1, 2)


def test_awkward_oracles():
    assert oracle([], {"a": []}).overall == Score()
    assert oracle([[]], {"a": [[]]}).overall == Score()
    assert oracle([[]], {"a": [[PER]]}).overall == Score(0, 0, 1)
    assert oracle([[PER]], {"a": [[PER]]}, ignore=["PER"]).overall == Score()
    with pytest.raises(InputError, match="no method"):
        oracle([[PER]], {})
    with pytest.raises(InputError, match="1 gold sentences, 2 predicted"):
        oracle([[PER]], {"a": [[], []]})


@given(st.integers(0, 10_000))
def test_the_oracle_is_the_best_of_all_choices(seed):
    gold, first = corpus(seed, sentences=5)
    methods = {"a": first, "b": corpus(seed + 1, sentences=5)[0], "c": [[]] * 5}
    found = oracle(gold, methods).overall
    best = max(
        evaluate(gold, [methods[m][k] for k, m in enumerate(way)]).overall.f1
        for way in product(methods, repeat=5)
    )
    assert found.f1 == pytest.approx(best)
