from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from core.domain.alignment import Alignment
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import SuppliedSpan, TagProbs, Task
from core.errors import InputError, MissingInputError
from core.scoring import SCORES, fuse
from core.scoring.position import position
from tests.projection.build import task, tasks


def test_weighted_sum():
    a, b = np.array([[1.0, 2.0]]), np.array([[10.0, 0.0]])
    assert fuse([a, b], [1.0, 0.5]).tolist() == [[6.0, 2.0]]
    assert fuse([a], [1.0]).tolist() == a.tolist()
    assert a.tolist() == [[1.0, 2.0]]


def test_a_weight_for_each_score():
    with pytest.raises(InputError, match="weight"):
        fuse([np.zeros((1, 1))], [])


def test_position_prefers_the_same_place():
    found = position(
        task(10, 10, [(0, 1, "PER"), (9, 10, "PER")]), Candidates.of([(0, 1), (9, 10)], origin="t")
    )
    assert found.tolist() == [pytest.approx([1.0, 0.1]), pytest.approx([0.1, 1.0])]


def agreeing() -> Task:
    """Return a task of two entities where everything known speaks for the same spans."""
    source = Sentence(("Anna", "Blum", "in", "Bern"), (Entity(0, 2, "PER"), Entity(3, 4, "LOC")))
    sure = np.array([[0, 0], [1, 0], [1, 0], [0, 0], [0, 1]])
    return Task(
        source,
        ("zu", "Anna", "Blum", "in", "Bern"),
        Alignment.of(4, 5, [(0, 1), (1, 2), (3, 4)]),
        tag_probs=TagProbs(("I-PER", "I-LOC", "O"), np.c_[sure, 1 - sure.sum(axis=1)]),
        translation_scores=((0, 2, 1, 3, 0.7), (3, 4, 4, 5, 0.6)),
        spans=(SuppliedSpan(1, 3, "PER"), SuppliedSpan(4, 5, "LOC")),
    )


@pytest.mark.parametrize("part", SCORES.parts(), ids=lambda part: part.name)
def test_every_score_has_the_promised_shape_and_prefers_what_everything_speaks_for(part):
    candidates = Candidates.of([(0, 1), (1, 3), (4, 5)], origin="t")
    found = part.make(agreeing(), candidates)
    assert found.shape == (2, 3)
    assert found.dtype == np.float64
    least = -1 if part.promises.get("bonus") else 0
    assert found[0, 1] == found[0].max() > least
    assert part.name == "ner-span" or found[1, 2] == found[1].max() > least
    assert part.summary
    assert part.source


EXTRAS = {
    "spans": "--spans",
    "tag_probs": "--tag-probs",
    "translation_scores": "--translation-scores",
    "alignment": "--links",
}


@pytest.mark.parametrize("part", SCORES.parts(), ids=lambda part: part.name)
def test_what_a_score_lacks_is_named_with_the_option_that_brings_it(part):
    bare = Task(agreeing().source, agreeing().target)
    some = Candidates.of([(0, 1)], origin="t")
    if not part.needs:
        assert part.make(bare, some).shape == (2, 1)
    for need in part.needs:
        with pytest.raises(MissingInputError, match=EXTRAS[need]):
            part.make(bare, some)


@pytest.mark.parametrize("part", SCORES.parts(), ids=lambda part: part.name)
def test_a_source_that_nobody_annotated_is_refused(part):
    world = agreeing()
    unknown = replace(world, source=Sentence(world.source.tokens))
    with pytest.raises(MissingInputError, match="annotate"):
        part.make(unknown, Candidates.of([(0, 1)], origin="t"))


@pytest.mark.parametrize("part", SCORES.parts(), ids=lambda part: part.name)
@given(world=tasks())
def test_every_score_is_a_finite_number_for_every_entity_and_candidate(part, world):
    m = len(world.target)
    every = Candidates.of([(a, b) for b in range(1, m + 1) for a in range(b)], origin="t")
    for candidates in (every, Candidates.of([], origin="t")):
        found = part.make(world, candidates)
        assert found.shape == (len(world.entities()), len(candidates))
        assert np.isfinite(found).all()
