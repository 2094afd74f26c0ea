from dataclasses import replace

import pytest

from core.candidates.supplied import supplied
from core.domain.task import SuppliedSpan
from core.errors import InputError, MissingInputError
from tests.projection.build import task

WORLD = task(1, 4, [(0, 1, "PER")])


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ((), ()),
        ((SuppliedSpan(2, 4, "LOC", 0.1), SuppliedSpan(0, 1)), ((0, 1), (2, 4))),
        ((SuppliedSpan(0, 4, "LOC"), SuppliedSpan(0, 4, "PER")), ((0, 4),)),
        ((SuppliedSpan(0, 2), SuppliedSpan(1, 3)), ((0, 2), (1, 3))),
    ],
)
def test_each_span_once_whatever_its_label(spans, found):
    assert supplied(replace(WORLD, spans=spans)).spans() == found


def test_a_pair_without_spans_says_which_file_brings_them():
    with pytest.raises(MissingInputError, match="--spans"):
        supplied(WORLD)


@pytest.mark.parametrize(
    ("span", "message"),
    [((1, 1), "start < end"), ((-1, 2), "0 <= start"), ((0, 1, None, float("nan")), "finite")],
)
def test_what_is_no_span_is_refused(span, message):
    with pytest.raises(InputError, match=message):
        SuppliedSpan(*span)


def test_a_span_outside_the_target_is_refused():
    with pytest.raises(InputError, match="4 tokens"):
        replace(WORLD, spans=(SuppliedSpan(3, 5),))
