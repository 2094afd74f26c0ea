import pytest

from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import SuppliedSpan, Task
from core.errors import MissingInputError
from core.projection import METHODS, project
from core.scoring.proposed import proposed

SOURCE = Sentence(("Ada", "of", "Rome", "met", "Bob"), (
    Entity(0, 1, "PER"), Entity(2, 3, "LOC"), Entity(4, 5, "PER"),
))  # fmt: skip
TARGET = ("Bob", "na", "Ada", "wa", "Roma")


def task(*spans):
    return Task(SOURCE, TARGET, spans=tuple(SuppliedSpan(*span) for span in spans))


def test_a_span_is_for_entities_of_its_label():
    given = task((0, 1, "PER"), (4, 5, "LOC"), (1, 2), (2, 3, "ORG"))
    candidates = Candidates.of([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)], origin="test")
    assert proposed(given, candidates).tolist() == [
        [1, 1, 0, 0, 0],
        [0, 1, 0, 0, 1],
        [1, 1, 0, 0, 0],
    ]


def test_without_spans_it_says_what_to_bring():
    with pytest.raises(MissingInputError, match="--spans"):
        proposed(Task(SOURCE, TARGET), Candidates.of([(0, 1)], origin="test"))


@pytest.mark.parametrize(
    ("spans", "picked"),
    [
        ([(0, 1, "PER"), (2, 3, "PER"), (4, 5, "LOC")], [(2, 3), (4, 5), (0, 1)]),
        ([(0, 1, "PER"), (4, 5, "LOC")], [None, (4, 5), (0, 1)]),
        ([(4, 5, "ORG")], [None, None, None]),
    ],
)
def test_the_method_marked_gives_every_entity_a_span_of_its_label(spans, picked):
    found = project(task(*spans), METHODS["marked"])
    assert [_span(p) for p in found] == picked


def _span(projection):
    return (projection.picks[0].start, projection.picks[0].end) if projection.picks else None
