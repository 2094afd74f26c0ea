"""The method behind a layer, run again on one pair as its source stands now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core.aligners import ALIGNERS
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.pair import Pair, Sentence
from core.domain.projection import Projection
from core.domain.replay import Reviewed, source_id
from core.domain.spec import MethodSpec
from core.errors import CoreError, MissingInputError, SpecError
from core.projection import project
from core.projection.resolve import spec_from_dict
from core.review import scorers as scorers  # (a layer's method may name a scorer of its database)
from core.review.supplied import task_with
from core.storage import Outcome, PairExtras
from core.storage import extras as supplied
from core.storage.alignments import SPEC_KEY, key_in
from core.storage.states import entities_by_source
from core.storage.values import NO_EXTRAS

KEPT = 256
"""Runs that are kept: those of the pairs around each person, by each of their methods."""

Found = tuple[tuple[Entity, str | None, float | None], ...]
"""Target entities, each with the id of the source entity that it is from, and its score.

Both are None of an entity that no source entity of the pair stands for.
"""


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


class Run:
    """A method on a pair, equal to another where it has to come out the same."""

    def __init__(
        self,
        pair: Pair,
        source: Source,
        links: Alignment | None,
        layer: Layer,
        extras: PairExtras = NO_EXTRAS,
    ) -> None:
        self.pair = pair
        self.source = source
        self.links = links
        self.layer = layer
        self.extras = extras
        more = extras.digest
        self._key = (layer.name, layer.spec, source, pair.target, pair.group, links, more)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Run) and self._key == other._key


@dataclass(frozen=True, slots=True)
class Made:
    """What a layer has of a pair, its source as it stands: what is shown, and what is taken.

    Args:
        state: of the outcome: `projected`, `skipped` or `failed`.
        reason: why nothing was projected, "" where something was.
        found: the target entities.
        again: whether the method was run again, since somebody edited the source.
        stale: why it is still that of the source before it was edited; "" where it is not.
    """

    state: str
    reason: str
    found: Found
    again: bool = False
    stale: str = ""


def source_of(pair: Pair, reviewed: Sequence[Reviewed] | None) -> Source:
    """Return the source with its live entities; those without a counterpart are not projected."""
    live = sorted((r for r in reviewed or () if r.live), key=lambda r: r.entity)
    entities = tuple(r.entity for r in live)
    sentence = Sentence(pair.source.tokens, entities, pair.source.lang)
    return Source(sentence, tuple(r.id for r in live))


def is_edited(pair: Pair, source: Source) -> bool:
    """Return whether the entities to be projected are not those that the pair came with."""
    came = {source_id(k): entity for k, entity in enumerate(pair.source.entities or ())}
    return came != dict(zip(source.ids, source.sentence.entities or (), strict=True))


def spec_of(layer: Layer) -> MethodSpec:
    """Return the method of a layer, in full; raise MissingInputError where it is not known."""
    if not layer.spec:
        raise MissingInputError(f"layer {layer.name!r} has no method spec; it cannot be run again")
    if supplied.is_transfer(layer.spec):
        raise MissingInputError(
            f"layer {layer.name!r} is what a tagger finds by itself; there is no method in it"
        )
    return _spec(layer.name, layer.spec)


@lru_cache(maxsize=256)
def _spec(name: str, spec: str) -> MethodSpec:
    """Return the method that the canonical JSON of a layer spells; it is asked for all the time."""
    try:
        plain = dict(json.loads(spec))
    except (ValueError, TypeError, RecursionError) as error:
        raise SpecError(f"the method of layer {name!r} cannot be read ({error})") from None
    plain.pop(SPEC_KEY, None)
    plain.pop(supplied.SPEC_KEY, None)
    plain.setdefault("name", name)
    return spec_from_dict(plain, ALIGNERS)


def links_key(layer: Layer | None, otherwise: str) -> str:
    """Return the key of the alignments that a layer was made from, else that of the project."""
    return (key_in(layer.spec) if layer is not None else "") or otherwise


def project_again(
    pair: Pair,
    source: Source,
    links: Alignment | None,
    layer: Layer,
    extras: PairExtras = NO_EXTRAS,
    *,
    explain: bool = False,
    quick: bool = False,
) -> tuple[Projection, ...]:
    """Return what the method of a layer makes of a pair as its source stands now.

    Raises:
        MissingInputError: the layer joins the pairs of a group, and this pair is of one; or it
            needs more of the pair than is given.
    """
    spec = spec_of(layer)
    alone(pair, layer.name, spec)
    task = task_with(source.sentence, pair.target.tokens, links, extras)
    return project(task, spec, explain=explain, quick=quick)


def project_now(
    pair: Pair,
    source: Source,
    links: Alignment | None,
    layer: Layer,
    extras: PairExtras = NO_EXTRAS,
) -> Found:
    """Return what `project_again` comes to, in order; kept for later calls, raises the same."""
    return _found(Run(pair, source, links, layer, extras))


@lru_cache(maxsize=KEPT)
def _found(run: Run) -> Found:
    return tuple(
        (entity, run.source.id_of(projection.entity), pick.score)
        for projection in project_again(run.pair, run.source, run.links, run.layer, run.extras)
        for entity, pick in zip(projection.entities(), projection.picks, strict=True)
    )


def made_of(
    pair: Pair,
    source: Source,
    links: Alignment | None,
    layer: Layer,
    outcome: Outcome,
    extras: PairExtras = NO_EXTRAS,
) -> Made:
    """Return what a layer has of a pair, projected again where somebody edited the source.

    Where its method cannot be run for this pair, what is stored stays, and `stale` says why. What
    comes from no source, gold or what a tagger finds by itself, always stays.

    Args:
        pair: as it came in.
        source: as it stands.
        links: those that the layer was made from.
        layer: one of the pair's.
        outcome: what is stored of the pair in the layer.
        extras: what was supplied of the pair besides, as the layer was made from it.
    """
    stored = Made(outcome.state, outcome.reason, entities_by_source(pair, outcome))
    from_source = layer.kind != "gold" and not supplied.is_transfer(layer.spec)
    if not from_source or not is_edited(pair, source):
        return stored
    try:
        return Made("projected", "", project_now(pair, source, links, layer, extras), again=True)
    except CoreError as error:
        return replace(stored, stale=f"not projected again after the source was edited: {error}")


def alone(pair: Pair, name: str, spec: MethodSpec) -> None:
    """Raise MissingInputError where a method cannot be run for a pair without others.

    Args:
        pair: the pair.
        name: of the layer that the method is of.
        spec: the method.
    """
    if spec.joint is not None and pair.group:
        raise MissingInputError(
            f"{name!r} projects all pairs of group {pair.group!r} together, so it cannot be run "
            "for one of them alone; `prepare` makes its layer anew"
        )
