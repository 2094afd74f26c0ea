import numpy as np
import pytest
from hypothesis import given

from core.domain.candidate import Candidates
from core.errors import InputError
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


def test_every_score_has_the_promised_shape():
    world = task(4, 5, [(0, 2, "PER"), (3, 4, "LOC")], [(0, 1), (1, 2), (3, 4)])
    candidates = Candidates.of([(0, 1), (1, 3), (4, 5)], origin="t")
    for part in SCORES.parts():
        found = part.make(world, candidates)
        assert found.shape == (2, 3)
        assert found.dtype == np.float64
        assert found[0, 1] == found[0].max()
        assert found[1, 2] == found[1].max()
        assert part.summary
        assert part.source


@pytest.mark.parametrize("part", SCORES.parts(), ids=lambda part: part.name)
@given(world=tasks())
def test_every_score_is_a_finite_number_for_every_entity_and_candidate(part, world):
    m = len(world.target)
    every = Candidates.of([(a, b) for b in range(1, m + 1) for a in range(b)], origin="t")
    for candidates in (every, Candidates.of([], origin="t")):
        found = part.make(world, candidates)
        assert found.shape == (len(world.entities()), len(candidates))
        assert np.isfinite(found).all()
