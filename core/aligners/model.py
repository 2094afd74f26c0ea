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
from core.aligners.families import WEIGHTS, families
from core.aligners.fit import NAMESAKE, Fit, Settings, decode, frequencies, usual
from core.aligners.links import CALIBRATED, alignments, too_long, unseen
from core.aligners.side import Side
from core.aligners.stems import KINDS
from core.aligners.table import WordTable, from_npz, to_npz
from core.aligners.wordclasses import CLASSES
from core.domain.alignment import Alignment
from core.errors import FormatError

Floats = NDArray[np.float64]

_TABLE = ("source_words", "target_words", "steps", "forward", "backward")
_OWN = (
    *("jumps", "nulls", "languages", "has_lexicon", "weights"),
    *("source_counts", "target_counts", "source_totals", "target_totals"),
)
_LEAST = 5e-4
_LEAST_FAMILY = 3e-2
_SHARE = 0.5  # of a family's probability, for one of its words
_BLOCK = 4_000
_TINY = 1e-9
_REMEDY = "train the aligner again"
_OLD_JUMPS = 2  # dimensions: they once had no word classes
_JUMPS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Word and jump probabilities of one language pair.

    Args:
        table: probabilities of the word pairs that were seen together.
        families: the same of each kind of word families, consulted for words never seen.
        source: what is known of the source words.
        target: the same for the target.
        jumps: weights of jumps, shape (2, classes, 2 * reach + 1), as in `Fit`.
        nulls: probability of any target (source) word where nothing stands behind it, shape (2,).
        weights: of form, lexicon, families and frequency in what is believed of new words, (4,).
        languages: of source and target, canonical codes.
        lexicon: consulted for words that the training text did not have; None without one.
    """

    table: WordTable
    families: Mapping[str, WordTable]
    source: Side
    target: Side
    jumps: Floats
    nulls: Floats
    weights: Floats
    languages: tuple[str, str] = ("und", "und")
    lexicon: WordTable | None = None

    def align(self, pair: Bitext, *, threshold: float = 0.5, links: str = CALIBRATED) -> Alignment:
        """Return the links of one new pair, without any learning."""
        return self.align_all([pair], threshold=threshold, links=links)[0]

    def align_all(
        self, pairs: Sequence[Bitext], *, threshold: float = 0.5, links: str = CALIBRATED
    ) -> list[Alignment]:
        """Return the links of new pairs, without any learning, in blocks of bounded memory."""
        out = [unseen(pair) for pair in pairs]
        places = [k for k, pair in enumerate(pairs) if not too_long(pair)]
        for start in range(0, len(places), _BLOCK):
            block = places[start : start + _BLOCK]
            corpus = index([pairs[k] for k in block])
            fit, form = self._fit(corpus)
            decoded = decode(corpus, fit, form)
            found = alignments(corpus, *decoded, threshold=threshold, links=links)
            for k, alignment in zip(block, found, strict=True):
                out[k] = alignment
        return out

    def to_bytes(self) -> bytes:
        """Return the model as an npz file, without the lexicon, which is shipped anyway."""
        shared = {
            f"{kind}_{name}": array
            for kind, table in self.families.items()
            for name, array in table.arrays().items()
        }
        own: dict[str, NDArray[np.generic]] = {
            "jumps": self.jumps,
            "nulls": self.nulls,
            "languages": np.frombuffer(json.dumps(self.languages).encode(), dtype=np.uint8),
            "has_lexicon": np.array([self.lexicon is not None]),
            "weights": self.weights,
            "source_counts": self.source.counts.astype(np.int64),
            "target_counts": self.target.counts.astype(np.int64),
            "source_totals": self.source.totals.astype(np.float32),
            "target_totals": self.target.totals.astype(np.float32),
        }
        return to_npz({**self.table.arrays(), **shared, **own})

    @classmethod
    def from_bytes(cls, data: bytes, *, file: str = "aligner model") -> "Model":
        """Return the model of `to_bytes`; raise FormatError if the bytes are something else."""
        if from_npz(data, file=file, names=["jumps"])["jumps"].ndim == _OLD_JUMPS:
            raise FormatError("a model of an earlier version", file=file, remedy=_REMEDY)
        names = (*_TABLE, *(f"{kind}_{name}" for kind in KINDS for name in _TABLE), *_OWN)
        arrays = from_npz(data, file=file, names=names)
        try:
            return cls._of(arrays)
        except (ValueError, TypeError, OverflowError) as error:
            raise FormatError(
                f"not an aligner file ({error})", file=file, remedy=_REMEDY
            ) from error

    @classmethod
    def _of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Model":
        source, target = json.loads(arrays["languages"].tobytes())
        if not isinstance(source, str) or not isinstance(target, str):
            raise TypeError("its languages are not named")
        jumps, nulls, weights = (
            np.asarray(arrays[name], dtype=np.float64) for name in ("jumps", "nulls", "weights")
        )
        _check_shapes(jumps, nulls, weights)
        table = WordTable.from_arrays(arrays)
        left, right = (
            Side.of(
                words,
                np.asarray(arrays[f"{side}_counts"], dtype=np.float64),
                np.asarray(arrays[f"{side}_totals"], dtype=np.float64),
            )
            for side, words in (("source", table.source_words), ("target", table.target_words))
        )
        return cls(
            table,
            {
                kind: WordTable.from_arrays({name: arrays[f"{kind}_{name}"] for name in _TABLE})
                for kind in KINDS
            },
            left,
            right,
            jumps,
            nulls,
            weights,
            (source, target),
            lexicons.load(source, target) if arrays["has_lexicon"].any() else None,
        )

    def _fit(self, corpus: Corpus) -> tuple[Fit, Floats]:
        """Return the probabilities of the word pairs of a corpus, and their forms' similarity.

        Where a word was never seen, its families, its form and the lexicon stand in.
        """
        forward, backward, known = self.table.lookup(corpus)
        prior = evidence(corpus, self.lexicon)
        form, lexicon, _, frequency = self.weights.tolist()
        family_f, family_b = self._of_families(corpus)
        guess_f = form * prior.form + lexicon * prior.forward + family_f
        guess_b = form * prior.form + lexicon * prior.backward + family_b
        source, target = corpus.type_source, corpus.type_target
        base_f = usual(frequency, len(self.target.numbers))
        base_b = usual(frequency, len(self.source.numbers))
        usual_f = base_f * self.target.frequencies(corpus.target_words)[target]
        usual_b = base_b * self.source.frequencies(corpus.source_words)[source]
        namesake = 1.0 - NAMESAKE * prior.form
        total_f = self.source.totals_of(corpus.source_words)[source]
        total_b = self.target.totals_of(corpus.target_words)[target]
        new_f, new_b = (base * namesake + form + _TINY for base in (base_f, base_b))
        guess_f = (usual_f + np.where(known, 0.0, guess_f)) / np.maximum(total_f, new_f)
        guess_b = (usual_b + np.where(known, 0.0, guess_b)) / np.maximum(total_b, new_b)
        words = (corpus.source_words, corpus.target_words)
        return Fit(
            np.zeros(len(known)),
            np.stack([np.maximum(forward, guess_f), np.maximum(backward, guess_b)]),
            (np.ones(len(words[0])), np.ones(len(words[1]))),
            (self.source.classes_of(words[0]), self.target.classes_of(words[1])),
            self.jumps,
            self.nulls,
            np.zeros(len(corpus.cells), dtype=np.float32),
            hold_out=0.0,
        ), prior.form

    def _of_families(self, corpus: Corpus) -> tuple[Floats, Floats]:
        """Return what the families of both words let expect of each word pair, both ways."""
        source = [self.source.stems.bare(word) for word in corpus.source_words]
        target = [self.target.stems.bare(word) for word in corpus.target_words]
        forward, backward = np.zeros(len(corpus.type_source)), np.zeros(len(corpus.type_source))
        for kind, form in KINDS.items():
            forms = [form(word) for word in source], [form(word) for word in target]
            f, b, _ = self.families[kind].lookup(corpus, forms=forms)
            weight = _SHARE * self.weights[2] * WEIGHTS[kind]
            forward += weight * f
            backward += weight * b
        return forward, backward


def _check_shapes(jumps: Floats, nulls: Floats, weights: Floats) -> None:
    odd = jumps.ndim == _JUMPS and jumps.shape[:2] == (2, CLASSES) and jumps.shape[2] % 2
    shaped = odd and nulls.shape == (2,) and weights.shape == (4,)
    if not shaped or not all(np.all(np.isfinite(a) & (a >= 0)) for a in (jumps, nulls, weights)):
        raise ValueError("jumps, nulls or weights of another shape")


def _beyond_frequency(corpus: Corpus, learned: Fit, settings: Settings) -> tuple[Floats, Floats]:
    """Return both probabilities of each word pair, 0 where frequency alone gives about as much."""
    forward, backward = learned.probabilities(corpus)
    source, target = frequencies(corpus)
    base_f = usual(settings.frequency_weight, len(target)) * target[corpus.type_target]
    base_b = usual(settings.frequency_weight, len(source)) * source[corpus.type_source]
    base_f /= learned.totals[0][corpus.type_source]
    base_b /= learned.totals[1][corpus.type_target]
    return (
        np.where(forward > base_f + _LEAST, forward, 0.0),
        np.where(backward > base_b + _LEAST, backward, 0.0),
    )


def model_of(
    corpus: Corpus,
    learned: Fit,
    settings: Settings,
    languages: tuple[str, str],
    lexicon: WordTable | None,
) -> Model:
    """Return the model of what was learned from a corpus, without the least likely word pairs."""
    table = WordTable.of(corpus, *_beyond_frequency(corpus, learned, settings), least=_LEAST)
    groups = families(corpus)
    seen = learned.seen
    weights = (
        *(settings.form_weight, settings.lexicon_weight),
        *(settings.family_weight, settings.frequency_weight),
    )
    counts = (
        np.bincount(corpus.source, minlength=len(corpus.source_words)).astype(np.float64),
        np.bincount(corpus.target, minlength=len(corpus.target_words)).astype(np.float64),
    )
    return Model(
        table,
        {kind: group.table(seen, seen, least=_LEAST_FAMILY) for kind, group in groups.items()},
        Side.of(table.source_words, counts[0], learned.totals[0]),
        Side.of(table.target_words, counts[1], learned.totals[1]),
        learned.jumps,
        learned.nulls,
        np.array(weights),
        languages,
        lexicon,
    )
