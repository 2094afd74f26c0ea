"""What is believed of the tags of a pair: a false `O` teaches a tagger to miss names.

An entity that nobody confirmed is masked, with the words beside it, where its confidence is too
low. An `O` counts in full only in a pair that is trusted whole and whose source entities all found
a counterpart; elsewhere it may hide an entity that nobody has seen, and has the weight that it is
told to have, 0 unless somebody says more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.domain.decision import PairStatus
from core.domain.entity import Entity, to_iob2
from core.domain.pair import Pair
from core.errors import InputError, UnknownNameError
from core.training.taggers.silver import Silver

NO_STATUS = "none"
STATUSES = (*(str(status) for status in PairStatus), NO_STATUS)
Span = tuple[int, int, str]


class Why(StrEnum):
    """Why a token is masked."""

    NOT_TRUSTED = "O in a pair that is not trusted"
    NO_COUNTERPART = "O in a pair with a source entity that found no counterpart"
    UNSURE = "in an entity below the least confidence"
    BESIDE = "beside an entity below the least confidence"


@dataclass(frozen=True, slots=True)
class Trust:
    """What is believed.

    Args:
        statuses: review statuses of pairs whose every tag is believed; `none` for pairs without
            a status, as `project` writes them and gold files have them.
        least_confidence: an entity below it is masked, in [0, 1]; one without a confidence counts
            as sure.
        open_o: weight of an `O` where an entity may have been missed, in [0, 1]; 0 masks it.
        border: tokens to either side of a masked entity that are masked too, >= 0.
        weigh: whether the tokens of an entity weigh as much as its confidence, else 1.
    """

    statuses: tuple[str, ...] = (str(PairStatus.DONE), NO_STATUS)
    least_confidence: float = 0.5
    open_o: float = 0.0
    border: int = 1
    weigh: bool = False

    def __post_init__(self) -> None:
        """Refuse unknown statuses and numbers out of bounds."""
        for status in self.statuses:
            if status not in STATUSES:
                raise UnknownNameError("review status", status, STATUSES)
        for name in ("least_confidence", "open_o"):
            if not 0 <= getattr(self, name) <= 1:
                raise InputError(f"{name} is {getattr(self, name)}; it has to lie in [0, 1]")
        if self.border < 0:
            raise InputError(f"border is {self.border}; it has to be at least 0")


@dataclass(slots=True)
class Told:
    """What is counted while sentences are weighed.

    Args:
        sentences: that can be learned from.
        tokens: of them.
        masked: tokens that say nothing, by reason.
        without: pairs left out since their target has no tags.
        unused: sentences left out since all of them is masked.
    """

    sentences: int = 0
    tokens: int = 0
    masked: Counter[str] = field(default_factory=Counter)
    without: int = 0
    unused: int = 0


def believed(pair: Pair, trust: Trust, told: Told) -> Silver | None:
    """Return a pair's target as a sentence to learn from; None where it says nothing.

    Args:
        pair: its target entities are the tags; `review_status`, `confidences` and `projections`
            are taken from its other keys where they are there.
        trust: what is believed.
        told: counts what was masked, and why.

    Raises:
        InputError: one of those keys is not what `export` and `project` write.
    """
    entities = pair.target.entities
    if entities is None:
        told.without += 1
        return None
    size = len(pair.target)
    status = _status(pair)
    open_for = _open_for(pair, status, trust)
    weights = [1.0 if open_for is None else trust.open_o] * size
    why: dict[int, Why] = {}
    if open_for is not None and not trust.open_o:
        why = dict.fromkeys(range(size), open_for)
    _weigh_entities(entities, _confidences(pair), trust, weights, why)
    told.tokens += size
    told.masked.update(str(why[t]) for t in range(size) if not weights[t])
    told.sentences += 1
    if not any(weights):
        told.unused += 1
        return None
    tags = to_iob2(entities, size)
    return Silver(pair.id, pair.target.tokens, tags, tuple(weights), ties(pair), pair.target.lang)


def ties(pair: Pair) -> frozenset[str]:
    """Return what a pair shares with others that must not be parted from it.

    Its document, its group, and the words of either side: translations of one sentence, and one
    sentence that comes twice, stay together.
    """
    named = {"doc": pair.doc, "group": pair.group}
    found = {f"{kind} {name}" for kind, name in named.items() if name}
    found.add("\t".join(("source", *pair.source.tokens)))
    found.add("\t".join(("target", *pair.target.tokens)))
    return frozenset(found)


def _weigh_entities(
    entities: Sequence[Entity],
    sure: Mapping[Span, float],
    trust: Trust,
    weights: list[float],
    why: dict[int, Why],
) -> None:
    """Put in the weights of entities, and mask the words beside those that are not sure."""
    unsure = []
    for entity in entities:
        p = sure.get((entity.start, entity.end, entity.label), 1.0)
        if p < trust.least_confidence:
            unsure.append(entity)
        weight = p if trust.weigh else 1.0
        weights[entity.start : entity.end] = [weight] * (entity.end - entity.start)
        if not weight:
            why.update(dict.fromkeys(range(entity.start, entity.end), Why.UNSURE))
    named = {t for entity in entities for t in range(entity.start, entity.end)}
    for entity in unsure:
        first = max(0, entity.start - trust.border)
        for t in range(first, min(len(weights), entity.end + trust.border)):
            inside = entity.start <= t < entity.end
            if inside or t not in named:
                weights[t] = 0.0
                why[t] = Why.UNSURE if inside else why.get(t, Why.BESIDE)


def _open_for(pair: Pair, status: str, trust: Trust) -> Why | None:
    """Return why an `O` of a pair may hide an entity; None where it does not."""
    if status not in trust.statuses:
        return Why.NOT_TRUSTED
    if status == NO_STATUS and _lost(pair):
        return Why.NO_COUNTERPART
    return None


def _status(pair: Pair) -> str:
    status = pair.extra.get("review_status", NO_STATUS)
    if status not in STATUSES:
        known = ", ".join(map(str, PairStatus))
        raise InputError(f"pair {pair.id!r}: review_status is {status!r}; known: {known}")
    return str(status)


def _lost(pair: Pair) -> bool:
    """Return whether some source entity was projected and found no counterpart."""
    found: Any = pair.extra.get("projections")
    try:
        return any(not projection["picks"] for projection in found or ())
    except (TypeError, KeyError):
        raise InputError(
            f"pair {pair.id!r}: its projections are not what `project` writes; leave out the key"
        ) from None


def _confidences(pair: Pair) -> dict[Span, float]:
    """Return the confidence of each target entity that has one."""
    rows: Any = pair.extra.get("confidences")
    try:
        found = {(int(a), int(b), str(label)): float(p) for a, b, label, p in rows or ()}
    except (TypeError, ValueError):
        raise InputError(
            f"pair {pair.id!r}: confidences are no list of [start, end, label, p]; leave it out"
        ) from None
    for span, p in found.items():
        if not 0 <= p <= 1:
            raise InputError(f"pair {pair.id!r}: the confidence of {span} is {p}; need [0, 1]")
    return found
