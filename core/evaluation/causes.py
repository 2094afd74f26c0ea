"""Why a method's entities differ from gold: every error with one cause."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.ceiling import labels_of
from core.evaluation.differences import Compared, Difference, compare
from core.evaluation.spans import counted


class Cause(StrEnum):
    """Why an entity is wrong or missing; the first that holds."""

    GOLD_DIFFERS = "gold differs"
    NO_LINK = "alignment missing"
    BOUNDARY = "boundary"
    LABEL = "label"
    BLOCKED = "blocked"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Error:
    """Entities that are wrong for one cause.

    Args:
        cause: why.
        gold: those that were not found.
        predicted: those that are not right.
    """

    cause: Cause
    gold: tuple[Entity, ...]
    predicted: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Errors of one cause in a corpus, with the gold and the predicted entities in them."""

    errors: int = 0
    gold: int = 0
    predicted: int = 0


def error_split(
    source: Sequence[Iterable[Entity]],
    gold: Sequence[Iterable[Entity]],
    predicted: Sequence[Iterable[Entity]],
    alignments: Sequence[Alignment | None],
    *,
    ignore: Collection[str] = (),
    eval_types: Sequence[Collection[str] | None] | None = None,
) -> dict[Cause, Tally]:
    """Return the errors of a method by cause, every cause named.

    All gold entities that were not found and all predicted ones that are not right are in exactly
    one error each.

    Args:
        source: for each sentence its source entities, labels mapped to those of the target.
        gold: for each sentence the gold entities of the target.
        predicted: what the method made of it.
        alignments: the links it had; None where there were none.
        ignore: labels that count on neither side.
        eval_types: for each sentence the labels that count there; None means all.

    Raises:
        InputError: the arguments differ in length.
    """
    both = counted(gold, predicted, ignore=ignore, eval_types=eval_types)
    there = counted(source, gold, ignore=ignore, eval_types=eval_types)
    if len(alignments) != len(gold):
        raise InputError(f"{len(alignments)} alignments for {len(gold)} sentences; need one each")
    found = [
        error
        for (given, _), (truth, guess), links in zip(there, both, alignments, strict=True)
        for error in errors_of(given, truth, guess, links)
    ]
    return {cause: _tally([e for e in found if e.cause is cause]) for cause in Cause}


def errors_of(
    source: Iterable[Entity],
    gold: Iterable[Entity],
    predicted: Iterable[Entity],
    alignment: Alignment | None,
) -> tuple[Error, ...]:
    """Return the errors of one sentence, left to right.

    They are the differences that `compare` finds, and their causes are:

    - `gold differs`: gold has more entities of the label than the source (one could not be given),
      or fewer (one could not be right). As many errors as the numbers differ by, taken first where
      the span is right and the label is not, then where several stand for one, then where the span
      overlaps, then missing ones that no link reaches, then the others, from left to right.
    - `alignment missing`: no link from a source entity of the label reaches the gold span.
    - `boundary`: the label is right and the spans overlap.
    - `label`: the spans overlap and the label is not right.
    - `blocked`: links reach the gold span, but entities of other gold spans stand on it.
    - `other`: links reach it and it is free, or nothing says why.

    A spurious entity goes with a missing one of its label, if there is one left: it is the same
    entity in a wrong place, one error.
    """
    here = [c for c in compare(gold, predicted) if c.kind is not Difference.SAME]
    if not here:
        return ()
    given, truth = tuple(source), labels_of(gold)
    reached = _reach(given, alignment)
    lacking, surplus = truth - labels_of(given), labels_of(given) - truth
    here.sort(key=lambda c: (_TURN[c.kind], c.kind is Difference.MISSING and reached(c.gold[0])))
    taken = tuple(predicted)
    found = []
    for c in here:
        differs = _spend(c, lacking, surplus)
        cause = Cause.GOLD_DIFFERS if differs else _cause(c, reached, taken)
        found.append(Error(cause, c.gold, c.predicted))
    return tuple(sorted(_placed(found), key=_place))


_TURN = {
    Difference.TYPE: 0,
    Difference.SPLIT: 1,
    Difference.MERGED: 1,
    Difference.BOUNDARY_TYPE: 2,
    Difference.BOUNDARY: 3,
    Difference.MISSING: 4,
    Difference.SPURIOUS: 4,
}


def _reach(source: Sequence[Entity], alignment: Alignment | None) -> Callable[[Entity], bool]:
    """Return what says whether a link from a source entity of its label reaches a gold span."""

    def reached(gold: Entity) -> bool:
        return alignment is not None and any(
            alignment.between(e.start, e.end, gold.start, gold.end)
            for e in source
            if e.label == gold.label
        )

    return reached


def _spend(c: Compared, lacking: Counter[str], surplus: Counter[str]) -> bool:
    """Return whether the numbers of entities on the two sides explain it; they are counted down."""
    if c.kind is Difference.BOUNDARY:
        return False
    extra_gold = c.gold[1:] if c.kind is Difference.MERGED else c.gold
    extra_predicted = c.predicted[1:] if c.kind is Difference.SPLIT else c.predicted
    hit = False
    if c.kind is not Difference.SPLIT:
        hit |= _take(lacking, extra_gold)
    if c.kind is not Difference.MERGED:
        hit |= _take(surplus, extra_predicted)
    return hit


def _take(quota: Counter[str], entities: Sequence[Entity]) -> bool:
    """Return whether there was anything left for these entities of one label; takes it."""
    if not entities:
        return False
    label = entities[0].label
    left = quota[label]
    quota[label] = max(0, left - len(entities))
    return left > 0


def _cause(c: Compared, reached: Callable[[Entity], bool], predicted: Sequence[Entity]) -> Cause:
    if c.kind in {Difference.BOUNDARY, Difference.SPLIT, Difference.MERGED}:
        return Cause.BOUNDARY
    if c.kind in {Difference.TYPE, Difference.BOUNDARY_TYPE}:
        return Cause.LABEL
    if c.kind is Difference.SPURIOUS:
        return Cause.OTHER
    [gold] = c.gold
    if not reached(gold):
        return Cause.NO_LINK
    return Cause.BLOCKED if any(p.overlaps(gold) for p in predicted) else Cause.OTHER


def _placed(errors: Sequence[Error]) -> list[Error]:
    """Return the errors with spurious entities put to missing ones of their label."""
    missing = [e for e in errors if not e.predicted and e.cause is not Cause.GOLD_DIFFERS]
    spurious = [e for e in errors if not e.gold and e.cause is not Cause.GOLD_DIFFERS]
    found = [e for e in errors if e not in missing and e not in spurious]
    for error in sorted(missing, key=_place):
        label = error.gold[0].label
        there = [s for s in spurious if s.predicted[0].label == label][:1]
        spurious = [s for s in spurious if s not in there]
        found.append(replace(error, predicted=there[0].predicted) if there else error)
    return found + spurious


def _place(error: Error) -> tuple[Entity, bool]:
    return (error.gold or error.predicted)[0], not error.gold


def _tally(errors: Sequence[Error]) -> Tally:
    return Tally(
        len(errors), sum(len(e.gold) for e in errors), sum(len(e.predicted) for e in errors)
    )
