"""Checks of pairs: places without holes, rows for each, narrow rows that equal their replay."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

import sqlalchemy as sa

from core.domain.decision import PairStatus
from core.storage import codec, layers, records
from core.storage import pairs as pairs_of
from core.storage.doctor.finding import UNREADABLE, Finding, Owner, few
from core.storage.names import STAGED_LAYER
from core.storage.schema import layers as layers_table
from core.storage.schema import metadata, pairs, projects, texts, tracks
from core.storage.schema import states as states_table
from core.storage.verify import read_off

_BATCH = 500


def check(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield what is wrong with the pairs of a project."""
    yield from _places(connection, of)
    yield from _dangling(connection, of)
    yield from _rows(connection, of)
    yield from _standing(connection, of)
    yield from _disagreement(connection, of)


def _places(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    query = sa.select(pairs.c.position).where(pairs.c.project_id == of.id)
    there = set(connection.execute(query).scalars())
    if missing := sorted(set(range(1, max(there, default=0) + 1)) - there):
        yield of.finding(f"no pair at place {few(missing)}")
    elif len(there) != of.pairs:
        yield of.finding(
            f"it says that it has {of.pairs} pairs, there are {len(there)}",
            mend=partial(_count, project=of.id, count=len(there)),
        )


def _count(connection: sa.Connection, *, project: int, count: int) -> None:
    connection.execute(sa.update(projects).where(projects.c.id == project).values(pairs=count))


def _dangling(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield rows of tables with a place at which no pair is."""
    here = sa.select(pairs.c.position).where(pairs.c.project_id == of.id)
    for table in metadata.sorted_tables:
        if table is pairs or not {"project_id", "position"} <= set(table.columns.keys()):
            continue
        place = sa.func.abs(table.c.position)
        query = sa.select(table.c.position).where(table.c.project_id == of.id, place.not_in(here))
        found = connection.execute(query.distinct().order_by(table.c.position)).scalars().all()
        if found:
            yield of.finding(f"rows of table {table.name!r} at places without a pair: {few(found)}")


def _rows(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield what does not say of a pair what the pair itself does."""
    keys: list[int] = []
    lengths: list[int] = []
    unread: list[str] = []
    query = (
        sa.select(pairs, texts.c["keys"].label("found"))
        .outerjoin(
            texts,
            (texts.c.project_id == pairs.c.project_id) & (texts.c.position == pairs.c.position),
        )
        .where(pairs.c.project_id == of.id)
        .order_by(pairs.c.position)
        .execution_options(yield_per=_BATCH)
    )
    for row in connection.execute(query):
        try:
            pair = codec.load_pair(row.pair_id, row.body)
        except UNREADABLE as error:
            unread.append(f"{row.pair_id}: {error}")
            continue
        if row.found != pairs_of.search_keys(pair):
            keys.append(row.position)
        if (row.source_length, row.target_length) != (len(pair.source), len(pair.target)):
            lengths.append(row.position)
    if unread:
        yield of.finding(f"pairs that cannot be read: {few(unread)}")
    if keys:
        yield of.finding(
            f"what a search looks through is not what the pair says, at {few(keys)}",
            mend=partial(_mend_keys, project=of.id, places=keys),
        )
    if lengths:
        yield of.finding(
            f"the lengths are not those of the pair, at {few(lengths)}",
            mend=partial(_mend_lengths, project=of.id, places=lengths),
        )


def _mend_keys(connection: sa.Connection, *, project: int, places: list[int]) -> None:
    for place in places:
        found = pairs_of.search_keys(pairs_of.read(connection, project, place).pair)
        here = (texts.c.project_id == project) & (texts.c.position == place)
        connection.execute(sa.delete(texts).where(here))
        row = {"project_id": project, "position": place, "keys": found}
        connection.execute(sa.insert(texts), [row])


def _mend_lengths(connection: sa.Connection, *, project: int, places: list[int]) -> None:
    for place in places:
        pair = pairs_of.read(connection, project, place).pair
        here = (pairs.c.project_id == project) & (pairs.c.position == place)
        told = {"source_length": len(pair.source), "target_length": len(pair.target)}
        connection.execute(sa.update(pairs).where(here).values(**told))


def _standing(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield pairs whose narrow row is missing, or is not what their decisions come to."""
    wrong = _without_row(connection, of)
    if wrong:
        yield of.finding(
            f"pairs without a row of how they stand, at {few(wrong)}",
            mend=partial(_mend_missing, project=of.id, places=wrong),
        )
        return
    differ: dict[str, list[int]] = defaultdict(list)
    try:
        for off in read_off(connection, of.id):
            differ[off.track].append(off.position)
    except UNREADABLE as error:
        yield of.finding(f"what was decided cannot be replayed ({error})")
        return
    for track, places in differ.items():
        on = f" on the track of {track!r}" if track else ""
        yield of.finding(
            f"how a pair stands{on} is not what its decisions come to, at {few(places)}",
            mend=partial(_mend_standing, project=of.id, places=places, track=track),
        )


def _without_row(connection: sa.Connection, of: Owner) -> list[int]:
    has = sa.select(states_table.c.position).where(states_table.c.project_id == of.id)
    query = sa.select(pairs.c.position).where(
        pairs.c.project_id == of.id, pairs.c.position.not_in(has)
    )
    return list(connection.execute(query.order_by(pairs.c.position)).scalars())


def _mend_missing(connection: sa.Connection, *, project: int, places: list[int]) -> None:
    rows = [
        {
            "project_id": project,
            "position": place,
            "status": PairStatus.UNREVIEWED.value,
            "version": 0,
            "labels": "",
            "disagreement": False,
            "base": "",
        }
        for place in places
    ]
    connection.execute(sa.insert(states_table), rows)
    _mend_standing(connection, project=project, places=places)
    layers.mark_disagreement(connection, project)


def _mend_standing(
    connection: sa.Connection, *, project: int, places: list[int], track: str = ""
) -> None:
    for place in places:
        records.refresh(connection, project, place, track)


def _disagreement(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield whether the marks on pairs that methods disagree about are what the layers say."""
    marked = sa.select(states_table.c.position).where(
        states_table.c.project_id == of.id, states_table.c.disagreement.is_(True)
    )
    wrong = sorted(
        set(connection.execute(layers.differing(of.id)).scalars())
        ^ set(connection.execute(marked).scalars())
    )
    if wrong:
        yield of.finding(
            f"the mark that methods disagree is not what the layers say, at {few(wrong)}",
            mend=partial(_mend_marks, project=of.id),
        )


def _mend_marks(connection: sa.Connection, *, project: int) -> None:
    layers.mark_disagreement(connection, project)


def bases(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield layers that are stood on but not there."""
    known = set(
        connection.execute(
            sa.select(layers_table.c.content_hash).where(
                layers_table.c.project_id == of.id,
                ~layers_table.c.content_hash.startswith(STAGED_LAYER),
            )
        ).scalars()
    )
    if of.base and of.base not in known:
        yield of.finding(f"it stands on a layer that is not there: {of.base}")
    stood: set[str] = set()
    for table in (states_table, tracks):
        for column in (table.c.base, table.c.origin):
            query = sa.select(column).where(table.c.project_id == of.id, column != "").distinct()
            stood.update(connection.execute(query).scalars())
    if gone := sorted(stood - known):
        yield of.finding(f"pairs stand on layers that are not there: {few(gone)}")
