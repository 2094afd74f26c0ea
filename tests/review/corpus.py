"""A project of a few different pairs, for what is done to many of them at once."""

from collections.abc import Sequence
from typing import NamedTuple

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.domain.spec import canonical_json
from core.projection import METHODS
from core.storage import Outcome, Workspace

Spans = Sequence[tuple[int, int, str]]


class Row(NamedTuple):
    """A pair as it comes in.

    Args:
        id: of the pair.
        source: tokens with spaces between them.
        entities: of the source; None where nobody annotated it.
        target: tokens with spaces between them.
        found: for each source entity the target spans that its method found.
        links: of the aligner.
    """

    id: str
    source: str
    entities: Spans | None
    target: str
    found: Sequence[Sequence[tuple[int, int]]] = ()
    links: Sequence[tuple[int, int]] = ()


def bring(ws: Workspace, rows: Sequence[Row], *, langs: tuple[str, str] = ("en", "de")) -> None:
    """Make project `one` of the rows, with links and a base layer that can be run again."""
    pairs = [_pair(row, *langs) for row in rows]
    ws.create_project("one", pairs, labels=["PER", "ORG", "LOC"])
    links = [
        (pair.id, Alignment.of(len(pair.source), len(pair.target), row.links))
        for row, pair in zip(rows, pairs, strict=True)
    ]
    ws.write_alignments("one", "by hand", links)
    spec = METHODS["ngram-exact"]
    body = canonical_json(spec.to_dict() | {"alignments": "by hand"})
    outcomes = [(row.id, _outcome(row)) for row in rows]
    layer = ws.write_layer("one", outcomes, name="base", spec=body, spec_hash=spec.digest())
    ws.set_base("one", layer.content_hash)


def _pair(row: Row, source: str, target: str) -> Pair:
    known = None if row.entities is None else tuple(Entity(*span) for span in row.entities)
    return Pair(
        row.id,
        Sentence(tuple(row.source.split()), known, source),
        Sentence(tuple(row.target.split()), None, target),
    )


def _outcome(row: Row) -> Outcome:
    if row.entities is None:
        return Outcome.skipped("the source has no tags")
    return Outcome.projected(
        tuple(
            Projection(Entity(*entity), tuple(Pick(*span, 0.9) for span in spans))
            for entity, spans in zip(row.entities, row.found, strict=True)
        )
    )
