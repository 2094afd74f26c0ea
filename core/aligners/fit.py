"""Learning of the statistical aligner: expectation maximisation over a corpus, and decoding."""

import importlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.aligners.base import Progress
from core.aligners.corpus import Corpus
from core.aligners.families import Families, families

Floats = NDArray[np.float64]
T = TypeVar("T")

P_NULL = 0.2
_IBM_NULL = 1e-4
_FORM_START = 50.0
_JUMP_SMOOTHING = 0.5
_PAIRS_FOR_JUMPS = 2000
_LEAST_VOCABULARY = 1000
_LEAST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is believed of each word pair before anything is learned, shape (types,) each.

    Args:
        form: similarity of the two forms, in [0, 1].
        forward: probability of the target word given the source word in a lexicon, else 0.
        backward: the same the other way round.
    """

    form: Floats
    forward: Floats
    backward: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What was learned.

    Args:
        forward: probability of the target word given the source word, shape (types,).
        backward: probability of the source word given the target word, shape (types,).
        jumps: weights of jumps by -reach..reach, forward and backward, shape (2, 2 * reach + 1).
        nulls: probability of any target (source) word where nothing stands behind it, shape (2,).
        counts: how often both directions agree on the word pair, shape (types,).
    """

    forward: Floats
    backward: Floats
    jumps: Floats
    nulls: Floats
    counts: Floats


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn; weights are counts of sightings of the two words together.

    Args:
        ibm_rounds: passes that learn words alone.
        hmm_rounds: passes that learn words and their order.
        reach: longest jump told from longer ones, in tokens.
        form_weight: weight of equal spelling.
        lexicon_weight: weight of a lexicon's probability.
        family_weight: weight of what words with the same beginnings let expect.
    """

    ibm_rounds: int = 4
    hmm_rounds: int = 4
    reach: int = 20
    form_weight: float = 2.0
    lexicon_weight: float = 5.0
    family_weight: float = 5.0


def fit(
    corpus: Corpus, evidence: Evidence, settings: Settings, *, progress: Progress | None = None
) -> Fit:
    """Return word and jump probabilities: IBM model 1, then an HMM with agreeing directions.

    Source: Brown et al. 1993, aclanthology.org/J93-2003; Vogel et al. 1996,
    aclanthology.org/C96-2141; Liang, Taskar and Klein 2006, aclanthology.org/N06-1014. The priors
    from word forms, families and lexicon are ours.
    """
    unit = _kernels().UNIT
    tell = progress or (lambda _step, _done, _total: None)
    total = settings.ibm_rounds + settings.hmm_rounds
    groups = families(corpus)
    now = _start(corpus, evidence, settings.reach)
    for done in range(settings.ibm_rounds):
        tell("word pairs", done, total)
        counts = _summed(_shared_out(partial(_ibm_part, corpus, now))) / unit
        forward, backward = _learned(corpus, evidence, settings, groups, counts[0], counts[1])
        now = replace(now, forward=forward, backward=backward)
    for done in range(settings.hmm_rounds):
        tell("word order", settings.ibm_rounds + done, total)
        both = _shared_out(partial(_hmm_part, corpus, now))
        agreed = _summed([counts for counts, _ in both]) / unit
        jumps = _summed([moves for _, moves in both]) / unit + _JUMP_SMOOTHING
        jumps /= jumps.sum(axis=1, keepdims=True)
        forward, backward = _learned(corpus, evidence, settings, groups, agreed, agreed)
        now = Fit(forward, backward, jumps, now.nulls, agreed)
    tell("word order", total, total)
    return now


def _start(corpus: Corpus, evidence: Evidence, reach: int) -> Fit:
    """Return what is believed at first: frequent words, like forms, small steps ahead."""
    boost = 1.0 + _FORM_START * evidence.form
    sides = ((corpus.target, corpus.target_words), (corpus.source, corpus.source_words))
    target, source = (np.bincount(words, minlength=1) / max(1, len(words)) for words, _ in sides)
    step = np.abs(np.arange(-reach, reach + 1) - 1.0)
    return Fit(
        target[corpus.type_target] * boost + evidence.forward,
        source[corpus.type_source] * boost + evidence.backward,
        np.tile(np.exp(-0.5 * step), (2, 1)),
        np.array([1.0 / max(_LEAST_VOCABULARY, len(vocabulary)) for _, vocabulary in sides]),
        np.zeros(len(corpus.type_source)),
    )


def _learned(
    corpus: Corpus,
    evidence: Evidence,
    settings: Settings,
    groups: Families,
    forward: Floats,
    backward: Floats,
) -> tuple[Floats, Floats]:
    """Return probabilities from expected counts and what is believed besides."""
    family_f, family_b = groups.expected(forward, backward)
    form = settings.form_weight * evidence.form
    f = forward + form + settings.lexicon_weight * evidence.forward
    b = backward + form + settings.lexicon_weight * evidence.backward
    return (
        _shares(f + settings.family_weight * family_f, corpus.type_source),
        _shares(b + settings.family_weight * family_b, corpus.type_target),
    )


def decode(corpus: Corpus, learned: Fit) -> NDArray[np.float32]:
    """Return for each cell the mean of the two directions' posteriors, shape (cells,)."""
    decoded = np.zeros(len(corpus.cells), dtype=np.float32)
    if len(decoded):
        _shared_out(partial(_hmm_part, corpus, learned, decoded=decoded))
    return decoded


