from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.errors import SpanError
from core.projection import METHODS, project, project_nested
from core.projection.nested import levels
from tests.projection.build import task, tasks

SPEC = METHODS["default"]
ORG, LOC = Entity(0, 3, "ORG"), Entity(2, 3, "LOC")
WORLD = task(3, 4, [], [(0, 0), (1, 1), (2, 2)], target="Universität von Nairobi .")


def spans(projections):
    return [[(e.start, e.end, e.label) for e in p.entities()] for p in projections]


@pytest.mark.parametrize("given_", [(ORG, LOC), (LOC, ORG)])
def test_a_place_in_the_name_of_an_organisation(given_):
    found = project_nested(WORLD, given_, SPEC)
    assert tuple(p.entity for p in found) == given_
    expected = {ORG: [(0, 3, "ORG")], LOC: [(2, 3, "LOC")]}
    assert spans(found) == [expected[e] for e in given_]


def test_it_says_why_and_none_is_nothing():
    assert all(p.explanation for p in project_nested(WORLD, (ORG, LOC), SPEC, explain=True))
    assert project_nested(WORLD, (), SPEC) == ()


def test_an_entity_outside_the_source_is_refused():
    with pytest.raises(SpanError, match="ends outside a sentence of 3 tokens"):
        project_nested(WORLD, (ORG, Entity(2, 4, "LOC")), SPEC)


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ([], ()),
        ([(0, 1), (1, 3)], ((0, 1),)),
        ([(2, 3), (0, 3)], ((1,), (0,))),
        ([(0, 2), (1, 3)], ((0,), (1,))),  # they cross
        ([(0, 1), (0, 1)], ((0,), (1,))),
        ([(0, 9), (0, 4), (5, 9), (2, 4)], ((0,), (1, 2), (3,))),
    ],
)
def test_levels(entities, expected):
    assert levels(Entity(a, b, "X") for a, b in entities) == expected


def lists(n):
    ends = st.tuples(st.integers(0, n - 1), st.integers(1, n)).filter(lambda e: e[0] < e[1])
    return st.lists(st.builds(lambda e, label: Entity(*e, label), ends, st.sampled_from("AB")))


@given(data=st.data(), world=tasks())
def test_each_level_is_what_it_is_alone(data, world):
    entities = tuple(data.draw(lists(len(world.source))))
    found = project_nested(world, entities, SPEC)
    assert tuple(p.entity for p in found) == entities
    placed = sorted(k for level in levels(entities) for k in level)
    assert placed == list(range(len(entities)))
    for level in levels(entities):
        assert not any(entities[a].overlaps(entities[b]) for a, b in combinations(level, 2))
        cover = [j for k in level for e in found[k].entities() for j in range(e.start, e.end)]
        assert len(cover) == len(set(cover))


@given(world=tasks())
def test_disjoint_entities_come_out_as_ever(world):
    assert project_nested(world, world.entities(), SPEC) == project(world, SPEC)
