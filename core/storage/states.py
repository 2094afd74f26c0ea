"""How each pair stands: replayed from base layer and decisions, summed up in one narrow row."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from core.domain.decision import Proposal
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.replay import PairState, source_id, start_state
from core.storage import codec, places, standpoint
from core.storage.schema import layers, outcomes, pairs, revisions
from core.storage.values import Outcome, StoredPair


def proposals(pair: Pair, outcome: Outcome) -> tuple[Proposal, ...]:
    """Return the target entities of a layer, each with the id of the source entity it is from."""
    ids = {
        (entity.start, entity.end): source_id(k)
        for k, entity in enumerate(pair.source.entities or ())
    }
    projected = (
        Proposal(entity, ids.get((projection.entity.start, projection.entity.end)))
        for projection in outcome.projections
        for entity in projection.entities()
    )
    return (*projected, *(Proposal(entity, None) for entity in outcome.others))


def start(pair: Pair, outcome: Outcome | None) -> PairState:
    """Return the pair as its base layer has it, before any decision."""
    found = () if outcome is None else proposals(pair, outcome)
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


def read_versions(
    connection: sa.Connection, project: int, ids: Sequence[str], track: str = ""
) -> dict[str, tuple[int, str, int]]:
    """Return how many decisions some pairs have, the base of their own or "", and their changes."""
    here = standpoint.of(track)
    changes = (
        sa.select(sa.func.count())
        .select_from(revisions)
        .where(
            revisions.c.project_id == pairs.c.project_id,
            revisions.c.position == pairs.c.position,
        )
        .correlate(pairs)
        .scalar_subquery()
    )
    at = places.of_ids(connection, project, ids)
    rows = connection.execute(
        sa.select(
            pairs.c.pair_id,
            here.version.label("version"),
            here.base.label("base"),
            changes.label("changes"),
        )
        .select_from(standpoint.with_pairs(here))
        .where(pairs.c.project_id == project, pairs.c.position.in_(at))
    )
    return {row.pair_id: (row.version, row.base, row.changes) for row in rows}


def read_outcome(
    connection: sa.Connection, project: int, content_hash: str, position: int
) -> Outcome | None:
    """Return what a layer made of a pair; None where there is no such layer."""
    return read_outcomes(connection, project, content_hash, [position]).get(position)


def read_outcomes(
    connection: sa.Connection, project: int, content_hash: str, positions: Collection[int]
) -> dict[int, Outcome]:
    """Return what a layer made of the pairs at some hundred places, by place."""
    rows = connection.execute(
        sa.select(outcomes.c.position, outcomes.c.state, outcomes.c.body)
        .join(layers, layers.c.id == outcomes.c.layer_id)
        .where(
            layers.c.project_id == project,
            layers.c.content_hash == content_hash,
            outcomes.c.position.in_(list(positions)),
        )
    )
    return {row.position: codec.load_outcome(row.state, row.body) for row in rows}


def iterate_layer(
    connection: sa.Connection,
    project: int,
    content_hash: str,
    statuses: Sequence[str] | None,
    batch: int,
    track: str = "",
) -> Iterator[tuple[StoredPair, str, Outcome | None]]:
    """Yield pairs of these statuses on a track, in corpus order, with what one layer made."""
    query = _beside_layer(project, content_hash, standpoint.of(track), statuses).limit(batch)
    after = 0
    while rows := connection.execute(query.where(pairs.c.position > after)).all():
        for row in rows:
            stored = StoredPair(row.position, codec.load_pair(row.pair_id, row.body))
            outcome = None if row.state is None else codec.load_outcome(row.state, row.outcome)
            yield stored, row.status, outcome
        after = rows[-1].position


def _beside_layer(
    project: int, content_hash: str, here: standpoint.Standpoint, statuses: Sequence[str] | None
) -> sa.Select[Any]:
    """Return the query of pairs with what a layer made of them, in corpus order."""
    layer = (
        sa.select(layers.c.id)
        .where(layers.c.project_id == project, layers.c.content_hash == content_hash)
        .scalar_subquery()
    )
    query = (
        sa.select(
            pairs,
            here.status.label("status"),
            outcomes.c.state,
            outcomes.c.body.label("outcome"),
        )
        .select_from(standpoint.with_pairs(here))
        .outerjoin(
            outcomes, (outcomes.c.layer_id == layer) & (outcomes.c.position == pairs.c.position)
        )
        .where(pairs.c.project_id == project)
        .order_by(pairs.c.position)
    )
    return query if statuses is None else query.where(here.status.in_(statuses))


def entities_by_source(
    pair: Pair, outcome: Outcome
) -> tuple[tuple[Entity, str | None, float | None], ...]:
    """Return the target entities of a layer, each with its source entity's id and its score.

    Those without a source entity have no score.
    """
    picks = (pick.score for projection in outcome.projections for pick in projection.picks)
    scores: list[float | None] = [*picks, *(None for _ in outcome.others)]
    return tuple(
        (proposal.entity, proposal.source_id, score)
        for proposal, score in zip(proposals(pair, outcome), scores, strict=True)
    )
