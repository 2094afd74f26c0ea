"""Whether values that were read from elsewhere are of the kinds that they stand for.

JSON lets a number with a fraction stand where a place is due, and a number where a name is; neither
is seen until something is cut out by it. Each of these raises InputError.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from core.domain.alignment import Alignment
from core.domain.decision import Decision
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.replay import Carried, Reviewed
from core.domain.task import SuppliedSpan, TagProbs
from core.errors import InputError
from core.storage import alignments, extras
from core.storage.values import Outcome

_NUMBERS = frozenset({int, float})


def check_decision(found: Decision) -> None:
    """Check spans, names and numbers of a decision."""
    texts(found.entity, found.reason, found.base)
    _entities(entity for entity in (found.old, found.new) if entity is not None)
    _entities(proposal.entity for proposal in found.proposals)
    texts(*(proposal.source_id or "" for proposal in found.proposals))
    if found.carried is not None:
        _carried(found.carried)


def check_outcome(found: Outcome) -> None:
    """Check spans and scores of what a layer made of a pair."""
    _entities(found.others)
    _entities(projection.entity for projection in found.projections)
    for projection in found.projections:
        for pick in projection.picks:
            places(pick.start, pick.end)
            numbers(pick.score)


def check_links(found: Alignment) -> None:
    """Check places and probabilities of links."""
    places(found.n, found.m, *found.unseen_src, *found.unseen_tgt)
    for i, j, p in found.links:
        places(i, j)
        if p is not None:
            numbers(p)


def check_pair(found: Pair) -> None:
    """Check spans and names of a pair."""
    texts(found.doc, found.group, found.origin, *(found.eval_types or ()))
    if not isinstance(found.extra, dict):
        raise InputError(f"{str(found.extra)[:40]!r} are no further keys of a pair")
    for sentence in (found.source, found.target):
        texts(sentence.lang)
        _entities(sentence.entities or ())


def check_layer(found: Layer) -> None:
    """Check that the spec of a layer is none, or one that can be asked what it was made from."""
    texts(*found.versions)
    if not found.spec:
        return
    try:
        spec = json.loads(found.spec)
        for key in ("label_map", extras.SPEC_KEY):
            texts(*(text for item in spec.get(key, {}).items() for text in item))
        texts(spec.get(alignments.SPEC_KEY, ""))
    except (ValueError, AttributeError, RecursionError) as error:
        raise InputError(f"the spec of layer {found.name!r} cannot be read ({error})") from None


def check_head(found: Mapping[str, Any]) -> None:
    """Check what a copy says of its project as a whole, each of the right type by itself."""
    texts(*found["labels"], *(text for item in found["extras"].items() for text in item))
    if not isinstance(found["settings"].get("part", {}), dict):
        raise InputError("'part' of the settings is no object")


def check_supplied(found: object) -> None:
    """Check what was supplied of a pair besides links."""
    if isinstance(found, TagProbs):
        texts(*found.labels)
        return
    for one in found if isinstance(found, tuple) else ():
        if isinstance(one, SuppliedSpan):
            places(one.start, one.end)
            texts(one.label or "")
            numbers(one.score or 0)
        else:
            places(*one[:-1])
            numbers(one[-1])


def _carried(found: Carried) -> None:
    texts(found.base)
    places(found.revision)
    if found.state is not None:
        for own in (*(found.state.source or ()), *found.state.target):
            check_reviewed(own)


def check_reviewed(found: Reviewed) -> None:
    """Check span and names of an entity as it stands."""
    texts(found.id, found.source_id or "")
    _entities([found.entity])


def _entities(found: Iterable[Entity]) -> None:
    for entity in found:
        places(entity.start, entity.end)


def places(*values: object) -> None:
    """Check that all are whole numbers from 0."""
    for value in values:
        if type(value) is not int or not 0 <= value < 2**31:
            raise InputError(f"{str(value)[:40]!r} is no whole number from 0")


def numbers(*values: object) -> None:
    """Check that all are numbers."""
    for value in values:
        if type(value) not in _NUMBERS or value != value:
            raise InputError(f"{str(value)[:40]!r} is no number")


def texts(*values: object) -> None:
    """Check that all are texts."""
    for value in values:
        if not isinstance(value, str):
            raise InputError(f"{str(value)[:40]!r} is no text")
