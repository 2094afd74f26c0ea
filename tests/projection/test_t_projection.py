from dataclasses import replace

import pytest

from core.domain.task import SuppliedSpan
from core.projection import METHODS, project
from core.projection.resolve import needs
from tests.projection.build import task

METHOD = METHODS["t-projection"]
WORLD = task(3, 5, [(0, 1, "PER"), (2, 3, "LOC")])


def spans(*rows) -> tuple[SuppliedSpan, ...]:
    return tuple(SuppliedSpan(*row) for row in rows)


@pytest.mark.parametrize(
    ("proposed", "scores", "picked"),
    [
        # of the own class only, however well the other translates
        (
            spans((0, 1, "LOC"), (1, 2, "PER")),
            [(0, 1, 0, 1, 3.0), (0, 1, 1, 2, 0.01)],
            [(1, 2), None],
        ),
        # the best of the class; a span without a label is one for every class
        (spans((0, 1, "PER"), (1, 3)), [(0, 1, 0, 1, 0.4), (0, 1, 1, 3, 0.5)], [(1, 3), None]),
        # the first occurrence of equals, then the next that is free
        (
            spans((0, 1, "PER"), (4, 5, "PER"), (0, 1, "LOC"), (4, 5, "LOC")),
            [(a, a + 1, c, c + 1, 0.8) for a in (0, 2) for c in (0, 4)],
            [(0, 1), (4, 5)],
        ),
        # no score, no candidate: nothing
        (spans((0, 1, "PER")), [], [None, None]),
        ((), [(0, 1, 0, 1, 0.9)], [None, None]),
    ],
)
def test_the_best_translated_span_of_the_class_is_taken(proposed, scores, picked) -> None:
    world = replace(WORLD, spans=proposed, translation_scores=tuple(scores))
    found = [p.picks[0] if p.picks else None for p in project(world, METHOD)]
    assert [p and (p.start, p.end) for p in found] == picked


def test_it_needs_both_files_and_no_links() -> None:
    assert needs(METHOD) == {"spans", "translation_scores"}
