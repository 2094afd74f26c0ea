from dataclasses import replace

import pytest
from hypothesis import given

from core.candidates import CANDIDATES, union
from core.domain.candidate import Candidates
from tests.projection.build import task, tasks, with_extras


def test_spans_are_unique_and_keep_their_origins():
    a = Candidates.of([(0, 1), (2, 4)], origin="a")
    b = Candidates.of([(2, 4), (1, 3)], origin="b")
    both = union([a, b])
    assert both.spans() == ((0, 1), (1, 3), (2, 4))
    assert both.origins == (("a",), ("b",), ("a", "b"))


def test_one_source_is_handed_through():
    a = Candidates.of([(0, 1)], origin="a")
    assert union([a]) is a


def test_every_source_stays_inside_the_target_and_names_itself():
    world = with_extras(task(3, 5, [(0, 2, "PER")], [(0, 1), (1, 4), (2, 0)]), seed=1)
    for part in CANDIDATES.parts():
        found = part.make(world)
        assert len(found)
        assert all(0 <= start < end <= 5 for start, end in found.spans())
        assert set(found.origins) == {(part.name,)}
        assert part.summary
        assert part.source


@pytest.mark.parametrize("part", CANDIDATES.parts(), ids=lambda part: part.name)
@given(world=tasks())
def test_no_source_leaves_the_target_or_looks_at_labels(part, world):
    found = part.make(world)
    assert all(0 <= start < end <= len(world.target) for start, end in found.spans())
    same = tuple(replace(e, label="X") for e in world.entities())
    again = part.make(replace(world, source=replace(world.source, entities=same)))
    assert again.spans() == found.spans()
