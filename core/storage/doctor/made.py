"""Checks of what was made of the pairs: layers, links, what was supplied, signals."""

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa

from core.storage import codec, layers
from core.storage.doctor.finding import UNREADABLE, Finding, Owner, few
from core.storage.names import STAGED_LAYER
from core.storage.packed import KINDS, unpack
from core.storage.revisions import CHANGED
from core.storage.schema import alignments, extras, outcomes, pairs, revisions, signals
from core.storage.schema import layers as table
from core.storage.signature import of_outcome

_BATCH = 500
_CHANGED = codec.dump(CHANGED)


def check(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield what is wrong with what was made of the pairs of a project."""
    query = sa.select(table).where(
        table.c.project_id == of.id, ~table.c.content_hash.startswith(STAGED_LAYER)
    )
    for layer in connection.execute(query.order_by(table.c.id)).all():
        yield from _layer(connection, of, layer)
    yield from _unreadable(connection, of)
    yield from _signals(connection, of)


def _layer(connection: sa.Connection, of: Owner, layer: Any) -> Iterator[Finding]:
    """Yield whether a layer holds what its content hash stands for."""
    hasher = hashlib.sha256(codec.dump([layer.kind, layer.name, layer.spec]).encode())
    originals = _originals(connection, of, layer.content_hash)
    rows, wrong = 0, []
    # What a pair was that changed while the layer was being written, nothing tells any more.
    is_whole = layer.name.endswith(layers.BROUGHT)
    query = (
        sa.select(outcomes, pairs.c.pair_id)
        .outerjoin(pairs, (pairs.c.project_id == of.id) & (pairs.c.position == outcomes.c.position))
        .where(outcomes.c.layer_id == layer.id)
        .order_by(outcomes.c.position)
        .execution_options(yield_per=_BATCH)
    )
    for row in connection.execute(query):
        rows += 1
        then = originals.get(row.position)
        is_whole |= then is None and row.body == _CHANGED
        hasher.update(codec.dump([row.pair_id, *(then or (row.state, row.body))]).encode() + b"\n")
        is_whole |= hasher.copy().hexdigest()[:16] == layer.content_hash  # then others were added
        if row.signature != _signature(row):
            wrong.append(row.position)
    name = f"layer {layer.name!r} ({layer.content_hash})"
    if rows != of.pairs:
        yield of.finding(f"{name} is of {rows} of {of.pairs} pairs", "run its method again")
    elif not is_whole:
        yield of.finding(f"{name} does not hold what its hash stands for", "run its method again")
    if wrong:
        yield of.finding(
            f"{name} has signatures that are not of its outcomes, at {few(wrong)}",
            mend=partial(_mend_signatures, project=of.id, layer=layer.id, places=wrong),
        )


def _originals(
    connection: sa.Connection, of: Owner, content_hash: str
) -> dict[int, tuple[str, str]]:
    """Return state and body of a layer's outcomes before the words of their pairs changed."""
    c = revisions.c
    query = sa.select(c.position, c.outcomes).where(c.project_id == of.id)
    found: dict[int, tuple[str, str]] = {}
    for row in connection.execute(query.order_by(c.position, c.revision)):
        if row.position not in found and content_hash in row.outcomes:
            state, _, body = json.loads(row.outcomes)["outcomes"][content_hash]
            found[row.position] = (state, body)
    return found


def _signature(row: Any) -> str:
    try:
        outcome = codec.load_outcome(row.state, row.body)
    except UNREADABLE:
        return ""
    return of_outcome(outcome)


def _mend_signatures(
    connection: sa.Connection, *, project: int, layer: int, places: list[int]
) -> None:
    for place in places:
        here = (outcomes.c.layer_id == layer) & (outcomes.c.position == place)
        row = connection.execute(sa.select(outcomes).where(here)).one()
        if found := _signature(row):
            connection.execute(sa.update(outcomes).where(here).values(signature=found))
    layers.mark_disagreement(connection, project)


def _unreadable(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield links and supplied values that are damaged."""
    query = sa.select(alignments).where(alignments.c.project_id == of.id)
    bad = []
    for row in connection.execute(query.execution_options(yield_per=_BATCH)):
        try:
            codec.load_alignment(row.body)
        except UNREADABLE:
            bad.append(f"{row.aligner} at {row.position}")
    if bad:
        yield of.finding(f"links that cannot be read: {few(bad)}", "prepare the project again")
    query = sa.select(extras).where(extras.c.project_id == of.id)
    bad = []
    for row in connection.execute(query.execution_options(yield_per=_BATCH)):
        try:
            unpack(row.kind, bytes(row.body))
        except UNREADABLE:
            known = row.kind if row.kind in KINDS else f"{row.kind!r}, which is unknown,"
            bad.append(f"{known} at {row.position}")
    if bad:
        yield of.finding(
            f"supplied values that cannot be read: {few(bad)}", "bring their file again"
        )


def _signals(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield signals of no pair, left by a writer that was killed, or not of all pairs."""
    here = signals.c.project_id == of.id
    staged = here & (signals.c.position < 0)
    count = sa.select(sa.func.count()).select_from(signals)
    whole = of.signals.partition(" ")
    if not whole[2] and (left := connection.execute(count.where(staged)).scalar_one()):
        yield of.finding(
            f"{left} signals that nobody goes on writing", mend=partial(_drop, where=staged)
        )
    shown = connection.execute(count.where(here, signals.c.position > 0)).scalar_one()
    if whole[0] and shown != of.pairs:
        yield of.finding(
            f"signals are of {shown} of {of.pairs} pairs",
            f"work them out again: python -m core suspicion --project {of.name}",
        )


def _drop(connection: sa.Connection, *, where: sa.ColumnElement[bool]) -> None:
    connection.execute(sa.delete(signals).where(where))
