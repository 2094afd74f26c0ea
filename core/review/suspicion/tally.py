"""What other pairs say: names and their forms, labels, and how often a word is in an entity."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.review.suspicion.sight import Part, Sight
from core.review.suspicion.values import Row
from core.text.looks import Look

_BEGINNING = 6
"""Letters that forms of one name share where the language inflects names."""

_TYPICAL = 20
"""Pairs that a first guess about a corpus weighs."""

_UNLINKED, _NO_SPAN, _SPREAD = 0.1, 0.02, 0.3
"""First guesses: target words without a link, entities without a span, spread of log lengths."""


@dataclass(slots=True)
class Tally:
    """Counts over the pairs of two languages, or over a single pair.

    Args:
        forms: for each name the forms it took, "" for none.
        labels: for each form its labels.
        words: how often a target word came.
        inside: how often it was in a span.
        shown: for each form one way to write it.
    """

    forms: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    labels: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    words: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    shown: dict[str, str] = field(default_factory=dict)

    def add(self, sight: Sight) -> None:
        """Count a pair."""
        self.words.update(map(word_key, sight.target))
        self.inside.update(word_key(sight.target[j]) for j in sight.taken)
        for part in sight.parts:
            form = form_key(part)
            self.forms[name_key(part)][form] += 1
            self.labels[form][part.entity.label] += 1
            text = " ".join(sight.others[j] for j in sorted(part.held))
            self.shown[form] = min(text, self.shown.get(form, text))


@dataclass(slots=True)
class _Shape:
    """Sums over pairs that say what is usual in a corpus.

    Args:
        pairs: how many.
        unlinked: shares of target words without a link.
        entities: how many take part.
        no_span: how many of these have no span.
        log_words: logs of target over source words.
        log_words_squared: squares of these.
        log_letters: logs of target over source letters.
    """

    pairs: int = 0
    unlinked: float = 0.0
    entities: int = 0
    no_span: int = 0
    log_words: float = 0.0
    log_words_squared: float = 0.0
    log_letters: float = 0.0

    def add(self, sight: Sight) -> None:
        """Count a pair."""
        words = log_ratio(len(sight.target), len(sight.source))
        self.pairs += 1
        self.unlinked += sight.unlinked
        self.entities += len(sight.parts)
        self.no_span += sum(not part.spans for part in sight.parts)
        self.log_words += words
        self.log_words_squared += words * words
        self.log_letters += log_ratio(_letters(sight.target), _letters(sight.source))


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual among the pairs of two languages.

    Args:
        unlinked: share of target words without a link, in [0, 1].
        no_span: share of entities without a span, in [0, 1].
        words: mean of the log of target over source words.
        spread: standard deviation of that, > 0.
        letters: mean of the log of target over source letters.
    """

    unlinked: float
    no_span: float
    words: float
    spread: float
    letters: float


class Corpus:
    """What all pairs say together, each two languages apart; the order of pairs is irrelevant."""

    def __init__(self) -> None:
        self._tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
        self._shapes: defaultdict[tuple[str, str], _Shape] = defaultdict(_Shape)

    def add(self, row: Row) -> None:
        """Count a pair once."""
        sight = Sight(row)
        self._tallies[_languages(sight)].add(sight)
        self._shapes[_languages(sight)].add(sight)

    def tally(self, sight: Sight) -> Tally:
        """Return the counts over the pairs of the same two languages."""
        return self._tallies[_languages(sight)]

    def usual(self, sight: Sight) -> Usual:
        """Return what is usual among the pairs of the same two languages."""
        shape = self._shapes[_languages(sight)]
        count = shape.pairs + _TYPICAL
        mean = shape.log_words / count
        square = (shape.log_words_squared + _TYPICAL * _SPREAD**2) / count
        return Usual(
            unlinked=(shape.unlinked + _TYPICAL * _UNLINKED) / count,
            no_span=(shape.no_span + _TYPICAL * _NO_SPAN) / (shape.entities + _TYPICAL),
            words=mean,
            spread=math.sqrt(max(square - mean * mean, _SPREAD**2 / count)),
            letters=shape.log_letters / count,
        )


def count(rows: Iterable[Row]) -> Corpus:
    """Return what all rows say together; rows are read once and not kept."""
    corpus = Corpus()
    for row in rows:
        corpus.add(row)
    return corpus


def word_key(seen: Look) -> str:
    """Return what a word is counted by: its comparison key, apart with a capital and without."""
    return f"{seen.key}^" if seen.capital else seen.key


def name_key(part: Part) -> str:
    """Return what a name is counted by."""
    sight, entity = part.sight, part.entity
    return " ".join(sight.source[i].key for i in range(entity.start, entity.end))


def form_key(part: Part) -> str:
    """Return what the form of a name is counted by: its words' beginnings; "" without a span."""
    looks = (part.sight.target[j] for j in part.picked)
    return " ".join(f"{s.rough[:_BEGINNING]}{'^' * s.capital}" for s in looks)


def log_ratio(above: int, below: int) -> float:
    """Return the natural logarithm of a ratio of counts, each taken as one more."""
    return math.log((above + 1) / (below + 1))


def _letters(looks: Iterable[Look]) -> int:
    return sum(seen.size for seen in looks)


def _languages(sight: Sight) -> tuple[str, str]:
    pair = sight.row.pair
    return pair.source.lang, pair.target.lang
