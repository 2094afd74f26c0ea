"""One method run over the pairs that have gold: what `evaluate` makes its figures from."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.cli.corpus import Look
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.projection import Projection
from core.domain.spec import MethodSpec
from core.errors import MissingInputError
from core.evaluation.counts import Table, counts
from core.evaluation.spans import counting
from core.pipeline.run import Extras, Projected, project_pairs

Entities = tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A method's outcome; everything has one item a pair, only labels that count, ascending.

    Args:
        pairs: with gold on the target.
        source: source entities, labels mapped as the method maps them.
        gold: of the target.
        predicted: None where the method failed.
        projections: one a source entity; none where the method failed.
        alignments: the links it had; None where there were none.
        seconds: how long it took.
    """

    pairs: Sequence[Pair]
    source: Sequence[Entities]
    gold: Sequence[Entities]
    predicted: Sequence[Entities | None]
    projections: Sequence[tuple[Projection, ...]]
    alignments: Sequence[Alignment | None]
    seconds: float

    @property
    def found(self) -> list[Entities]:
        """Return what was predicted; a failure counts as nothing projected."""
        return [entities or () for entities in self.predicted]

    @property
    def failed(self) -> int:
        """Return how many pairs failed."""
        return sum(entities is None for entities in self.predicted)

    @property
    def table(self) -> Table:
        """Return (right, gold, predicted) of each pair."""
        return counts(self.gold, self.found)


def run(
    pairs: Sequence[Pair],
    look: Look,
    spec: MethodSpec,
    ignore: Collection[str],
    extras: Extras,
) -> Scored:
    """Return what a method makes of pairs with source tags and gold.

    Source entities whose label, once mapped, does not count are left out before matching.
    """
    counted = [_without(pair, spec, ignore) for pair in pairs]
    began_s = time.perf_counter()
    outcomes = list(project_pairs(counted, look, spec, extras=extras))
    seconds = time.perf_counter() - began_s
    return Scored(
        pairs=pairs,
        source=[_mapped(pair, spec) for pair in counted],
        gold=[counting_in(pair.target.entities or (), pair, ignore) for pair in pairs],
        predicted=[
            counting_in(o.entities(), o.pair, ignore) if isinstance(o, Projected) else None
            for o in outcomes
        ],
        projections=[o.projections if isinstance(o, Projected) else () for o in outcomes],
        alignments=[_links(look, pair) for pair in pairs],
        seconds=seconds,
    )


def unit_of(pair: Pair) -> str:
    """Return what a pair is drawn with when scores are resampled: its document, else its group."""
    if pair.doc:
        return f"doc {pair.doc}"
    return f"group {pair.group}" if pair.group else ""


def counting_in(entities: Sequence[Entity], pair: Pair, ignore: Collection[str]) -> Entities:
    """Return the entities that count in a pair's evaluation, ascending."""
    return tuple(sorted(counting(entities, ignore=ignore, types=pair.eval_types)))


def _without(pair: Pair, spec: MethodSpec, ignore: Collection[str]) -> Pair:
    """Return the pair without source entities whose label, once mapped, does not count."""
    labels = dict(spec.label_map)
    kept = tuple(
        e
        for e in pair.source.entities or ()
        if counting_in([replace(e, label=labels.get(e.label, e.label))], pair, ignore)
    )
    return replace(pair, source=replace(pair.source, entities=kept))


def _mapped(pair: Pair, spec: MethodSpec) -> Entities:
    labels = dict(spec.label_map)
    named = (replace(e, label=labels.get(e.label, e.label)) for e in pair.source.entities or ())
    return tuple(sorted(e for e in named if e.label != "O"))


def _links(look: Look, pair: Pair) -> Alignment | None:
    try:
        return look(pair)
    except MissingInputError:
        return None
