from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.candidates.ngrams import ngrams
from core.domain.candidate import Candidates
from core.domain.task import TagProbs
from core.scoring.ner import ner
from core.scoring.ner_span import ner_span
from tests.projection.build import task, tasks

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
SPANS = [(0, 1), (0, 2), (1, 2)]
ROWS = [[0.05, 0.9, 0.03, 0.01, 0.01], [0.1, 0.05, 0.8, 0.02, 0.03]]


def world(rows=ROWS, labels=LABELS, entity="PER"):
    found = task(1, len(rows), [(0, 1, entity)])
    return replace(found, tag_probs=TagProbs(labels, np.array(rows)))


def scores(given_world, spans=SPANS, score=ner, **options):
    return score(given_world, Candidates.of(spans, origin="t"), **options)[0].tolist()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"boost": 1.0}, [0.9, 0.85, 0.0]),
        ({}, [0.9, 0.9775, 0.0]),
        ({"threshold": 0.0}, [0.9, 0.9775, 0.05]),
        ({"threshold": 0.9}, [0.0, 0.9775, 0.0]),
        ({"when": "always", "threshold": 0.0}, [0.9, 0.9775, 0.05]),
    ],
)
def test_published_example(options, expected):
    assert scores(world(), **options) == pytest.approx(expected)


def test_only_what_is_spelt_as_one_entity_is_raised():
    broken = [ROWS[0], [0.6, 0.05, 0.3, 0.02, 0.03]]
    assert scores(world(broken), [(0, 2)]) == pytest.approx([0.6])
    assert scores(world(broken), [(0, 2)], when="always") == pytest.approx([0.6 * 1.15])


def test_a_label_that_the_tagger_lacks_scores_zero_but_its_spans_do_not():
    assert scores(world(entity="TIME")) == [0.0, 0.0, 0.0]
    assert scores(world(entity="TIME"), score=ner_span) == pytest.approx([0.9, 0.9775, 0.0])


@pytest.mark.parametrize("labels", [("O", "I-PER"), ("O", "B-PER")])
def test_one_of_two_tags_stands_for_both(labels):
    assert scores(world([[0.1, 0.9], [0.2, 0.8]], labels)) == pytest.approx([0.9, 0.9775, 0.8])


def test_the_span_score_takes_the_best_class_for_every_entity():
    rows = [*ROWS, [0.1, 0.0, 0.0, 0.9, 0.0]]
    two = replace(
        task(2, 3, [(0, 1, "PER"), (1, 2, "LOC")]), tag_probs=TagProbs(LABELS, np.array(rows))
    )
    found = ner_span(two, Candidates.of([(0, 2), (2, 3)], origin="t"))
    assert found == pytest.approx(np.array([[0.9775, 0.9]] * 2))


@pytest.mark.parametrize("score", [ner, ner_span])
def test_a_tagger_that_knows_no_class_and_a_pair_without_entities(score):
    none = world([[1.0], [1.0]], ("O",))
    assert scores(none, score=score) == [0.0, 0.0, 0.0]
    empty = replace(none, source=replace(none.source, entities=()))
    assert score(empty, Candidates.of(SPANS, origin="t")).shape == (0, 3)
    assert score(none, Candidates.of([], origin="t")).shape == (1, 0)


@pytest.mark.parametrize("score", [ner, ner_span])
@pytest.mark.parametrize("when", ["always", "consistent"])
def test_a_very_long_span_stays_a_number(score, when):
    long = world([[0.0, 0.0, 1.0, 0.0, 0.0]] * 2000)
    found = scores(long, [(0, 2000)], score, boost=2.0, when=when)
    assert np.isfinite(found).all()


@given(first=st.floats(0.4, 1), rest=st.lists(st.floats(0.4, 1), min_size=1, max_size=4))
def test_a_boost_above_the_safe_bound_prefers_the_whole_entity(first, rest):
    """With L classes the most probable tag has at least M = 1 / (2 L + 1)."""
    least = 1 / 3
    boost = min(2.0, 1 + (1 - least) / (1 + least) + 1e-6)
    rows = [[1 - first, first, 0.0]] + [[1 - p, 0.0, p] for p in rest]
    rows = [[min(r[0], max(r[1:]) * 0.99), *r[1:]] for r in rows]
    tagged = world(rows, ("O", "B-PER", "I-PER"))
    found = scores(tagged, [(0, k + 1) for k in range(len(rows))], boost=boost)
    assert max(found) == found[-1]


@pytest.mark.parametrize("score", [ner, ner_span])
@given(given_world=tasks())
def test_scores_are_not_negative_and_equal_labels_score_alike(score, given_world):
    candidates = ngrams(given_world)
    found = score(given_world, candidates)
    assert (found >= 0).all()
    rows = {}
    for entity, row in zip(given_world.entities(), found.tolist(), strict=True):
        assert rows.setdefault(entity.label, row) == row
