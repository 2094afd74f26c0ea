"""Learning of the statistical aligner: expectation maximisation over a corpus, and decoding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.aligners import confidence, workers
from core.aligners.base import Progress
from core.aligners.corpus import Corpus
from core.aligners.families import WEIGHTS, Families, families
from core.aligners.wordclasses import CLASSES, word_classes

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Small = NDArray[np.float32]

P_NULL = 0.2
_IBM_NULL = 1e-4
_FORM_START = 50.0
_JUMP_SMOOTHING = 0.5
_JUMPS_BEFORE = 300.0  # seen before any text, so that a few regular sentences make no law
_CLASS_SMOOTHING = 50.0
_ANY_JUMP = 0.02  # of all jumps may go anywhere, however regular the word order was
NAMESAKE = 0.9  # a word with an equal-looking partner may less be just any frequent word's
_PAIRS_FOR_JUMPS = 2000
_LEAST_VOCABULARY = 1000
_MANY_WORDS = 1000
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
        seen: how often both directions agree on the word pair, shape (types,).
        prior: what is believed besides, in sightings, forward and backward, shape (2, types).
        totals: what `seen` plus `prior` is divided by, of each source word and each target word.
        classes: class of each source word and of each target word.
        jumps: weights of jumps by -reach..reach after a word of a class, forward and backward,
            shape (2, classes, 2 * reach + 1).
        nulls: probability of any target (source) word where nothing stands behind it, shape (2,).
        own: what each cell added to `seen`, shape (cells,).
        hold_out: share of a pair's own part in `seen` that is taken out before looking at it.
    """

    seen: Floats
    prior: Floats
    totals: tuple[Floats, Floats]
    classes: tuple[Longs, Longs]
    jumps: Floats
    nulls: Floats
    own: Small
    hold_out: float

    def probabilities(self, corpus: Corpus) -> tuple[Floats, Floats]:
        """Return target given source word, and the reverse, of each word pair, (types,) each."""
        forward = (self.seen + self.prior[0]) / self.totals[0][corpus.type_source]
        backward = (self.seen + self.prior[1]) / self.totals[1][corpus.type_target]
        return np.clip(forward, _LEAST, 1.0), np.clip(backward, _LEAST, 1.0)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn; weights are counts of sightings of the two words together.

    Args:
        ibm_rounds: passes that learn words alone.
        hmm_rounds: passes that learn words and their order.
        reach: longest jump told from longer ones, in tokens.
        form_weight: weight of equal spelling.
        lexicon_weight: weight of a lexicon's probability.
        family_weight: weight of what words of the same families let expect.
        frequency_weight: weight of how frequent a word is anyway.
        hold_out: share of a pair's own part that is taken out of what was learned before looking
            at the pair, in [0, 1].
    """

    ibm_rounds: int = 4
    hmm_rounds: int = 3
    reach: int = 20
    form_weight: float = 2.0
    lexicon_weight: float = 5.0
    family_weight: float = 20.0
    frequency_weight: float = 5.0
    hold_out: float = 0.9


def fit(
    corpus: Corpus, evidence: Evidence, settings: Settings, *, progress: Progress | None = None
) -> Fit:
    """Return word and jump probabilities: IBM model 1, then an HMM with agreeing directions.

    In the HMM a pair is judged by what the others taught: what it added itself is taken out of
    the counts, as a collapsed sampler does, here once a round and for the whole pair.

    Source: Brown et al. 1993, aclanthology.org/J93-2003; Vogel et al. 1996,
    aclanthology.org/C96-2141; Liang, Taskar and Klein 2006, aclanthology.org/N06-1014; Asuncion et
    al. 2009, arxiv.org/abs/1205.2662. The priors from word forms, families and lexicon are ours.
    """
    tell = progress or (lambda _step, _done, _total: None)
    total = settings.ibm_rounds + settings.hmm_rounds
    groups = families(corpus)
    now = _start(corpus, evidence, settings)
    for done in range(settings.ibm_rounds):
        tell("Learning word pairs", done, total)
        counts = _summed(workers.shared_out(partial(_ibm_part, corpus, now), len(corpus)))
        prior = _prior(corpus, evidence, settings, groups, counts[0], counts[1])
        shares = (
            _shares(counts[0] + prior[0], corpus.type_source),
            _shares(counts[1] + prior[1], corpus.type_target),
        )
        now = replace(now, prior=np.stack(shares))
    for done in range(settings.hmm_rounds):
        tell("Learning word order", settings.ibm_rounds + done, total)
        now = _hmm_round(corpus, evidence, settings, groups, now)
    tell("Learning word order", total, total)
    return now


def _start(corpus: Corpus, evidence: Evidence, settings: Settings) -> Fit:
    """Return what is believed at first: frequent words, like forms, small steps ahead."""
    boost = 1.0 + _FORM_START * evidence.form
    source, target = frequencies(corpus)
    words = (corpus.source_words, corpus.target_words)
    return Fit(
        np.zeros(len(boost)),
        np.stack(
            [
                target[corpus.type_target] * boost + evidence.forward,
                source[corpus.type_source] * boost + evidence.backward,
            ]
        ),
        (np.ones(len(source)), np.ones(len(target))),
        (word_classes(words[0], source), word_classes(words[1], target)),
        np.tile(_usual_jumps(settings.reach), (2, CLASSES, 1)),
        np.array([1.0 / max(_LEAST_VOCABULARY, len(listed)) for listed in reversed(words)]),
        np.zeros(len(corpus.cells), dtype=np.float32),
        settings.hold_out,
    )


def frequencies(corpus: Corpus) -> tuple[Floats, Floats]:
    """Return the share of each source word in the source text, and the same for the target."""
    return (
        np.bincount(corpus.source, minlength=len(corpus.source_words)) / max(1, len(corpus.source)),
        np.bincount(corpus.target, minlength=len(corpus.target_words)) / max(1, len(corpus.target)),
    )


def _prior(
    corpus: Corpus,
    evidence: Evidence,
    settings: Settings,
    groups: Mapping[str, Families],
    forward: Floats,
    backward: Floats,
) -> Floats:
    """Return what is believed besides the counts, in sightings, shape (2, types)."""
    form = settings.form_weight * evidence.form
    f = form + settings.lexicon_weight * evidence.forward
    b = form + settings.lexicon_weight * evidence.backward
    for kind, group in groups.items():
        weight = settings.family_weight * WEIGHTS[kind]
        more_f, more_b = group.expected(forward, backward)
        f += weight * more_f
        b += weight * more_b
    return np.stack([f, b])


def _hmm_round(
    corpus: Corpus,
    evidence: Evidence,
    settings: Settings,
    groups: Mapping[str, Families],
    now: Fit,
) -> Fit:
    """Return what one pass over the text learns of words and their order; `own` is overwritten."""
    both = workers.shared_out(partial(_hmm_part, corpus, now), len(corpus))
    seen = _summed([counts for counts, _ in both])
    moves = _summed([moved for _, moved in both])
    prior = _prior(corpus, evidence, settings, groups, seen, seen)
    source, target = frequencies(corpus)
    usual_s, usual_t = (
        usual(settings.frequency_weight, len(others)) * (1.0 - NAMESAKE * alike)
        for others, alike in zip((target, source), _alikes(corpus, evidence), strict=True)
    )
    totals = (
        _mass(corpus.type_source, seen + prior[0], len(source)) + usual_s,
        _mass(corpus.type_target, seen + prior[1], len(target)) + usual_t,
    )
    prior[0] += usual_s[corpus.type_source] * target[corpus.type_target]
    prior[1] += usual_t[corpus.type_target] * source[corpus.type_source]
    return replace(now, seen=seen, prior=prior, totals=totals, jumps=_jumps(moves))


def usual(weight: float, words: int) -> float:
    """Return the weight of mere frequency among so many words: less where there are few."""
    return weight * words / (words + _MANY_WORDS)


def _alikes(corpus: Corpus, evidence: Evidence) -> tuple[Floats, Floats]:
    """Return how much alike each source word's best look-alike is, and each target word's."""
    near = np.flatnonzero(evidence.form > 0.0)
    best = np.zeros(len(corpus.source_words)), np.zeros(len(corpus.target_words))
    for found, by in zip(best, (corpus.type_source, corpus.type_target), strict=True):
        np.maximum.at(found, by[near], evidence.form[near])
    return best


def _usual_jumps(reach: int) -> Floats:
    """Return what is believed of jumps by -reach..reach before any text: small steps ahead."""
    return np.asarray(np.exp(-0.5 * np.abs(np.arange(-reach, reach + 1) - 1.0)))


def _jumps(moves: Floats) -> Floats:
    """Return weights of jumps, those of rare classes drawn towards those of all words."""
    usual = _usual_jumps(moves.shape[2] // 2)
    every = moves.sum(axis=1, keepdims=True) + _JUMP_SMOOTHING + _JUMPS_BEFORE * usual / usual.sum()
    jumps = moves + _CLASS_SMOOTHING * every / every.sum(axis=2, keepdims=True)
    jumps /= jumps.sum(axis=2, keepdims=True)
    return np.asarray((1.0 - _ANY_JUMP) * jumps + _ANY_JUMP / jumps.shape[2])


def decode(
    corpus: Corpus, learned: Fit, form: Floats, *, last: int | None = None
) -> tuple[Small, Small]:
    """Return both directions' posteriors, (2, cells), and probabilities, (cells,), of each cell.

    Only the cells of the pairs before `last` are looked at.
    """
    end = int(corpus.cell_at[len(corpus) if last is None else last])
    posteriors = np.zeros((2, end), dtype=np.float32)
    if not end:
        return posteriors, posteriors[0]
    workers.shared_out(partial(_hmm_part, corpus, learned, decoded=posteriors), len(corpus))
    found = confidence.probabilities(corpus, learned.classes, form, posteriors)
    return posteriors, found


def _mass(by: NDArray[np.int32], counts: Floats, words: int) -> Floats:
    return np.asarray(np.bincount(by, weights=counts, minlength=words), dtype=np.float64)


def _shares(counts: Floats, by: NDArray[np.int32]) -> Floats:
    totals = np.bincount(by, weights=counts)
    return np.maximum(counts / np.maximum(totals[by], 1e-12), _LEAST)


def _summed(parts: Sequence[NDArray[np.int64]]) -> Floats:
    total = parts[0].copy()
    for part in parts[1:]:
        total += part
    return np.asarray(total / workers.kernels().UNIT)


def _ibm_part(corpus: Corpus, now: Fit, first: int, step: int) -> NDArray[np.int64]:
    counts = np.zeros((2, len(now.seen)), dtype=np.int64)
    workers.kernels().ibm1(first, step, *corpus.arrays(), *now.prior, _IBM_NULL, counts)
    return counts


def _hmm_part(
    corpus: Corpus, now: Fit, first: int, step: int, *, decoded: Small | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    counts = np.zeros(0 if decoded is not None else len(now.seen), dtype=np.int64)
    moves = np.zeros(now.jumps.shape, dtype=np.int64)
    wide = _widened(now.jumps, corpus.longest())
    every = max(1, len(corpus) // _PAIRS_FOR_JUMPS)
    out = np.zeros((2, 0), dtype=np.float32) if decoded is None else decoded
    workers.kernels().hmm(
        first, step, *corpus.arrays(), corpus.source, corpus.target, now.seen, now.prior,
        *now.totals, *now.classes, wide, P_NULL, now.nulls, now.own, now.hold_out, counts, moves,
        every, out,
    )  # fmt: skip
    return counts, moves


def _widened(jumps: Floats, longest: int) -> Floats:
    """Return jump weights for every distance up to `longest`; far ones weigh as the last."""
    reach = (jumps.shape[-1] - 1) // 2
    distance = np.clip(np.arange(-longest - 1, longest + 2), -reach, reach)
    return np.ascontiguousarray(jumps[..., reach + distance])
