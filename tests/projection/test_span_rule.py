import pytest

from core.projection.heuristics.span_rule import span_rule
from tests.projection.build import task


def fates(world, **options):
    return [[(r.start, r.end, r.fate.value) for r in row] for row in span_rule(world, **options)]


def test_every_gap_is_filled():
    assert fates(task(2, 9, [(0, 2, "ORG")], [(0, 1), (1, 7)])) == [[(1, 8, "kept")]]


def test_a_single_word_gets_a_single_word():
    world = task(1, 4, [(0, 1, "ORG")], [(0, 1), (0, 2)])
    assert fates(world) == [[(1, 2, "kept")]]
    assert fates(world, single_to_single=False) == [[(1, 3, "kept")]]


@pytest.mark.parametrize(
    ("links", "option", "note"),
    [([(0, 0)], "whole_source", "linked to nothing"), ([(0, 0), (1, 2)], "no_gaps", "together")],
)
def test_refusals_say_why(links, option, note):
    world = task(2, 4, [(0, 2, "ORG")], links)
    assert fates(world)[0][0][2] == "kept"
    (run,) = span_rule(world, **{option: True})[0]
    assert run.fate.value == "refused"
    assert note in run.note


def test_all_or_nothing():
    world = task(3, 4, [(0, 1, "ORG"), (2, 3, "LOC")], [(0, 0)])
    assert fates(world) == [[(0, 1, "kept")], []]
    assert fates(world, all_or_nothing=True) == [[(0, 1, "refused")], []]


def test_the_first_entity_keeps_its_span():
    world = task(4, 4, [(0, 2, "ORG"), (2, 4, "LOC")], [(0, 0), (1, 2), (2, 1), (3, 3)])
    assert fates(world) == [[(0, 3, "kept")], [(1, 4, "taken")]]
