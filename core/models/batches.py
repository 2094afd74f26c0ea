"""Batches of like length, halved where memory runs out."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from core.errors import ModelError
from core.models.compute import current

R = TypeVar("R")

Work = Callable[[Sequence[int]], Sequence[R]]
"""Does the items at these positions and returns one result each, in the order of the positions."""

_MOST = 512
_NO_MEMORY = (
    "out of memory",
    "can't allocate memory",
    "not enough memory",
    "could not create a primitive",  # oneDNN, which calculates on CPUs, where it gets none
)


def in_batches(
    lengths: Sequence[int],
    work: Work[R],
    *,
    progress: Callable[[int, int], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[R]:
    """Return the results of all items, in the order of their lengths.

    Items go through in batches of like length, the longest first, so that what does not fit is
    known at once and the time left is not told too short. A batch holds as many items as fit into
    `batch_tokens` of the current setting, padding included, and at least one.

    Args:
        lengths: of the items, in sub-words.
        work: does the items at some positions.
        progress: told how many items are done and how many there are, after every batch.
        tell: told in words where a batch had to be halved.

    Raises:
        ModelError: memory ran out over a single item.
    """
    order = sorted(range(len(lengths)), key=lambda k: (-lengths[k], k))
    found: dict[int, R] = {}
    room = current().batch_tokens
    while len(found) < len(order):
        start = len(found)
        longest = max(1, lengths[order[start]])
        size = max(1, min(_MOST, room // longest, len(order) - start))
        places = order[start : start + size]
        try:
            results = work(places)
        except (RuntimeError, MemoryError) as error:
            if not _no_memory(error):
                raise
            _make_room()
            room = _halved(size, longest, error)
            if tell is not None:
                tell(
                    f"out of memory with {size} sentences of up to {longest} sub-words at once; "
                    f"going on with {max(1, size // 2)}"
                )
            continue
        found.update(zip(places, results, strict=True))
        if progress is not None:
            progress(len(found), len(order))
    return [found[k] for k in range(len(order))]


def _no_memory(error: Exception) -> bool:
    """Return whether an error says that memory ran out, on a GPU or a CPU."""
    return isinstance(error, MemoryError) or any(w in str(error).lower() for w in _NO_MEMORY)


def _halved(size: int, longest: int, error: Exception) -> int:
    """Return room for half as many items; raise ModelError where there was one only."""
    if size == 1:
        raise ModelError(
            f"out of memory over a single sentence of {longest} sub-words; take a smaller model, "
            "a lower precision, another device, or split the sentence"
        ) from error
    return (size // 2) * longest


def _make_room() -> None:
    """Let go of what a GPU keeps aside."""
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
