"""Small corpora for the tests of storage and review, built by hand."""

from collections.abc import Iterable

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.storage import Outcome, Workspace

TIME = "2026-01-02T03:04:05.000+00:00"


def pair(pair_id: str = "p1", *, known: bool = True, gold: bool = False, **more: object) -> Pair:
    """Return `Anna lives in New York` beside `Ana vive en Nueva York .`."""
    entities = (Entity(0, 1, "PER"), Entity(3, 5, "LOC")) if known else None
    answer = (Entity(0, 1, "PER"), Entity(3, 5, "LOC")) if gold else None
    return Pair(
        pair_id,
        Sentence(("Anna", "lives", "in", "New", "York"), entities, "en"),
        Sentence(("Ana", "vive", "en", "Nueva", "York", "."), answer, "es"),
        **more,
    )


def corpus(count: int = 5) -> list[Pair]:
    """Return pairs p1, p2, ...; the source of every fifth is not annotated."""
    return [pair(f"p{k}", known=k % 5 != 0, gold=k == 1) for k in range(1, count + 1)]


def outcome(of: Pair, *, loc: tuple[int, int] = (3, 5)) -> Outcome:
    """Return a projection of both entities, LOC to the span given; skipped without a source."""
    if of.source.entities is None:
        return Outcome.skipped("the source has no tags")
    return Outcome.projected(
        (
            Projection(of.source.entities[0], (Pick(0, 1, 0.9),)),
            Projection(of.source.entities[1], (Pick(*loc, 0.8),)),
        )
    )


def filled(ws: Workspace, name: str = "one", pairs: Iterable[Pair] | None = None) -> Layer:
    """Return the base layer of a new project of five pairs with links and two layers.

    The second layer has a shorter LOC on p2 and failed on p3.
    """
    given = corpus() if pairs is None else list(pairs)
    ws.create_project(name, given)
    cells = [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]
    ws.write_alignments(name, "by hand", [(p.id, Alignment.of(5, 6, cells)) for p in given])
    base = ws.write_layer(name, [(p.id, outcome(p)) for p in given], name="first")
    other = [
        (p.id, Outcome.failed("broke") if p.id == "p3" else outcome(p, loc=_loc(p))) for p in given
    ]
    ws.write_layer(name, other, name="second")
    ws.set_base(name, base.content_hash)
    return base


def _loc(of: Pair) -> tuple[int, int]:
    return (3, 4) if of.id == "p2" else (3, 5)


def decision(seq: int, pair_id: str, kind: Kind, **more: object) -> Decision:
    """Return a decision of ann's on the target of a pair."""
    fields: dict[str, object] = {"client": "c1", "person": "ann", "side": Side.TARGET, **more}
    return Decision(client_seq=seq, time=TIME, pair=pair_id, kind=kind, **fields)
