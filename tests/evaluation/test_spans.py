import pytest

from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.spans import Score, evaluate
from tests.evaluation.worlds import corpus, tags

PER, LOC = Entity(0, 2, "PER"), Entity(3, 4, "LOC")


def test_counts():
    found = evaluate([[PER, LOC], []], [[PER], [LOC]])
    assert found.overall == Score(tp=1, n_gold=2, n_predicted=2)
    assert (found.overall.precision, found.overall.recall, found.overall.f1) == (0.5, 0.5, 0.5)
    assert found.per_type == {"LOC": Score(0, 1, 1), "PER": Score(1, 1, 1)}


@pytest.mark.parametrize("wrong", [Entity(0, 1, "PER"), Entity(0, 2, "ORG"), Entity(1, 2, "PER")])
def test_span_and_type_must_both_be_right(wrong):
    assert evaluate([[PER]], [[wrong]]).overall.f1 == 0


def test_nothing_over_nothing_is_zero():
    assert evaluate([[]], [[]]).overall.f1 == 0
    assert evaluate([], []).ratio == 0


def test_ignored_labels_count_on_neither_side():
    found = evaluate([[PER, LOC]], [[PER, Entity(5, 6, "LOC")]], ignore=["LOC"])
    assert found.overall == Score(1, 1, 1)
    assert list(found.per_type) == ["PER"]


def test_each_sentence_may_count_its_own_labels():
    found = evaluate([[PER, LOC]] * 3, [[PER, LOC]] * 3, eval_types=[("PER",), None, ()])
    assert found.overall == Score(3, 3, 3)
    assert found.per_type["LOC"].n_gold == 1


def test_projection_ratio():
    assert evaluate([[PER, LOC], [], []], [[PER], [], [LOC]]).ratio == pytest.approx(1.5 / 3)


def test_lengths_must_agree():
    with pytest.raises(InputError, match="1 gold sentences, 0 predicted"):
        evaluate([[]], [])
    with pytest.raises(InputError, match="2 eval_types"):
        evaluate([[]], [[]], eval_types=[None, None])


@pytest.mark.filterwarnings("ignore::Warning:seqeval")  # it warns of labels nobody predicted
@pytest.mark.filterwarnings("ignore::Warning:numpy")  # seqeval's sums of mixed types
@pytest.mark.parametrize("seed", range(5))
def test_seqeval_agrees(seed):
    metrics = pytest.importorskip("seqeval.metrics")
    gold, predicted = corpus(seed)
    ours = evaluate(gold, predicted)
    report = metrics.classification_report(tags(gold), tags(predicted), output_dict=True)
    for label, theirs in [*((k, report[k]) for k in ours.per_type), ("", report["micro avg"])]:
        mine = ours.per_type[label] if label else ours.overall
        assert mine.precision == pytest.approx(theirs["precision"])
        assert mine.recall == pytest.approx(theirs["recall"])
        assert mine.f1 == pytest.approx(theirs["f1-score"])
        assert mine.n_gold == theirs["support"]


@pytest.mark.parametrize("seed", range(5))
def test_nervaluate_agrees(seed):
    nervaluate = pytest.importorskip("nervaluate")
    gold, predicted = corpus(seed)
    found = nervaluate.Evaluator(
        tags(gold), tags(predicted), tags=["PER", "ORG", "LOC"], loader="list"
    ).evaluate()
    theirs = found["overall"]["strict"]
    ours = evaluate(gold, predicted).overall
    assert (ours.tp, ours.n_gold, ours.n_predicted) == (
        theirs.correct,
        theirs.possible,
        theirs.actual,
    )
    assert ours.f1 == pytest.approx(theirs.f1)
