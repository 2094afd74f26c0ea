"""What is supplied of a pair besides links, as compressed bytes; numbers come back as they were."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from core.domain.task import SuppliedSpan, TagProbs
from core.errors import MALFORMED, CoreError, StorageError
from core.storage import codec

TAG_PROBS = "tag_probs"
SPANS = "spans"
TRANSLATION_SCORES = "translation_scores"

MAX_UNPACKED = 2**26
"""Bytes that what was supplied of one pair may unpack to."""

_LEVEL = 1
_END = b"\n"


class Kind(NamedTuple):
    """One kind of what is supplied.

    Args:
        pack: a value as bytes.
        unpack: the value again.
        misfit: what is wrong where a value does not fit a pair of so many source and target
            tokens, "" where it fits.
    """

    pack: Callable[[Any], bytes]
    unpack: Callable[[bytes], Any]
    misfit: Callable[[Any, int, int], str]


def pack(kind: str, value: object) -> bytes:
    """Return a value of a kind as compressed bytes."""
    return zlib.compress(KINDS[kind].pack(value), _LEVEL)


def unpack(kind: str, body: bytes) -> Any:
    """Return the value of a kind; raise StorageError where the bytes are damaged."""
    try:
        return KINDS[kind].unpack(inflated(body))
    except (*MALFORMED, zlib.error, CoreError) as error:
        raise StorageError(
            f"{kind} in the database are damaged ({error}); bring their file again"
        ) from error


def inflated(body: bytes, most: int = MAX_UNPACKED) -> bytes:
    """Return what was compressed.

    Raises:
        ValueError: it is cut off, or unpacks to more than `most` bytes.
        zlib.error: it was never compressed, or is damaged.
    """
    unpacker = zlib.decompressobj()
    found = unpacker.decompress(body, most)
    if unpacker.unconsumed_tail:
        raise ValueError(f"it unpacks to more than {most:,} bytes")
    if not unpacker.eof:
        raise ValueError("it is cut off")
    return found


def _pack_probs(given: TagProbs) -> bytes:
    """Return labels and count of words as a line of JSON, behind it the numbers, by column.

    A column is more alike than a row, so it takes less room when compressed.
    """
    table = np.ascontiguousarray(given.probs.T, dtype="<f8")
    return codec.dump([given.labels, len(given.probs)]).encode() + _END + table.tobytes()


def _unpack_probs(body: bytes) -> TagProbs:
    head, _, numbers = body.partition(_END)
    labels, words = json.loads(head)
    table = np.frombuffer(numbers, dtype="<f8").reshape(len(labels), words)
    return TagProbs(tuple(labels), np.ascontiguousarray(table.T, dtype=np.float64))


def _pack_spans(given: Sequence[SuppliedSpan]) -> bytes:
    return codec.dump([[s.start, s.end, s.label, s.score] for s in given]).encode()


def _unpack_spans(body: bytes) -> tuple[SuppliedSpan, ...]:
    return tuple(SuppliedSpan(*row) for row in json.loads(body))


def _pack_scores(given: Sequence[tuple[int, int, int, int, float]]) -> bytes:
    return codec.dump(given).encode()


def _unpack_scores(body: bytes) -> tuple[tuple[int, int, int, int, float], ...]:
    return tuple((a, b, c, d, score) for a, b, c, d, score in json.loads(body))


def _misfit_probs(given: TagProbs, _n: int, m: int) -> str:
    rows = len(given.probs)
    if rows == m:
        return ""
    return f"{rows} rows of tag probabilities for a target of {m} tokens; give one row a token"


def _misfit_spans(given: Sequence[SuppliedSpan], _n: int, m: int) -> str:
    beyond = next((s for s in given if s.end > m), None)
    return "" if beyond is None else f"span [{beyond.start}, {beyond.end}) for {m} target tokens"


def _misfit_scores(given: Sequence[tuple[int, int, int, int, float]], n: int, m: int) -> str:
    beyond = next((row for row in given if row[1] > n or row[3] > m), None)
    if beyond is None:
        return ""
    a, b, c, d, _ = beyond
    return f"a translation score of [{a}, {b}) and [{c}, {d}) for {n} x {m} tokens"


KINDS: Mapping[str, Kind] = {
    TAG_PROBS: Kind(_pack_probs, _unpack_probs, _misfit_probs),
    SPANS: Kind(_pack_spans, _unpack_spans, _misfit_spans),
    TRANSLATION_SCORES: Kind(_pack_scores, _unpack_scores, _misfit_scores),
}
"""Every kind, by the name that `core.pipeline.outcomes.Extras` and parts of methods have for it."""
