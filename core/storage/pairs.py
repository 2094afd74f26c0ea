"""Pairs: written once with what is searched and counted, read one by one or in batches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.domain.decision import PairStatus
from core.domain.pair import Pair, Sentence
from core.domain.replay import start_state
from core.errors import InputError, UnknownNameError
from core.storage import codec, places
from core.storage.batches import batches
from core.storage.engine import reading, writing
from core.storage.schema import pairs, projects, states, texts
from core.storage.states import summary
from core.storage.values import StoredPair
from core.text.key import comparison_key
from core.text.languages import joined

_BATCH = 2000
_FEW = 500  # values that one query lists


@dataclass(slots=True)
class Tally:
    """What was seen while the pairs were written."""

    pairs: int = 0
    languages: Counter[tuple[str, str]] = field(default_factory=Counter)
    labels: set[str] = field(default_factory=set)

    def add(self, pair: Pair) -> None:
        """Count one pair."""
        self.pairs += 1
        self.languages[pair.source.lang, pair.target.lang] += 1
        for sentence in (pair.source, pair.target):
            self.labels.update(entity.label for entity in sentence.entities or ())


def write_all(engine: sa.Engine, project: int, given: Iterable[Pair]) -> Tally:
    """Return the tally after writing all pairs; raise InputError for a doubled id or no pair."""
    tally = Tally()
    seen: set[str] = set()
    for batch in batches(given, _BATCH):
        first = tally.pairs + 1
        for pair in batch:
            if pair.id in seen:
                raise InputError(f"pair id {pair.id!r} is given twice; ids must be unique")
            seen.add(pair.id)
            tally.add(pair)
        _write(engine, project, first, batch)
    if not tally.pairs:
        raise InputError("there is no pair to make a project of")
    return tally


def _write(engine: sa.Engine, project: int, first: int, batch: list[Pair]) -> None:
    with writing(engine) as connection:
        insert(connection, project, first, batch)


def insert(connection: sa.Connection, project: int, first: int, batch: Sequence[Pair]) -> None:
    """Write pairs at the places from `first` on, unreviewed."""
    standing = [{"project_id": project, "position": first + k} for k in range(len(batch))]
    bodies, keys, rows = [], [], []
    for where, pair in zip(standing, batch, strict=True):
        lengths = {"source_length": len(pair.source), "target_length": len(pair.target)}
        bodies.append({**where, **lengths, "pair_id": pair.id, "body": body_of(pair)})
        keys.append({**where, "keys": search_keys(pair)})
        rows.append({**where, "version": 0, "disagreement": False, "base": "", **_start(pair)})
    connection.execute(sa.insert(pairs), bodies)
    connection.execute(sa.insert(texts), keys)
    connection.execute(sa.insert(states), rows)


def body_of(pair: Pair) -> str:
    """Return the pair as JSON; raise InputError, naming it, where that cannot be written."""
    try:
        codec.writable(pair.id)
        return codec.dump_pair(pair)
    except (InputError, TypeError) as error:
        raise InputError(f"pair {pair.id!r}: {error}") from error


def _start(pair: Pair) -> dict[str, object]:
    return summary(start_state(pair.source.entities, ())) | {"status": PairStatus.UNREVIEWED.value}


def search_keys(pair: Pair) -> str:
    """Return what a text filter looks through: comparison keys of the id and both sentences."""
    return "\n".join((search_key(pair.id), _keys(pair.source), _keys(pair.target)))


def _keys(sentence: Sentence) -> str:
    return search_key(joined(sentence.tokens, sentence.lang))


def search_key(text: str) -> str:
    """Return the comparison key, any white space made one space: what is looked for, and where.

    A U+0000, which no database finds, is left out.
    """
    return comparison_key(" ".join(text.replace("\0", "").split()))


def position_of(connection: sa.Connection, project: int, pair_id: str) -> int:
    """Return the place of a pair; raise UnknownNameError, naming a few that there are."""
    where = (pairs.c.project_id == project) & (pairs.c.pair_id == pair_id)
    found = connection.execute(sa.select(pairs.c.position).where(where)).scalar()
    if found is None:
        few = sa.select(pairs.c.pair_id).where(pairs.c.project_id == project)
        known = connection.execute(few.order_by(pairs.c.position).limit(4)).scalars().all()
        raise UnknownNameError("pair", pair_id, [*known[:3], *(["…"] if len(known) > 3 else [])])
    return int(found)


def read(connection: sa.Connection, project: int, position: int) -> StoredPair:
    """Return the pair at a place."""
    where = (pairs.c.project_id == project) & (pairs.c.position == position)
    return _stored(connection.execute(sa.select(pairs).where(where)).one())


def read_some(
    connection: sa.Connection, project: int, after: int, limit: int
) -> tuple[StoredPair, ...]:
    """Return up to `limit` pairs behind a place, in corpus order."""
    rows = connection.execute(
        sa.select(pairs)
        .where(pairs.c.project_id == project, pairs.c.position > after)
        .order_by(pairs.c.position)
        .limit(limit)
    )
    return tuple(_stored(row) for row in rows)


class Place(NamedTuple):
    """Where a pair stands and how many tokens it has, without the tokens."""

    position: int
    pair_id: str
    source_length: int
    target_length: int


_PLACE = (pairs.c.position, pairs.c.pair_id, pairs.c.source_length, pairs.c.target_length)


def read_places(
    connection: sa.Connection, project: int, after: int, limit: int
) -> tuple[Place, ...]:
    """Return the places of up to `limit` pairs behind a place, in corpus order."""
    rows = connection.execute(
        sa.select(*_PLACE)
        .where(pairs.c.project_id == project, pairs.c.position > after)
        .order_by(pairs.c.position)
        .limit(limit)
    )
    return tuple(Place(*row) for row in rows)


def find_places(connection: sa.Connection, project: int, ids: Iterable[str]) -> dict[str, Place]:
    """Return the places of the pairs with these ids, as far as there are any."""
    found: dict[str, Place] = {}
    for some in batches(places.of_ids(connection, project, ids), _FEW):
        here = pairs.c.position.in_(some)
        rows = connection.execute(sa.select(*_PLACE).where(pairs.c.project_id == project, here))
        found.update((row.pair_id, Place(*row)) for row in rows)
    return found


def iterate(engine: sa.Engine, project: int, batch: int) -> Iterator[StoredPair]:
    """Yield every pair in corpus order; between batches no connection is held."""
    after = 0
    while True:
        with reading(engine) as connection:
            some = read_some(connection, project, after, batch)
        if not some:
            return
        yield from some
        after = some[-1].position


def _stored(row: Any) -> StoredPair:
    return StoredPair(row.position, codec.load_pair(row.pair_id, row.body))


def count(connection: sa.Connection, project: int) -> int:
    """Return how many pairs the project has."""
    return int(
        connection.execute(sa.select(projects.c.pairs).where(projects.c.id == project)).scalar_one()
    )
