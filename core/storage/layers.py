"""Layers: what methods made of a project, written as a stream, seen only when complete."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.domain.entity import check_entities
from core.domain.layer import Layer
from core.errors import ConflictError, InputError, StorageError, UnknownNameError
from core.storage import alignments, codec, extras, pairs, revisions
from core.storage.batches import batches
from core.storage.clock import now
from core.storage.engine import reading, writing
from core.storage.labels import add_labels
from core.storage.names import STAGED_LAYER
from core.storage.schema import layers, outcomes, projects, tracks
from core.storage.schema import states as states_table
from core.storage.signature import of_outcome
from core.storage.staging import under_way
from core.storage.sweeping import clear_layers
from core.storage.values import Outcome

BROUGHT = " (from a bundle)"
"""How the name of a layer ends that keeps the hash it had in another database."""

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a layer before it is written.

    Args:
        name: of the method, for people.
        kind: `method` or `gold`.
        spec: canonical JSON of the method spec.
        spec_hash: its hash.
        versions: packages that took part.
    """

    name: str
    kind: str = "method"
    spec: str = ""
    spec_hash: str = ""
    versions: tuple[str, ...] = ()


def read_all(connection: sa.Connection, project: int) -> tuple[Layer, ...]:
    """Return the complete layers of a project in the order they were written."""
    rows = connection.execute(
        sa.select(layers)
        .where(layers.c.project_id == project, ~layers.c.content_hash.startswith(STAGED_LAYER))
        .order_by(layers.c.id)
    )
    return tuple(_layer(row) for row in rows)


def _layer(row: Any) -> Layer:
    return Layer(
        name=row.name,
        kind=row.kind,
        spec=row.spec,
        spec_hash=row.spec_hash,
        versions=tuple(json.loads(row.versions)),
        content_hash=row.content_hash,
        created=row.created,
    )


def read_outcomes(
    connection: sa.Connection, project: int, position: int
) -> tuple[tuple[Layer, Outcome], ...]:
    """Return what each complete layer made of a pair, in the order the layers were written."""
    rows = connection.execute(
        sa.select(layers, outcomes.c.state, outcomes.c.body)
        .join(outcomes, outcomes.c.layer_id == layers.c.id)
        .where(
            layers.c.project_id == project,
            ~layers.c.content_hash.startswith(STAGED_LAYER),
            outcomes.c.position == position,
        )
        .order_by(layers.c.id)
    )
    return tuple((_layer(row), codec.load_outcome(row.state, row.body)) for row in rows)


def write(
    engine: sa.Engine,
    project: int,
    meta: Meta,
    given: Iterable[tuple[str, Outcome]],
    *,
    new_name: bool = False,
    since: str = "",
) -> Layer:
    """Return the layer after writing one outcome a pair, in corpus order.

    Batches are written one by one and stay out of sight until the last is there, so that
    annotators can save while a method runs. A layer with the same content is there only once.

    Args:
        engine: of the database.
        project: its number.
        meta: what is known of the layer.
        given: pair ids with outcomes.
        new_name: write nothing where there is a layer of that name when the last outcome is in.
        since: when the pairs were read; it knows nothing of those whose words changed since.

    Raises:
        InputError: there is not one outcome for each pair, or one fits no sentence.
        ConflictError: the name is to be new, but is not.
    """
    with _staged(engine, project, meta) as layer_id:
        digest, labels = _stream(engine, project, layer_id, meta, given)
        with writing(engine) as connection:
            if new_name:
                _check_new(connection, project, meta.name)
            layer = _publish(connection, project, layer_id, digest, since)
            add_labels(connection, project, labels)
    return layer


@contextmanager
def _staged(engine: sa.Engine, project: int, meta: Meta) -> Iterator[int]:
    """Return the number of a new layer that nobody sees; where the block fails, it goes."""
    with under_way() as staged:
        layer_id = _stage(engine, project, meta, staged)
        try:
            yield layer_id
        except BaseException:  # where the disk is full, it stays for whoever comes next
            with suppress(StorageError), writing(engine) as connection:
                connection.execute(sa.delete(layers).where(layers.c.id == layer_id))
            raise


