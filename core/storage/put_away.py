"""Put away: what methods made of the older words of pairs, kept with them and brought back."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.domain.pair import Pair
from core.storage import codec, distinct
from core.storage.packed import KINDS
from core.storage.schema import alignments, extras, layers, outcomes, revisions


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of pairs that are about to change.

    Args:
        outcomes: of each layer, by position and content hash: state, signature, body.
        links: by position and key.
        supplied: extras by position: kind, key, body.
        older: earlier revisions by position, latest first.
    """

    outcomes: Mapping[int, Mapping[str, tuple[str, str, str]]]
    links: Mapping[int, Mapping[str, str]]
    supplied: Mapping[int, Sequence[tuple[str, str, bytes]]]
    older: Mapping[int, Sequence[Any]]

    @classmethod
    def read(cls, connection: sa.Connection, project: int, at: Sequence[int]) -> "Kept":
        """Return what is known of the pairs at some hundred places."""
        made: dict[int, dict[str, tuple[str, str, str]]] = {}
        rows = connection.execute(
            sa.select(
                layers.c.content_hash,
                outcomes.c.position,
                outcomes.c.state,
                outcomes.c.signature,
                outcomes.c.body,
            )
            .join(outcomes, outcomes.c.layer_id == layers.c.id)
            .where(layers.c.project_id == project, outcomes.c.position.in_(at))
        )
        for row in rows:
            of_pair = made.setdefault(row.position, {})
            of_pair[row.content_hash] = (row.state, row.signature, row.body)
        links: dict[int, dict[str, str]] = {}
        for own in of_links(connection, project, at):
            for row in connection.execute(sa.select(alignments).where(own)):
                links.setdefault(row.position, {})[row.aligner] = row.body
        supplied: dict[int, list[tuple[str, str, bytes]]] = {}
        for own in of_extras(connection, project, at):
            for row in connection.execute(sa.select(extras).where(own)):
                values = (row.kind, row.key, bytes(row.body))
                supplied.setdefault(row.position, []).append(values)
        older: dict[int, list[Any]] = {}
        for row in connection.execute(
            sa.select(revisions)
            .where(revisions.c.project_id == project, revisions.c.position.in_(at))
            .order_by(revisions.c.revision.desc())
        ):
            older.setdefault(row.position, []).append(row)
        return cls(made, links, supplied, older)

    def latest(self, position: int) -> int:
        """Return the number of the latest change of a pair; 0 for none."""
        return next((int(row.revision) for row in self.older.get(position, ())), 0)

    def dump(self, position: int) -> str:
        """Return what is known of a pair as JSON."""
        found: dict[str, object] = {
            "outcomes": self.outcomes.get(position, {}),
            "links": self.links.get(position, {}),
        }
        if position in self.supplied:
            found["extras"] = [
                (kind, key, base64.b64encode(body).decode())
                for kind, key, body in self.supplied[position]
            ]
        return codec.dump(found)

    def bring_back(self, connection: sa.Connection, project: int, position: int, new: Pair) -> None:
        """Write what methods made of these very words, where the pair has been this before.

        A version that came from a bundle has nothing of what was made here.
        """
        for row in self.older.get(position, ()):
            then = codec.load_pair(new.id, row.pair)
            same = (then.source, then.target.tokens) == (new.source, new.target.tokens)
            if same and any((made := json.loads(row.outcomes)).values()):
                _restore(connection, project, position, made)
                return


def _restore(connection: sa.Connection, project: int, position: int, made: Any) -> None:
    for content_hash, (state, signature, body) in made["outcomes"].items():
        of_hash = (layers.c.project_id == project) & (layers.c.content_hash == content_hash)
        layer = sa.select(layers.c.id).where(of_hash).scalar_subquery()
        connection.execute(
            sa.update(outcomes)
            .where(outcomes.c.layer_id == layer, outcomes.c.position == position)
            .values(state=state, signature=signature, body=body)
        )
    here = {"project_id": project, "position": position}
    links = [{**here, "aligner": key, "body": body} for key, body in made["links"].items()]
    supplied = [
        {**here, "kind": kind, "key": key, "body": base64.b64decode(body)}
        for kind, key, body in made.get("extras", ())
    ]
    for table, rows in ((alignments, links), (extras, supplied)):
        for row in rows:  # where only the tags changed, it may be there
            own = (column == row[column.name] for column in table.primary_key)
            connection.execute(sa.delete(table).where(*own))
            connection.execute(sa.insert(table).values(**row))


def of_links(
    connection: sa.Connection, project: int, at: Sequence[int]
) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions on the links of some pairs, key by key, so that no others are read."""
    of_project = alignments.c.project_id == project
    for key in tuple(distinct.values(connection, alignments.c.aligner, of_project)):
        yield of_project & (alignments.c.aligner == key) & alignments.c.position.in_(at)


def of_extras(
    connection: sa.Connection, project: int, at: Sequence[int]
) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions on what was supplied of some pairs, kind by kind and key by key."""
    for kind in KINDS:
        of_kind = (extras.c.project_id == project) & (extras.c.kind == kind)
        for key in tuple(distinct.values(connection, extras.c.key, of_kind)):
            yield of_kind & (extras.c.key == key) & extras.c.position.in_(at)
