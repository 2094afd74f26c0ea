import numpy as np
import pytest

from core.domain.candidate import Candidates
from core.errors import SpanError


def make(spans, origins=None):
    return Candidates(
        np.array([s for s, _ in spans], dtype=np.int32),
        np.array([e for _, e in spans], dtype=np.int32),
        origins if origins is not None else (("t",),) * len(spans),
    )


def test_spans_are_unique_and_ordered():
    found = Candidates.of([(2, 3), (0, 2), (0, 1), (2, 3)], origin="t")
    assert found.spans() == ((0, 1), (0, 2), (2, 3))
    assert len(found) == 3
    assert len(Candidates.of([], origin="t")) == 0


@pytest.mark.parametrize(
    "spans",
    [
        [(1, 1)],
        [(2, 1)],
        [(-1, 1)],
        [(1, 2), (0, 1)],
        [(0, 2), (0, 1)],
        [(0, 1), (0, 1)],
    ],
)
def test_other_spans_are_refused(spans):
    with pytest.raises(SpanError):
        make(spans)


def test_one_origin_each():
    with pytest.raises(SpanError, match="one origin each"):
        make([(0, 1)], ())
    merged = Candidates.merge({(0, 1): {"b", "a"}})
    assert merged.origins == (("a", "b"),)
