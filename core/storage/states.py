"""How each pair stands: replayed from base layer and decisions, summed up in one narrow row."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from core.domain.decision import Decision, Proposal
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.projection import Projection
from core.domain.replay import PairState, replay, source_id, start_state
from core.storage import codec
from core.storage.schema import decisions, layers, outcomes, pairs, projects, states
from core.storage.values import Outcome, PairRecord, StoredPair


def proposals(pair: Pair, projections: Sequence[Projection]) -> tuple[Proposal, ...]:
    """Return the projected target entities, each with the id of the source entity it is from."""
    ids = {
        (entity.start, entity.end): source_id(k)
        for k, entity in enumerate(pair.source.entities or ())
    }
    return tuple(
        Proposal(entity, ids.get((projection.entity.start, projection.entity.end)))
        for projection in projections
        for entity in projection.entities()
    )


def start(pair: Pair, outcome: Outcome | None) -> PairState:
    """Return the pair as its base layer has it, before any decision."""
    found = () if outcome is None else proposals(pair, outcome.projections)
    return start_state(pair.source.entities, found)


def summary(state: PairState) -> dict[str, object]:
    """Return what filters and counts need to know of a state, as columns."""
    live = [reviewed for reviewed in state.target if reviewed.live]
    labels = {r.entity.label for r in live} | {e.label for e in state.source_entities()}
    return {
        "status": state.status.value,
        "labels": label_column(labels),
    }


def label_column(labels: set[str]) -> str:
    """Return labels in order with a space on both sides of each; a label holds no white space."""
    return f" {' '.join(sorted(labels))} " if labels else ""


def effective_base(connection: sa.Connection, project: int, position: int) -> str:
    """Return the content hash of the layer that a pair stands on, "" where there is none.

    That is the base of the project, until somebody decides on the pair: from then on it is the
    layer that was decided on, so that no decision is ever replayed on entities it was not about.
    """
    own = connection.execute(
        sa.select(states.c.base).where(
            states.c.project_id == project, states.c.position == position
        )
    ).scalar_one()
    if own:
        return str(own)
    return str(
        connection.execute(sa.select(projects.c.base).where(projects.c.id == project)).scalar_one()
    )


def read_versions(
    connection: sa.Connection, project: int, ids: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """Return how many decisions were made on each of some pairs, and the base of its own, or ""."""
    rows = connection.execute(
        sa.select(pairs.c.pair_id, states.c.version, states.c.base)
        .join(
            states,
            (states.c.project_id == pairs.c.project_id) & (states.c.position == pairs.c.position),
        )
        .where(pairs.c.project_id == project, pairs.c.pair_id.in_(ids))
    )
    return {row.pair_id: (row.version, row.base) for row in rows}


def read_outcome(
    connection: sa.Connection, project: int, content_hash: str, position: int
) -> Outcome | None:
    """Return what a layer made of a pair; None where there is no such layer."""
    row = connection.execute(
        sa.select(outcomes.c.state, outcomes.c.body)
        .join(layers, layers.c.id == outcomes.c.layer_id)
        .where(
            layers.c.project_id == project,
            layers.c.content_hash == content_hash,
            outcomes.c.position == position,
        )
    ).one_or_none()
    return None if row is None else codec.load_outcome(row.state, row.body)


def read_decisions(
    connection: sa.Connection, project: int, position: int, pair_id: str
) -> tuple[Decision, ...]:
    """Return the decisions on one pair in order."""
    # With `position = ?` SQLite reads every decision of the project by `seq`; a range of one goes
    # by the index.
    here = decisions.c.position.between(position, position)
    rows = connection.execute(
        sa.select(decisions)
        .where(decisions.c.project_id == project, here)
        .order_by(decisions.c.position, decisions.c.seq)
    )
    return tuple(codec.load_decision(row, pair_id) for row in rows)


def record(connection: sa.Connection, project: int, stored: StoredPair) -> PairRecord:
    """Return a pair as it stands after its decisions."""
    base = effective_base(connection, project, stored.position)
    outcome = read_outcome(connection, project, base, stored.position) if base else None
    log = read_decisions(connection, project, stored.position, stored.pair.id)
    state = replay(start(stored.pair, outcome), log)
    return PairRecord(stored, state, len(log), base, outcome)


def refresh(connection: sa.Connection, project: int, stored: StoredPair) -> None:
    """Bring the narrow row of a pair up to date with its decisions."""
    now = record(connection, project, stored)
    connection.execute(
        sa.update(states)
        .where(states.c.project_id == project, states.c.position == stored.position)
        .values(version=now.version, **summary(now.state))
    )


def iterate(
    connection: sa.Connection, project: int, statuses: Sequence[str] | None, batch: int
) -> Iterator[PairRecord]:
    """Yield pairs of these statuses (None means all) as they stand, in corpus order."""
    after = 0
    while rows := _rows(connection, project, statuses, after, batch):
        for row in rows:
            stored = StoredPair(row.position, codec.load_pair(row.pair_id, row.body))
            yield _quick_record(connection, project, stored, row)
        after = rows[-1].position


def iterate_layer(
    connection: sa.Connection,
    project: int,
    content_hash: str,
    statuses: Sequence[str] | None,
    batch: int,
) -> Iterator[tuple[StoredPair, str, Outcome | None]]:
    """Yield pairs of these statuses, in corpus order, with what one layer made of them."""
    after = 0
    while rows := _rows(connection, project, statuses, after, batch, content_hash):
        for row in rows:
            stored = StoredPair(row.position, codec.load_pair(row.pair_id, row.body))
            outcome = None if row.state is None else codec.load_outcome(row.state, row.outcome)
            yield stored, row.status, outcome
        after = rows[-1].position


def _rows(
    connection: sa.Connection,
    project: int,
    statuses: Sequence[str] | None,
    after: int,
    limit: int,
    content_hash: str | None = None,
) -> Sequence[Any]:
    """Return pairs joined with what a layer, else the base of the project, made of them."""
    base: sa.ColumnElement[str] = (
        sa.select(projects.c.base).where(projects.c.id == project).scalar_subquery()
        if content_hash is None
        else sa.literal(content_hash)
    )
    layer = (
        sa.select(layers.c.id)
        .where(layers.c.project_id == project, layers.c.content_hash == base)
        .scalar_subquery()
    )
    query = (
        sa.select(
            pairs,
            states.c.version,
            states.c.status,
            base.label("base"),
            outcomes.c.state,
            outcomes.c.body.label("outcome"),
        )
        .join(
            states,
            (states.c.project_id == pairs.c.project_id) & (states.c.position == pairs.c.position),
        )
        .outerjoin(
            outcomes, (outcomes.c.layer_id == layer) & (outcomes.c.position == pairs.c.position)
        )
        .where(pairs.c.project_id == project, pairs.c.position > after)
        .order_by(pairs.c.position)
        .limit(limit)
    )
    if statuses is not None:
        query = query.where(states.c.status.in_(statuses))
    return connection.execute(query).all()


def _quick_record(
    connection: sa.Connection, project: int, stored: StoredPair, row: Any
) -> PairRecord:
    """Return the record of a pair from its joined row; only decided pairs need more queries."""
    if row.version:
        return record(connection, project, stored)
    outcome = None if row.state is None else codec.load_outcome(row.state, row.outcome)
    return PairRecord(stored, start(stored.pair, outcome), 0, row.base, outcome)


def entities_by_source(
    pair: Pair, projections: Sequence[Projection]
) -> tuple[tuple[Entity, str | None, float], ...]:
    """Return the projected target entities, each with its source entity's id and its score."""
    scores = [pick.score for projection in projections for pick in projection.picks]
    return tuple(
        (proposal.entity, proposal.source_id, score)
        for proposal, score in zip(proposals(pair, projections), scores, strict=True)
    )
