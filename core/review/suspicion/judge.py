"""From the signals of a pair to its suspicion."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.review.suspicion.choice import Choice, choice_of, choice_signals
from core.review.suspicion.elsewhere import Elsewhere, entity_signals, name_left
from core.review.suspicion.linked import link_signals
from core.review.suspicion.model import Model, shipped
from core.review.suspicion.sentence import corpus_signals, name_like, sentence_signals
from core.review.suspicion.sight import Part, Sight, quoted
from core.review.suspicion.table import NOT_PROJECTED, OF_SENTENCE, SIGNALS, Signals
from core.review.suspicion.tally import Corpus
from core.review.suspicion.values import MOST_FLAGS, Flag, Row, Suspicion
from core.review.suspicion.written import written_signals

_UNPROJECTED, _UNKNOWN = 0.999, 0.5
"""Chance that a pair without projections is wrong: one with source entities, and any other."""

_WEIGHT = math.log(_UNPROJECTED / (1.0 - _UNPROJECTED))

_LEAST = 0.25
"""Log-odds that a reason adds at least to be told."""

_OF_SENTENCE = frozenset(signal.code for signal in OF_SENTENCE)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """The signals of a pair.

    Args:
        sight: what is seen of it.
        choice: what is known of the choice.
        entities: signals of each entity that takes part, those of the sentence among them.
        rest: signals of what may be missing, those of the sentence among them.
    """

    sight: Sight
    choice: Choice
    entities: tuple[Signals, ...]
    rest: Signals


def read(row: Row, corpus: Corpus) -> Read:
    """Return the signals of a pair; `corpus` has counted it."""
    sight = Sight(row)
    choice = choice_of(sight)
    usual = corpus.usual(sight)
    elsewhere = Elsewhere(sight, corpus)
    shared = sentence_signals(sight, usual)
    entities = tuple(
        {
            **choice_signals(part, choice),
            **link_signals(part),
            **written_signals(part, usual),
            **entity_signals(part, elsewhere),
            **corpus_signals(usual),
            **shared,
        }
        for part in sight.parts
    )
    rest = {
        "name-left": name_left(sight, elsewhere),
        "name-like": name_like(sight),
        **shared,
    }
    return Read(sight, choice, entities, rest)


def suspicion(row: Row, corpus: Corpus, *, model: Model | None = None) -> Suspicion:
    """Return how probably the base projection of a pair is wrong, and why.

    Args:
        row: what is known of the pair.
        corpus: what all pairs say, this one among them.
        model: the weights; by default those that come with the project.
    """
    if row.problem:
        return _unprojected(row)
    use = model or shipped()
    seen = read(row, corpus)
    sight = seen.sight
    chances = [0.0] * len(row.projections)
    flags: list[Flag] = []
    for part, signals in zip(sight.parts, seen.entities, strict=True):
        added = use.entity.parts(signals)
        chances[part.k] = use.entity.chance(added)
        flags += _flags(signals, added, part)
    added = use.rest.parts(seen.rest)
    flags += _flags(seen.rest, added)
    fine = math.prod(1.0 - p for p in chances) * (1.0 - use.rest.chance(added))
    differing = [seen.choice.differing(part) for part in sight.parts]
    return Suspicion(
        chance=1.0 - fine,
        entities=tuple(chances),
        decisions=max(1, len(sight.parts)),
        disagreement=math.fsum(differing) / len(differing) if differing else 0.0,
        margin=min(seen.choice.margins, default=None),
        score=min((q.score for p in row.projections for q in p.picks), default=None),
        flags=_strongest(flags),
    )


def suspicions(
    rows: Iterable[Row], corpus: Corpus, *, model: Model | None = None
) -> Iterator[Suspicion]:
    """Yield the suspicion of each row, in order, reading rows one by one.

    Args:
        rows: the pairs of a project.
        corpus: `count` of the same rows.
        model: the weights; by default those that come with the project.
    """
    for row in rows:
        yield suspicion(row, corpus, model=model)


def _unprojected(row: Row) -> Suspicion:
    """Return the suspicion of a pair that the method failed on or skipped."""
    count = len(row.pair.source.entities or ())
    chance = _UNPROJECTED if count else _UNKNOWN
    flag = Flag(NOT_PROJECTED, f"not projected: {row.problem}", _WEIGHT)
    return Suspicion(
        chance=chance,
        entities=(chance,) * count,
        decisions=max(1, count),
        disagreement=0.0,
        margin=None,
        score=None,
        flags=(flag,),
    )


def _flags(
    signals: Signals, added: Mapping[str, float], part: Part | None = None
) -> Iterator[Flag]:
    """Yield what is to be said of an entity, or of the sentence where no entity is given."""
    for code, weight in added.items():
        value, words = signals[code]
        signal = SIGNALS[code]
        if value >= signal.shown and weight >= _LEAST:
            text = signal.text.format(name=part.name if part else "", words=quoted(words))
            own = part is not None and code not in _OF_SENTENCE
            yield Flag(code, text, weight, part.k if part and own else None)


def _strongest(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return the strongest flags; of those of one code and text the strongest only."""
    ordered = sorted(flags, key=lambda f: (-f.weight, f.code, -1 if f.entity is None else f.entity))
    kept: dict[tuple[str, str], Flag] = {}
    for flag in ordered:
        kept.setdefault((flag.code, flag.text), flag)
    return tuple(kept.values())[:MOST_FLAGS]
