import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.schemes import Counts, Scheme, count, evaluate_schemes
from core.evaluation.spans import evaluate
from tests.evaluation.worlds import corpus, tags

THEIRS = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


def entities(rows):
    return [Entity(*row) for row in rows]


# correct, incorrect, partial, missed, spurious of strict, exact, partial, type
TABLE = [
    ([], [], [(0, 0, 0, 0, 0)] * 4),
    ([(0, 2, "PER")], [(0, 2, "PER")], [(1, 0, 0, 0, 0)] * 4),
    (
        [(0, 2, "PER")],
        [(0, 2, "LOC")],
        [(0, 1, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (0, 1, 0, 0, 0)],
    ),
    (
        [(0, 2, "PER")],
        [(1, 3, "PER")],
        [(0, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (1, 0, 0, 0, 0)],
    ),
    (
        [(0, 2, "PER")],
        [(1, 3, "LOC")],
        [(0, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (0, 1, 0, 0, 0)],
    ),
    ([(0, 2, "PER")], [(2, 3, "PER")], [(0, 0, 0, 1, 1)] * 4),
    (
        [(0, 4, "PER")],
        [(0, 1, "PER"), (2, 4, "PER")],
        [(0, 1, 0, 0, 1), (0, 1, 0, 0, 1), (0, 0, 1, 0, 1), (1, 0, 0, 0, 1)],
    ),
    (
        [(0, 1, "PER"), (1, 4, "LOC")],
        [(0, 4, "LOC")],
        [(0, 1, 0, 1, 0), (0, 1, 0, 1, 0), (0, 0, 1, 1, 0), (1, 0, 0, 1, 0)],
    ),
    # type: the first takes the nearer gold entity, which the second would have needed
    (
        [(0, 3, "PER"), (3, 6, "PER")],
        [(2, 5, "PER"), (5, 7, "PER")],
        [(0, 2, 0, 0, 0), (0, 2, 0, 0, 0), (0, 0, 2, 0, 0), (1, 0, 0, 1, 1)],
    ),
]


@pytest.mark.parametrize(("gold", "predicted", "wanted"), TABLE)
def test_table(gold, predicted, wanted):
    found = [count(scheme, entities(gold), entities(predicted)) for scheme in Scheme]
    assert found == [Counts(*row) for row in wanted]


def test_a_partial_pair_counts_half():
    counts = Counts(correct=1, partial=1, missed=1, spurious=0)
    assert (counts.possible, counts.actual) == (3, 2)
    assert (counts.precision, counts.recall) == (0.75, 0.5)
    assert counts.f1 == pytest.approx(0.6)
    assert (Counts().precision, Counts().recall, Counts().f1) == (0, 0, 0)


def test_overlapping_layers_still_give_what_is_right_first():
    gold, predicted = [(0, 2, "PER"), (1, 3, "LOC")], [(0, 3, "LOC"), (1, 3, "LOC")]
    assert count(Scheme.STRICT, entities(gold), entities(predicted)) == Counts(1, 1, 0, 0, 0)


@pytest.mark.parametrize("seed", range(20))
def test_nervaluate_agrees(seed):
    nervaluate = pytest.importorskip("nervaluate")
    gold, predicted = corpus(seed)
    theirs = nervaluate.Evaluator(
        tags(gold), tags(predicted), tags=["PER", "ORG", "LOC"], loader="list"
    ).evaluate()
    ours = evaluate_schemes(gold, predicted)
    for scheme, report in ours.items():
        rows = [(report.overall, theirs["overall"][THEIRS[scheme]])]
        rows += [(c, theirs["entities"][k][THEIRS[scheme]]) for k, c in report.per_type.items()]
        assert set(report.per_type) == set(theirs["entities"])
        for mine, other in rows:
            for field in ("correct", "incorrect", "partial", "missed", "spurious"):
                assert getattr(mine, field) == getattr(other, field), (scheme, field)
            assert (mine.possible, mine.actual) == (other.possible, other.actual)
            assert (mine.precision, mine.recall) == (other.precision, other.recall)
            assert mine.f1 == pytest.approx(other.f1)


@given(st.integers(0, 10_000))
def test_every_entity_is_counted_once_and_looser_schemes_find_more(seed):
    gold, predicted = corpus(seed, sentences=1)
    found = {s: r.overall for s, r in evaluate_schemes(gold, predicted).items()}
    for counts in found.values():
        assert (counts.possible, counts.actual) == (len(gold[0]), len(predicted[0]))
    assert found[Scheme.STRICT].correct == evaluate(gold, predicted).overall.tp
    assert found[Scheme.STRICT].correct <= found[Scheme.EXACT].correct
    assert found[Scheme.EXACT].correct == found[Scheme.PARTIAL].correct
    assert found[Scheme.EXACT].incorrect == found[Scheme.PARTIAL].partial


@given(st.integers(0, 10_000))
def test_all_but_type_count_alike_from_right_to_left(seed):
    gold, predicted = corpus(seed, sentences=1)
    mirrored = [
        [Entity(20 - e.end, 20 - e.start, e.label) for e in s[0]] for s in (gold, predicted)
    ]
    for scheme in (Scheme.STRICT, Scheme.EXACT, Scheme.PARTIAL):
        assert count(scheme, gold[0], predicted[0]) == count(scheme, *mirrored)


def test_labels_that_do_not_count_stay_out():
    gold, predicted = [entities([(0, 1, "PER"), (2, 3, "LOC")])], [entities([(2, 3, "LOC")])]
    found = evaluate_schemes(gold, predicted, ignore=["LOC"])[Scheme.STRICT]
    assert (found.overall, set(found.per_type)) == (Counts(missed=1), {"PER"})
    found = evaluate_schemes(gold, predicted, eval_types=[("LOC",)])[Scheme.TYPE]
    assert found.overall == Counts(correct=1)
    with pytest.raises(InputError, match="1 gold sentences, 0 predicted"):
        evaluate_schemes(gold, [])
