from core.domain.candidate import Candidates
from core.scoring.coverage import coverage
from core.scoring.foremost import foremost
from tests.projection.build import task


def test_the_best_covered_candidate_of_each_entity() -> None:
    world = task(2, 4, [(0, 1, "LOC"), (1, 2, "PER")], [(0, 0), (1, 2)])
    candidates = Candidates.of([(0, 1), (0, 2), (2, 3)], origin="t")
    assert foremost(world, candidates).tolist() == [[1, 0, 0], [0, 0, 1]]


def test_ties_are_told_together_and_nothing_covered_is_nothing() -> None:
    world = task(2, 4, [(0, 1, "LOC"), (1, 2, "PER")], [(0, 0), (0, 2)])
    candidates = Candidates.of([(0, 1), (2, 3)], origin="t")
    assert coverage(world, candidates)[0].tolist()[0] == coverage(world, candidates)[0].tolist()[1]
    assert foremost(world, candidates).tolist() == [[1, 1], [0, 0]]


def test_shapes_without_entities_or_candidates() -> None:
    none = Candidates.of([], origin="t")
    assert foremost(task(1, 1, []), Candidates.of([(0, 1)], origin="t")).shape == (0, 1)
    assert foremost(task(1, 1, [(0, 1, "LOC")], [(0, 0)]), none).shape == (1, 0)
