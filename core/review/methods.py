"""The method behind a layer, run again on one pair as its source stands now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from core.aligners import ALIGNERS
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.pair import Pair, Sentence
from core.domain.projection import Projection
from core.domain.replay import Reviewed
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.errors import MissingInputError
from core.projection import project
from core.projection.resolve import spec_from_dict

_LINKS = "alignments"


@dataclass(frozen=True, slots=True)
class Source:
    """The source sentence as people left it, with the id of each entity to be projected.

    Args:
        sentence: with the live entities, in order.
        ids: their ids, in the same order.
    """

    sentence: Sentence
    ids: tuple[str, ...]

    def id_of(self, entity: Entity) -> str | None:
        """Return the id of the entity at a span, whatever its label; None where there is none."""
        for own, name in zip(self.sentence.entities or (), self.ids, strict=True):
            if (own.start, own.end) == (entity.start, entity.end):
                return name
        return None


def source_of(pair: Pair, reviewed: Sequence[Reviewed] | None) -> Source:
    """Return the source with its live entities; those without a counterpart are not projected."""
    live = sorted((r for r in reviewed or () if r.live), key=lambda r: r.entity)
    entities = tuple(r.entity for r in live)
    sentence = Sentence(pair.source.tokens, entities, pair.source.lang)
    return Source(sentence, tuple(r.id for r in live))


def spec_of(layer: Layer) -> MethodSpec:
    """Return the method of a layer, in full; raise MissingInputError where it is not known."""
    if not layer.spec:
        raise MissingInputError(f"layer {layer.name!r} has no method spec; it cannot be run again")
    plain = json.loads(layer.spec)
    plain.pop(_LINKS, None)
    plain.setdefault("name", layer.name)
    return spec_from_dict(plain, ALIGNERS)


def links_key(layer: Layer | None, otherwise: str) -> str:
    """Return the key of the alignments that a layer was made from, else that of the project."""
    if layer is None or not layer.spec:
        return otherwise
    return str(json.loads(layer.spec).get(_LINKS, otherwise))


def project_again(
    pair: Pair,
    source: Source,
    links: Alignment | None,
    layer: Layer,
    *,
    explain: bool = False,
    quick: bool = False,
) -> tuple[Projection, ...]:
    """Return what the method of a layer makes of a pair as its source stands now.

    Raises:
        MissingInputError: the layer joins the pairs of a group, and this pair is of one.
    """
    spec = spec_of(layer)
    if spec.joint is not None and pair.group:
        raise MissingInputError(
            f"layer {layer.name!r} was made of all pairs of group {pair.group!r} together; "
            "run `prepare` to make it anew"
        )
    task = Task(source.sentence, pair.target.tokens, alignment=links)
    return project(task, spec, explain=explain, quick=quick)
