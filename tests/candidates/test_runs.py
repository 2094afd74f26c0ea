import pytest
from hypothesis import given

from core.candidates.aligned import aligned
from core.candidates.runs import runs
from core.domain.task import Task
from core.errors import MissingInputError
from tests.projection.build import task, tasks

APART = task(2, 9, [(0, 2, "ORG")], [(0, 1), (0, 2), (1, 4), (1, 5), (1, 8)])


@pytest.mark.parametrize(
    ("world", "options", "spans"),
    [
        (APART, {}, ((1, 3), (1, 6), (1, 9), (4, 6), (4, 9), (8, 9))),
        (APART, {"gap": 1}, ((1, 6), (1, 9), (8, 9))),
        (APART, {"gap": 2}, ((1, 9),)),
        (
            task(1, 3, [(0, 1, "ORG")], [(0, 0), (0, 1), (0, 2)]),
            {"sub_ranges": True},
            ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)),
        ),
        (task(1, 1, [(0, 1, "PER")], [(0, 0)]), {}, ((0, 1),)),
        (task(2, 2, [(0, 1, "PER")], [(1, 1)]), {}, ()),
        (task(2, 2, [], [(1, 1)]), {}, ()),
        (task(2, 3, [(0, 1, "PER"), (1, 2, "PER")], [(0, 0), (1, 0), (1, 2)]), {}, None),
    ],
)
def test_runs_and_what_lies_between_two(world, options, spans):
    expected = ((0, 1), (0, 3), (2, 3)) if spans is None else spans
    assert runs(world, **options).spans() == expected


@given(world=tasks())
def test_every_run_is_an_aligned_candidate(world):
    found = set(runs(world, gap=1, sub_ranges=False).spans())
    assert found <= set(aligned(world).spans())
    assert set(runs(world).spans()) <= set(runs(world, sub_ranges=True).spans())


def test_links_are_needed():
    with pytest.raises(MissingInputError, match="--links"):
        runs(Task(APART.source, APART.target))
