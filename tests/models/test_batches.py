import pytest

from core.errors import ModelError
from core.models.batches import in_batches
from core.models.compute import Compute, computing


def sizes(lengths, room):
    seen = []
    with computing(Compute(batch_tokens=room)):
        out = in_batches(lengths, lambda places: seen.append(list(places)) or list(places))
    assert out == list(range(len(lengths)))
    return seen


@pytest.mark.parametrize(
    ("lengths", "room", "batches"),
    [
        ([], 10, []),
        ([3, 5, 4], 10, [[1, 2], [0]]),
        ([3, 5, 4], 12, [[1, 2], [0]]),
        ([3, 5, 4], 15, [[1, 2, 0]]),
        ([20, 1], 10, [[0], [1]]),
        ([0, 0], 1, [[0], [1]]),
        ([2, 2, 2], 4, [[0, 1], [2]]),
    ],
)
def test_batches_are_of_like_length_and_fit(lengths, room, batches):
    assert sizes(lengths, room) == batches


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("CUDA out of memory. Tried"), RuntimeError(
        "DefaultCPUAllocator: can't allocate memory: you tried"),
        RuntimeError("could not create a primitive")]
)  # fmt: skip
def test_out_of_memory_halves_the_batch_and_says_so(error):
    seen, told = [], []

    def work(places):
        seen.append(len(places))
        if len(places) > 2:
            raise error
        return [k * 10 for k in places]

    with computing(Compute(batch_tokens=100)):
        assert in_batches([5] * 9, work, tell=told.append) == [k * 10 for k in range(9)]
    assert seen == [9, 4, 2, 2, 2, 2, 1]
    assert told == [
        "out of memory with 9 sentences of up to 5 sub-words at once; going on with 4",
        "out of memory with 4 sentences of up to 5 sub-words at once; going on with 2",
    ]


def test_a_single_item_that_does_not_fit_is_named():
    def work(places):
        raise MemoryError

    with pytest.raises(ModelError, match="single sentence of 7 sub-words; take a smaller model"):
        in_batches([7, 3], work)


def test_other_errors_are_let_through():
    def work(places):
        raise RuntimeError("shapes differ")

    with pytest.raises(RuntimeError, match="shapes differ"):
        in_batches([7], work)


def test_progress():
    told = []
    with computing(Compute(batch_tokens=2)):
        in_batches([1] * 3, list, progress=lambda *what: told.append(what))
    assert told == [(2, 3), (3, 3)]
