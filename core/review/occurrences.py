"""Occurrences: where else a source entity that was added, changed or deleted stands.

Tokens are compared by their comparison keys. Nothing is offered on pairs that are done or excluded,
nor in the place of what a person decided.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.domain.decision import Decision, EntityStatus, Kind, Side
from core.domain.entity import Entity
from core.domain.replay import Reviewed, in_force
from core.errors import InputError
from core.review.offers import (
    Offer,
    Offers,
    draft_on,
    elsewhere,
    gathered,
    keys_of,
    places_of,
    quoted,
    said,
    spanned,
)
from core.storage import PairRecord, Workspace

_EDITS = frozenset({Kind.ADD, Kind.CHANGE, Kind.DELETE})


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done to a source entity.

    Args:
        phrase: comparison keys of the tokens of the entity: as it is, or as it was when deleted.
        label: of the entity.
        before: comparison keys of what it was before it was changed; empty where it was added.
        gone: it was deleted.
    """

    phrase: tuple[str, ...]
    label: str
    before: tuple[str, ...]
    gone: bool


def occurrences(ws: Workspace, project: str, pair: str, entity: str) -> Offers:
    """Return where else the edit of a source entity could be made.

    Args:
        ws: the database.
        project: name of the project.
        pair: id of the pair that was edited.
        entity: id of the source entity that was added, changed or deleted.

    Raises:
        InputError: nobody edited that entity.
        UnknownNameError: there is no such pair or project.
    """
    own = ws.record(project, pair)
    decision = _last_edit(ws, project, pair, entity)
    shape = decision.old if decision.kind is Kind.DELETE else decision.new
    if shape is None:
        raise InputError(f"nobody edited source entity {entity!r} of pair {pair!r}")
    source = own.stored.pair.source
    tokens = source.tokens[shape.start : shape.end]
    old = decision.old
    gone = decision.kind is Kind.DELETE
    edit = Edit(
        phrase=keys_of(tokens),
        label=shape.label,
        before=keys_of(source.tokens[old.start : old.end]) if old and not gone else (),
        gone=gone,
    )
    records, pairs = elsewhere(ws, project, own, [(tokens, source.lang)])
    found = [offer for record in records for offer in _offers(record, edit)]
    words = quoted(tokens, source.lang)
    title = f"where {words} is {shape.label}" if gone else f"where {words} is no {shape.label}"
    return gathered(found, title, pairs)


def _last_edit(ws: Workspace, project: str, pair: str, entity: str) -> Decision:
    edits = [
        d
        for d in in_force(ws.decisions(project, pair))
        if d.side is Side.SOURCE and d.kind in _EDITS and d.entity == entity
    ]
    if not edits:
        raise InputError(f"nobody edited source entity {entity!r} of pair {pair!r}")
    return edits[-1]


def _offers(record: PairRecord, edit: Edit) -> Iterator[Offer]:
    """Yield what an edit offers for one pair."""
    sentence = record.stored.pair.source
    keys = keys_of(sentence.tokens)
    standing = [r for r in record.state.source or () if _stands(r)]
    for start, end in places_of(edit.phrase, keys):
        wanted = Entity(start, end, edit.label)
        near = [r for r in standing if r.entity.overlaps(wanted)]
        op = _deletion(record, wanted, near) if edit.gone else _edit(record, edit, wanted, near)
        if op is None:
            continue
        now = said(sentence, *(r.entity for r in near))
        then = "nothing" if edit.gone else said(sentence, wanted)
        yield Offer(record.stored.pair.id, "source", sentence, (start, end), now, then, (op,))


def _stands(r: Reviewed) -> bool:
    return r.live or r.status is EntityStatus.NO_COUNTERPART


def _deletion(
    record: PairRecord, wanted: Entity, near: Sequence[Reviewed]
) -> dict[str, object] | None:
    same = [r for r in near if r.entity == wanted and r.status is EntityStatus.UNREVIEWED]
    return draft_on(record, "source", "delete", entity=same[0].id) if same else None


def _edit(
    record: PairRecord, edit: Edit, wanted: Entity, near: Sequence[Reviewed]
) -> dict[str, object] | None:
    """Return the operation that puts an entity there; None where it is not clear that it fits.

    Where nothing stands it is added, unless a person took it away before. What nobody decided on
    is changed where it has the same words, or those that the edited entity had.
    """
    place = spanned(wanted)
    if not near:
        refused = any(r.entity == wanted for r in record.state.source or () if not _stands(r))
        return None if refused else draft_on(record, "source", "add", **place)
    (first, *others) = near
    if others or first.entity == wanted or first.status is not EntityStatus.UNREVIEWED:
        return None
    tokens = record.stored.pair.source.tokens
    words = keys_of(tokens[first.entity.start : first.entity.end])
    fits = words in {edit.phrase, edit.before}
    return draft_on(record, "source", "change", entity=first.id, **place) if fits else None