def _stage(engine: sa.Engine, project: int, meta: Meta, staged: str) -> int:
    with writing(engine) as connection:
        clear_layers(connection)
        added = connection.execute(
            sa.insert(layers).values(
                project_id=project,
                name=meta.name,
                kind=meta.kind,
                spec=meta.spec,
                spec_hash=meta.spec_hash,
                versions=codec.dump(meta.versions),
                content_hash=f"{STAGED_LAYER}{staged}",
                created=now(),
            )
        )
        return int((added.inserted_primary_key or (0,))[0])


def _stream(
    engine: sa.Engine,
    project: int,
    layer_id: int,
    meta: Meta,
    given: Iterable[tuple[str, Outcome]],
) -> tuple[str, set[str]]:
    """Return the content hash and the labels after writing every outcome."""
    hasher = hashlib.sha256(codec.dump([meta.kind, meta.name, meta.spec]).encode())
    labels: set[str] = set()
    last = 0
    for batch in batches(given, _BATCH):
        with writing(engine) as connection:
            places = pairs.read_places(connection, project, last, len(batch))
            _check_order(batch, places)
            rows = []
            for place, (_, outcome) in zip(places, batch, strict=True):
                body = codec.dump_outcome(outcome)
                hasher.update(codec.dump([place.pair_id, outcome.state, body]).encode() + b"\n")
                labels.update(p.entity.label for p in outcome.projections)
                labels.update(entity.label for entity in outcome.others)
                rows.append(_row(layer_id, place, outcome, body))
            connection.execute(sa.insert(outcomes), rows)
            last = places[-1].position
    with reading(engine) as connection:
        total = pairs.count(connection, project)
    if last != total:
        raise InputError(f"the layer has outcomes for {last} of {total} pairs; give one for each")
    return hasher.hexdigest()[:16], labels


def _check_order(batch: list[tuple[str, Outcome]], places: tuple[pairs.Place, ...]) -> None:
    known = [place.pair_id for place in places]
    for k, (pair_id, _) in enumerate(batch):
        wanted = known[k] if k < len(known) else None
        if pair_id != wanted:
            raise InputError(
                f"outcome of pair {pair_id!r} where that of {wanted!r} was due; give one outcome "
                "a pair, in the order of the corpus"
            )


def _row(layer_id: int, place: pairs.Place, outcome: Outcome, body: str) -> dict[str, object]:
    try:
        check_entities(outcome.entities(), place.target_length)
    except InputError as error:
        raise InputError(f"pair {place.pair_id!r}: {error}") from error
    return {
        "layer_id": layer_id,
        "position": place.position,
        "state": outcome.state,
        "signature": of_outcome(outcome),
        "body": body,
    }


def _check_new(connection: sa.Connection, project: int, name: str) -> None:
    if name in {layer.name for layer in read_all(connection, project)}:
        raise ConflictError(f"a layer {name!r} was written meanwhile; choose another name")


def _publish(
    connection: sa.Connection, project: int, layer_id: int, digest: str, since: str
) -> Layer:
    """Return the layer, now to be seen, the latest of its name; one of equal content gives way."""
    same = (layers.c.project_id == project) & (layers.c.content_hash == digest)
    begun = sa.select(layers.c.created).where(layers.c.id == layer_id)
    since = since or connection.execute(begun).scalar_one()
    revisions.skip_changed(connection, project, layer_id, since)
    values = {"content_hash": digest}
    if (first := connection.execute(sa.select(layers.c.created).where(same)).scalar()) is not None:
        values["created"] = first
        connection.execute(sa.delete(layers).where(same))
    connection.execute(sa.update(layers).where(layers.c.id == layer_id).values(**values))
    mark_disagreement(connection, project)
    return _layer(connection.execute(sa.select(layers).where(same)).one())


