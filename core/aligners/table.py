"""A table of word pairs with probabilities: the heart of a model, and all there is to a lexicon."""

import io
import json
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.aligners.corpus import Corpus
from core.errors import FormatError

Floats = NDArray[np.float64]

_MOST = 1.0 + 1e-5  # single precision may end up a little above 1

_BROKEN = (
    OSError, ValueError, KeyError, EOFError, MemoryError,
    RuntimeError,  # a packing that this Python does not know, or a password
    zipfile.BadZipFile, zlib.error, struct.error, tokenize.TokenError,
)  # fmt: skip
"""What reading an npz file raises where it is none, is cut short or had its bytes changed."""


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """Probabilities of word pairs in both directions.

    Args:
        source_words: number of each source comparison key.
        target_words: the same for the target.
        keys: `source number * len(target_words) + target number`, ascending, shape (entries,).
        forward: probability of the target word given the source word, shape (entries,).
        backward: probability of the source word given the target word, shape (entries,).
    """

    source_words: Mapping[str, int]
    target_words: Mapping[str, int]
    keys: NDArray[np.int64]
    forward: Floats
    backward: Floats

    @classmethod
    def of(
        cls, corpus: Corpus, forward: Floats, backward: Floats, *, least: float = 0.0
    ) -> "WordTable":
        """Return the word pairs of a corpus where either probability is at least `least`."""
        kept = np.flatnonzero((forward >= least) | (backward >= least))
        keys = corpus.type_source[kept].astype(np.int64) * max(1, len(corpus.target_words))
        keys += corpus.type_target[kept]
        order = np.argsort(keys)
        kept = kept[order]
        return cls(
            {word: k for k, word in enumerate(corpus.source_words)},
            {word: k for k, word in enumerate(corpus.target_words)},
            keys[order],
            forward[kept],
            backward[kept],
        )

    def lookup(
        self, corpus: Corpus, *, forms: tuple[Sequence[str], Sequence[str]] | None = None
    ) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Return forward and backward of each word pair of a corpus (0 where there is none).

        The third array says of which word pairs both words are known to the table. A table of
        something else than whole words is given `forms`: what to look up for each word.
        """
        source_forms, target_forms = forms or (corpus.source_words, corpus.target_words)
        source = _numbers(source_forms, self.source_words)[corpus.type_source]
        target = _numbers(target_forms, self.target_words)[corpus.type_target]
        known = (source >= 0) & (target >= 0)
        if not len(self.keys):
            return np.zeros(len(known)), np.zeros(len(known)), known
        wanted = np.where(known, source * max(1, len(self.target_words)) + target, -1)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        found = known & (self.keys[at] == wanted)
        return (
            np.where(found, self.forward[at], 0.0),
            np.where(found, self.backward[at], 0.0),
            known,
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the table as arrays to write to an npz file."""
        return {
            "source_words": _packed(self.source_words),
            "target_words": _packed(self.target_words),
            "steps": np.diff(self.keys, prepend=0),
            "forward": self.forward.astype(np.float32),
            "backward": self.backward.astype(np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "WordTable":
        """Return the table of `arrays`; raise ValueError where they do not go together."""
        source, target = _unpacked(arrays["source_words"]), _unpacked(arrays["target_words"])
        steps = arrays["steps"]
        keys = np.cumsum(steps, dtype=np.int64)
        forward, backward = (
            np.asarray(arrays[name], dtype=np.float64) for name in ("forward", "backward")
        )
        if steps.ndim != 1 or not keys.shape == forward.shape == backward.shape:
            raise ValueError("word pairs and probabilities differ in number")
        if len(keys) and (steps[1:].min(initial=1) < 1 or keys[0] < 0):
            raise ValueError("word pairs are out of order")
        if len(keys) and keys[-1] >= len(source) * max(1, len(target)):
            raise ValueError("a word pair has no words")
        if not all(np.all((p >= 0) & (p <= _MOST)) for p in (forward, backward)):
            raise ValueError("a probability lies outside [0, 1]")
        return cls(source, target, keys, forward, backward)


def to_npz(arrays: Mapping[str, NDArray[np.generic]], *, compress: bool = True) -> bytes:
    """Return the arrays as one npz file; equal arrays give equal bytes."""
    out = io.BytesIO()
    write = np.savez_compressed if compress else np.savez
    write(out, **arrays)  # type: ignore[arg-type]  # the stub mixes up its options
    return out.getvalue()


def from_npz(data: bytes, *, file: str, names: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Return the named arrays of an npz file; raise FormatError if it is not one of ours."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            return {name: held[name] for name in names}
    except _BROKEN as error:
        raise FormatError(
            f"not an aligner file ({error})", file=file, remedy="train the aligner again"
        ) from error


def _numbers(words: Sequence[str], known: Mapping[str, int]) -> NDArray[np.int64]:
    return np.array([known.get(word, -1) for word in words], dtype=np.int64)


def _packed(words: Mapping[str, int]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(list(words)).encode("ascii"), dtype=np.uint8)


def _unpacked(packed: NDArray[np.generic]) -> dict[str, int]:
    words = json.loads(packed.tobytes())
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError("its words are no list of words")
    return {word: k for k, word in enumerate(words)}
