from dataclasses import replace

import pytest

from core.candidates.grown import grown
from core.domain.task import Task
from core.errors import MissingInputError
from core.projection import METHODS, project
from core.projection.resolve import with_options
from core.scoring.learned import content_key, known, remember
from core.training.scorer import FEWEST, Example, example, learn
from core.training.scorer.fitting import FOLDS, fold_of
from tests.learnable import GOLD, links, pairs

COUNT = 34


def tasks(count: int) -> list[Task]:
    given = pairs(count)
    made = links(given)
    return [Task(p.source, p.target.tokens, made[p.id]) for p in given]


def taught(count: int) -> list[Example]:
    spans = [(e.start, e.end) for e in GOLD]
    return [example(t, {k: (span,) for k, span in enumerate(spans)}, spans) for t in tasks(count)]


def test_an_example_marks_the_right_candidates_of_decided_entities_only() -> None:
    (task,) = tasks(1)
    found = example(task, {1: ((3, 5),)}, [(2, 3), (3, 5)])
    assert set(found.where[0].tolist()) == {1}
    spans = found.candidates.spans()
    marked = zip(found.where[1].tolist(), found.right.tolist(), strict=True)
    assert [spans[t] for t, right in marked if right] == [(3, 5)]
    assert len(found.table) == len(found.right) > 1
    assert set(found.decided.looked) == {spans[t] for t in found.where[1].tolist()}


def test_a_rule_of_the_corpus_is_learned_for_names_nobody_has_seen() -> None:
    model = learn(taught(COUNT), known("shipped").prior)
    spec = with_options(METHODS["learned-exact"], {"learned.scorer": remember(model)})
    new = tasks(COUNT + 10)[COUNT:]
    found = [tuple(e for p in project(t, spec) for e in p.entities()) for t in new]
    assert found == [GOLD] * 10
    before = [
        tuple(e for p in project(t, METHODS["coverage-exact"]) for e in p.entities()) for t in new
    ]
    assert GOLD not in before


def test_equal_decisions_give_equal_scorers_whatever_their_order() -> None:
    examples = taught(COUNT)
    prior = known("shipped").prior
    first = learn(examples, prior)
    assert first.digest() == learn(taught(COUNT), prior).digest()
    folds = {content_key(e.decided.task): fold_of(e) for e in examples}
    assert dict(first.taught) == folds
    assert set(folds.values()) <= set(range(FOLDS))


def test_a_fold_has_not_seen_its_own_pairs() -> None:
    examples = taught(COUNT)
    model = learn(examples, known("shipped").prior)
    for one in examples:
        task = one.decided.task
        own = model.of(task)
        assert own is model.folds[fold_of(one)]
        name = task.source.tokens[2].lower()
        assert own.memory.names[name] == 0
        assert model.learned is not None
        assert model.learned.memory.names[name] == 1


def test_too_few_decisions_and_nothing_to_tell_apart_are_refused() -> None:
    prior = known("shipped").prior
    with pytest.raises(MissingInputError, match=f"4 entities are decided.*{FEWEST}"):
        learn(taught(2), prior)
    nothing = [replace(e, right=e.right & False) for e in taught(COUNT)]
    with pytest.raises(MissingInputError, match="nothing to tell apart"):
        learn(nothing, prior)


def test_every_candidate_of_an_entity_without_counterpart_is_wrong() -> None:
    (task,) = tasks(1)
    found = example(task, {0: ()}, [])
    assert len(found.right)
    assert not found.right.any()
    assert len(grown(task)) >= len(found.right)