def _shares(counts: Floats, by: NDArray[np.int32]) -> Floats:
    totals = np.bincount(by, weights=counts)
    return np.maximum(counts / np.maximum(totals[by], 1e-12), _LEAST)


def _kernels() -> Any:
    """Return the compiled loops; they bring numba, which is not loaded before it is needed."""
    return importlib.import_module("core.aligners.kernels")


def _workers() -> int:
    """Return how many threads to use: all processors, or what NUMBA_NUM_THREADS says."""
    config = importlib.import_module("numba.core.config")
    return max(1, min(os.cpu_count() or 1, int(config.NUMBA_NUM_THREADS)))


def _summed(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    total = parts[0].copy()
    for part in parts[1:]:
        total += part
    return total


def _shared_out(work: Callable[[int, int], T]) -> list[T]:
    """Return what each worker made of its share of the pairs."""
    count = _workers()
    if count == 1:
        return [work(0, 1)]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda first: work(first, count), range(count)))


def _ibm_part(corpus: Corpus, now: Fit, first: int, step: int) -> NDArray[np.int64]:
    counts = np.zeros((2, len(now.forward)), dtype=np.int64)
    _kernels().ibm1(first, step, *corpus.arrays(), now.forward, now.backward, _IBM_NULL, counts)
    return counts


def _hmm_part(
    corpus: Corpus,
    now: Fit,
    first: int,
    step: int,
    *,
    decoded: NDArray[np.float32] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    counts = np.zeros(0 if decoded is not None else len(now.forward), dtype=np.int64)
    moves = np.zeros(now.jumps.shape, dtype=np.int64)
    wide = _widened(now.jumps, corpus.longest())
    every = max(1, len(corpus) // _PAIRS_FOR_JUMPS)
    out = np.zeros(0, dtype=np.float32) if decoded is None else decoded
    _kernels().hmm(
        first, step, *corpus.arrays(), now.forward, now.backward, wide, P_NULL, now.nulls,
        counts, moves, every, out,
    )  # fmt: skip
    return counts, moves


def _widened(jumps: Floats, longest: int) -> Floats:
    """Return jump weights for every distance up to `longest`; far ones weigh as the last."""
    reach = (jumps.shape[1] - 1) // 2
    distance = np.clip(np.arange(-longest - 1, longest + 2), -reach, reach)
    return np.ascontiguousarray(jumps[:, reach + distance])
