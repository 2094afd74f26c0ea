"""How far the two languages of a corpus lie apart: names, spelling, and the aligner's doubts."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.text.key import comparison_key
from core.text.transliterate import latin

Row = tuple[Sequence[str], Iterable[Entity], Sequence[str], Alignment | None]
NEAR = 0.8
_GRAM = 3
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Divergence:
    """How much of the source can be recognised in the target; None where nothing could be asked.

    Args:
        identical: share of source entities whose text stands in the target as it is.
        near: share whose text stands there nearly (edit similarity 0.8 and more, transliterated);
            those that are identical included.
        trigrams: mean over sentences of the share of character trigrams that both sides have,
            transliterated (Jaccard).
        entropy: mean over linked source tokens of the entropy of where the aligner takes them, in
            bits, >= 0; None where links have no probabilities.
        linked: share of source tokens with a link.
        entities: source entities asked about.
    """

    identical: float | None
    near: float | None
    trigrams: float | None
    entropy: float | None
    linked: float | None
    entities: int


def divergence(rows: Iterable[Row]) -> Divergence:
    """Return how far the two sides of a corpus lie apart.

    Spaces and token borders do not count. A script that has no Latin form here (Chinese) shares
    nothing but what is identical.

    Args:
        rows: of each pair the source, its entities that count, the target, and the links, None
            where there are none.
    """
    same: list[bool] = []
    near: list[bool] = []
    shared: list[float] = []
    doubts: list[float] = []
    tokens = linked = 0
    for source, entities, target, alignment in rows:
        keys = [comparison_key(token) for token in target]
        rough = [latin(key) for key in keys]
        mine = [comparison_key(token) for token in source]
        for entity in entities:
            name = mine[entity.start : entity.end]
            same.append(_stands(name, keys))
            near.append(same[-1] or _nearly(name, rough))
        shared += _shared("".join(map(latin, mine)), "".join(rough))
        if alignment is not None:
            tokens += alignment.n
            linked += len({link.i for link in alignment.links})
            doubts += entropies(alignment)
    return Divergence(
        identical=_mean(same),
        near=_mean(near),
        trigrams=_mean(shared),
        entropy=_mean(doubts),
        linked=linked / tokens if tokens else None,
        entities=len(same),
    )


def entropies(alignment: Alignment) -> list[float]:
    """Return for each source token with a link the entropy, in bits, of where it goes.

    The outcomes are its links, and what is left of the probability as one more; where links add up
    to more than 1, they are scaled to 1. Empty where a link has no probability.
    """
    rows: dict[int, list[float]] = {}
    for i, _, p in alignment.links:
        if p is None:
            return []
        rows.setdefault(i, []).append(p)
    found = []
    for row in rows.values():
        outcomes = [*row, max(0.0, 1.0 - sum(row))]
        total = sum(outcomes)
        shares = [p / total for p in outcomes if p > 0]
        found.append(max(0.0, -sum(p * math.log2(p) for p in shares)))
    return found


def _stands(name: Sequence[str], keys: Sequence[str]) -> bool:
    """Return whether the name is what some neighbouring tokens spell."""
    text = "".join(name)
    return bool(text) and text in _spans(keys, len(text), len(text))


def _nearly(name: Sequence[str], rough: Sequence[str]) -> bool:
    """Return whether some neighbouring tokens spell nearly the name, all in rough Latin."""
    text = "".join(latin(key) for key in name)
    if not text:
        return False
    bounds = math.ceil(NEAR * len(text) - _ROUNDING), math.floor(len(text) / NEAR + _ROUNDING)
    spans = _spans(rough, *bounds)
    scorer = Levenshtein.normalized_similarity
    return process.extractOne(text, spans, scorer=scorer, score_cutoff=NEAR - _ROUNDING) is not None


def _spans(words: Sequence[str], shortest: int, longest: int) -> list[str]:
    """Return what neighbouring words spell, where its length lies within the bounds."""
    found = []
    for start in range(len(words)):
        text = ""
        for word in words[start:]:
            text += word
            if len(text) > longest:
                break
            if len(text) >= shortest:
                found.append(text)
    return found


def _shared(a: str, b: str) -> list[float]:
    """Return the Jaccard index of the trigrams of two texts; nothing where neither has any."""
    x, y = _grams(a), _grams(b)
    return [len(x & y) / len(x | y)] if x | y else []


def _grams(text: str) -> set[str]:
    return {text[k : k + _GRAM] for k in range(len(text) - _GRAM + 1)}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
