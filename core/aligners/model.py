"""A trained statistical aligner: small, saved as one file, used on a new pair at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.aligners import lexicon as lexicons
from core.aligners.base import Bitext
from core.aligners.corpus import Corpus, index
from core.aligners.evidence import evidence
from core.aligners.families import families, stem
from core.aligners.fit import Fit, decode
from core.aligners.table import WordTable, from_npz, to_npz
from core.domain.alignment import Alignment, Link
from core.errors import FormatError

_TABLE = ("source_words", "target_words", "steps", "forward", "backward")
_OWN = ("jumps", "nulls", "languages", "has_lexicon")
_LEAST = 1e-4
_LEAST_FAMILY = 1e-2
_NEW_WORD = 1e-4
_BLOCK = 4_000
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Word and jump probabilities of one language pair.

    Args:
        table: probabilities of the word pairs that were seen together.
        stems: the same of word families, consulted for words that were never seen.
        jumps: weights of jumps by -reach..reach, forward and backward, shape (2, 2 * reach + 1).
        nulls: probability of any target (source) word where nothing stands behind it, shape (2,).
        languages: of source and target, canonical codes.
        lexicon: consulted for words that the training text did not have; None without one.
    """

    table: WordTable
    stems: WordTable
    jumps: NDArray[np.float64]
    nulls: NDArray[np.float64]
    languages: tuple[str, str] = ("und", "und")
    lexicon: WordTable | None = None

    def align(self, pair: Bitext, *, threshold: float = 0.5) -> Alignment:
        """Return the links of one new pair, without any learning."""
        return self.align_all([pair], threshold=threshold)[0]

    def align_all(self, pairs: Sequence[Bitext], *, threshold: float = 0.5) -> list[Alignment]:
        """Return the links of new pairs, without any learning, in blocks of bounded memory."""
        out = [unseen(pair) for pair in pairs]
        places = [k for k, pair in enumerate(pairs) if not too_long(pair)]
        for start in range(0, len(places), _BLOCK):
            block = places[start : start + _BLOCK]
            corpus = index([pairs[k] for k in block])
            found = alignments(corpus, decode(corpus, self._fit(corpus)), threshold=threshold)
            for k, alignment in zip(block, found, strict=True):
                out[k] = alignment
        return out

    def to_bytes(self) -> bytes:
        """Return the model as an npz file, without the lexicon, which is shipped anyway."""
        stems = {f"stem_{name}": array for name, array in self.stems.arrays().items()}
        own: dict[str, NDArray[np.generic]] = {
            "jumps": self.jumps,
            "nulls": self.nulls,
            "languages": np.frombuffer(json.dumps(self.languages).encode(), dtype=np.uint8),
            "has_lexicon": np.array([self.lexicon is not None]),
        }
        return to_npz({**self.table.arrays(), **stems, **own})

    @classmethod
    def from_bytes(cls, data: bytes, *, file: str = "aligner model") -> "Model":
        """Return the model of `to_bytes`; raise FormatError if the bytes are something else."""
        names = (*_TABLE, *(f"stem_{name}" for name in _TABLE), *_OWN)
        arrays = from_npz(data, file=file, names=names)
        try:
            return cls._of(arrays)
        except (ValueError, TypeError, OverflowError) as error:
            raise FormatError(
                f"not an aligner file ({error})", file=file, remedy="train the aligner again"
            ) from error

    @classmethod
    def _of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Model":
        source, target = json.loads(arrays["languages"].tobytes())
        jumps = np.asarray(arrays["jumps"], dtype=np.float64)
        nulls = np.asarray(arrays["nulls"], dtype=np.float64)
        odd = jumps.ndim == 2 and jumps.shape[0] == 2 and jumps.shape[1] % 2
        if not odd or nulls.shape != (2,) or not all(np.all(a >= 0) for a in (jumps, nulls)):
            raise ValueError("jumps or nulls of another shape")
        if not isinstance(source, str) or not isinstance(target, str):
            raise TypeError("its languages are not named")
        return cls(
            WordTable.from_arrays(arrays),
            WordTable.from_arrays({name: arrays[f"stem_{name}"] for name in _TABLE}),
            jumps,
            nulls,
            (source, target),
            lexicons.load(source, target) if arrays["has_lexicon"].any() else None,
        )

    def _fit(self, corpus: Corpus) -> Fit:
        """Return the probabilities of the word pairs of a corpus.

        Where a word was never seen, its family, its form and the lexicon stand in.
        """
        forward, backward, known = self.table.lookup(corpus)
        prior = evidence(corpus, self.lexicon)
        stem_f, stem_b, _ = self.stems.lookup(corpus, form_of=stem)
        new = np.where(known, 0.0, 1.0)
        guess = _NEW_WORD + 0.5 * prior.form
        return Fit(
            np.clip(forward + new * (guess + prior.forward + 0.5 * stem_f), 1e-9, 1.0),
            np.clip(backward + new * (guess + prior.backward + 0.5 * stem_b), 1e-9, 1.0),
            self.jumps,
            self.nulls,
            np.zeros(len(forward)),
        )


def model_of(
    corpus: Corpus, learned: Fit, languages: tuple[str, str], lexicon: WordTable | None
) -> Model:
    """Return the model of what was learned from a corpus, without the least likely word pairs."""
    table = WordTable.of(corpus, learned.forward, learned.backward, least=_LEAST)
    stems = families(corpus).table(learned.counts, learned.counts, least=_LEAST_FAMILY)
    return Model(table, stems, learned.jumps, learned.nulls, languages, lexicon)


def too_long(pair: Bitext) -> bool:
    """Return whether a pair has more cells than can be looked at in reasonable time."""
    return len(pair.source) * len(pair.target) > _MOST_CELLS


def unseen(pair: Bitext) -> Alignment:
    """Return the alignment of a pair that is not looked at: no links, every token unseen."""
    n, m = len(pair.source), len(pair.target)
    return Alignment(n, m, (), tuple(range(n)), tuple(range(m)))


def alignments(
    corpus: Corpus,
    decoded: NDArray[np.float32],
    *,
    threshold: float,
    first: int = 0,
    last: int | None = None,
) -> list[Alignment]:
    """Return the links of pairs `first` to `last`: cells with more than `threshold` probability."""
    last = len(corpus) if last is None else last
    low, high = int(corpus.cell_at[first]), int(corpus.cell_at[last])
    cells = np.flatnonzero(decoded[low:high] > threshold) + low
    pair = np.searchsorted(corpus.cell_at, cells, side="right") - 1
    widths = np.diff(corpus.target_at)
    rows, columns = np.divmod(cells - corpus.cell_at[pair], np.maximum(widths[pair], 1))
    values = np.clip(decoded[cells].astype(np.float64), 0.0, 1.0).round(6).tolist()
    links = list(map(Link, rows.tolist(), columns.tolist(), values))
    bounds = np.searchsorted(cells, corpus.cell_at[first : last + 1]).tolist()
    heights = np.diff(corpus.source_at)
    return [
        Alignment(int(heights[p]), int(widths[p]), tuple(links[bounds[k] : bounds[k + 1]]))
        for k, p in enumerate(range(first, last))
    ]
