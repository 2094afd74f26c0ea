"""Bundles: pairs with their links and what several layers made of them, read in batches."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.errors import ConflictError
from core.storage import alignments, codec, extras, pairs
from core.storage.engine import reading
from core.storage.extras import NONE
from core.storage.schema import layers, outcomes
from core.storage.values import NO_EXTRAS, Outcome, PairExtras, StoredPair

_BATCH = 500


class Bundle(NamedTuple):
    """A pair with what was made of it.

    Args:
        stored: the pair as it came in.
        links: by one aligner; None where it was not aligned, or no links were asked for.
        outcomes: of each layer, by content hash; those that are not there are left out.
        extras: what was supplied of it besides, as far as it was asked for.
    """

    stored: StoredPair
    links: Alignment | None
    outcomes: Mapping[str, Outcome]
    extras: PairExtras = NO_EXTRAS

    def outcome(self, layer: Layer) -> Outcome:
        """Return what a layer made of the pair; raise ConflictError where the layer is gone."""
        if (found := self.outcomes.get(layer.content_hash)) is None:
            raise gone(layer)
        return found


def gone(layer: Layer) -> ConflictError:
    """Return the error for a layer that is not there any more while it is being read."""
    return ConflictError(f"layer {layer.name!r} was deleted meanwhile; go by another layer")


def iterate(
    engine: sa.Engine,
    project: int,
    key: str | None,
    hashes: Sequence[str],
    supplied: Mapping[str, str] = NONE,
) -> Iterator[Bundle]:
    """Yield every pair in corpus order; between batches no connection is held.

    Args:
        engine: of the database.
        project: its number.
        key: of the links; None for no links.
        hashes: of the layers.
        supplied: for each kind of what was supplied besides the key of what is wanted.
    """
    after = 0
    while True:
        with reading(engine) as connection:
            found = read_some(connection, project, key, hashes, supplied, after=after, limit=_BATCH)
        if not found:
            return
        yield from found
        after = found[-1].stored.position


def read_some(
    connection: sa.Connection,
    project: int,
    key: str | None,
    hashes: Sequence[str],
    supplied: Mapping[str, str] = NONE,
    *,
    after: int,
    limit: int,
) -> tuple[Bundle, ...]:
    """Return up to `limit` pairs behind a position, in corpus order."""
    found = pairs.read_some(connection, project, after, limit)
    if not found:
        return ()
    first, last = found[0].position, found[-1].position
    links = {}
    if key is not None:
        links = alignments.read_range(connection, project, first, last, key)
    made = _outcomes(connection, project, first, last, hashes)
    more = extras.read_range(connection, project, first, last, supplied)
    return tuple(
        Bundle(s, links.get(p), made.get(p, {}), more.get(p, NO_EXTRAS))
        for s, p in ((s, s.position) for s in found)
    )


def _outcomes(
    connection: sa.Connection, project: int, first: int, last: int, hashes: Sequence[str]
) -> dict[int, dict[str, Outcome]]:
    rows = connection.execute(
        sa.select(layers.c.content_hash, outcomes.c.position, outcomes.c.state, outcomes.c.body)
        .join(layers, layers.c.id == outcomes.c.layer_id)
        .where(
            layers.c.project_id == project,
            layers.c.content_hash.in_(hashes),
            outcomes.c.position.between(first, last),
        )
    )
    found: dict[int, dict[str, Outcome]] = {}
    for row in rows:
        own = found.setdefault(row.position, {})
        own[row.content_hash] = codec.load_outcome(row.state, row.body)
    return found
