import pytest

from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import Task
from core.scoring.length import length


def scores(source, target, spans, **options):
    words = tuple(source.split())
    world = Task(Sentence(words, (Entity(0, 1, "LOC"),)), tuple(target.split()))
    return length(world, Candidates.of(spans, origin="t"), **options)[0].tolist()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"relative": False}, [6 / 8, 6 / 16, 6 / 8]),
        ({}, [6 / 6.5, 6 / 13, 6 / 6.5]),  # 13 characters against 16
        ({"unit": "tokens", "relative": False}, [1.0, 0.5, 1.0]),
        ({"unit": "tokens"}, [1.0, 0.5, 1.0]),
    ],
)
def test_the_shorter_by_the_longer(options, expected):
    spans = [(0, 1), (0, 2), (1, 2)]
    assert scores("Berlin glaubte", "Hauptort Hauptort", spans, **options) == pytest.approx(
        expected
    )


def test_a_script_of_few_characters_is_measured_against_itself():
    target = "伦 敦 很 大"
    best = scores("London huge", target, [(0, 1), (0, 2), (0, 3), (0, 4)])
    assert max(range(4), key=best.__getitem__) == 1
    absolute = scores("London huge", target, [(0, 1), (0, 2), (0, 3), (0, 4)], relative=False)
    assert max(range(4), key=absolute.__getitem__) == 3


def test_nothing_to_score():
    world = Task(Sentence(("a",), ()), ("b",))
    assert length(world, Candidates.of([(0, 1)], origin="t")).shape == (0, 1)
    assert length(world, Candidates.of([], origin="t")).shape == (0, 0)