def bring(
    connection: sa.Connection, project: int, layer: Layer, given: Mapping[str, Outcome]
) -> None:
    """Write a layer that decisions made elsewhere stand on, under its own hash.

    Pairs that nothing is given of are told as skipped; its name says that it came from elsewhere.
    """
    values = {
        "name": f"{layer.name}{BROUGHT}",
        "kind": layer.kind,
        "spec": layer.spec,
        "spec_hash": layer.spec_hash,
        "versions": codec.dump(layer.versions),
        "content_hash": layer.content_hash,
        "created": layer.created,
    }
    added = connection.execute(sa.insert(layers).values(project_id=project, **values))
    key: Any = added.inserted_primary_key
    absent = Outcome.skipped("the bundle that the layer came from has no such pair")
    after = 0
    while places := pairs.read_places(connection, project, after, _BATCH):
        rows = []
        for place in places:
            outcome = given.get(place.pair_id, absent)
            rows.append(_row(int(key[0]), place, outcome, codec.dump_outcome(outcome)))
        connection.execute(sa.insert(outcomes), rows)
        after = places[-1].position
    mark_disagreement(connection, project)


def differing(project: int) -> sa.Select[tuple[int]]:
    """Return the query of places of pairs on which methods disagree, by their latest layers."""
    complete = (
        (layers.c.project_id == project)
        & (layers.c.kind == "method")
        & ~layers.c.spec.contains(f'"{extras.TRANSFER}":true', autoescape=True)
        & ~layers.c.content_hash.startswith(STAGED_LAYER)
    )
    latest = sa.select(sa.func.max(layers.c.id)).where(complete).group_by(layers.c.name)
    return (
        sa.select(outcomes.c.position)
        .where(outcomes.c.layer_id.in_(latest))
        .group_by(outcomes.c.position)
        .having(sa.func.min(outcomes.c.signature) != sa.func.max(outcomes.c.signature))
    )


def mark_disagreement(connection: sa.Connection, project: int) -> None:
    """Mark the pairs on which the latest layer of each method differs from that of another.

    What a tagger finds by itself does not count: it differs nearly everywhere.
    """
    differ = differing(project)
    in_project = states_table.c.project_id == project
    for value in (True, False):
        membership = states_table.c.position.in_(differ)
        connection.execute(
            sa.update(states_table)
            .where(
                in_project,
                membership if value else ~membership,
                states_table.c.disagreement.is_(not value),
            )
            .values(disagreement=value)
        )


def delete(connection: sa.Connection, project: int, content_hash: str) -> None:
    """Delete a layer, and what is kept for it alone: changed links, what was supplied besides.

    Raises:
        UnknownNameError: there is no such layer.
        ConflictError: it is the base, or pairs that were decided on stand on it, or did before they
            were carried to another.
    """
    known = {layer.content_hash: layer for layer in read_all(connection, project)}
    if content_hash not in known:
        raise UnknownNameError("layer", content_hash, known)
    doomed = known[content_hash]
    base = connection.execute(sa.select(projects.c.base).where(projects.c.id == project)).scalar()
    if base == content_hash:
        raise ConflictError(f"layer {doomed.name!r} is the base of the project; it stays")
    standing = sum(
        connection.execute(
            sa.select(sa.func.count()).where(
                t.c.project_id == project,
                (t.c.base == content_hash) | (t.c.origin == content_hash),
            )
        ).scalar_one()
        for t in (states_table, tracks)
    )
    if standing:
        pairs_of = "1 pair that was" if standing == 1 else f"{standing} pairs that were"
        raise ConflictError(f"{pairs_of} decided on stand on layer {doomed.name!r}; it stays")
    connection.execute(
        sa.delete(layers).where(
            layers.c.project_id == project, layers.c.content_hash == content_hash
        )
    )
    alignments.drop_unused(connection, project, alignments.key_in(doomed.spec))
    extras.drop_unused(connection, project)
    mark_disagreement(connection, project)
