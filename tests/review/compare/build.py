"""A small project for the tests of comparison: two methods, gold, every kind of difference."""

from collections.abc import Sequence

from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.review.compare import Sheet, read_sheet
from core.storage import Outcome, Workspace

NAME = "one"
Spans = Sequence[tuple[int, int, str]]


def entities(spans: Spans) -> tuple[Entity, ...]:
    return tuple(Entity(*span) for span in spans)


def pair(pair_id: str, source: str, spans: Spans | None, target: str, gold: Spans | None, **more):
    """Return a pair of sentences with the entities given."""
    langs = more.pop("langs", ("en", "de"))
    known = None if spans is None else entities(spans)
    answer = None if gold is None else entities(gold)
    return Pair(
        pair_id,
        Sentence(tuple(source.split()), known, langs[0]),
        Sentence(tuple(target.split()), answer, langs[1]),
        **more,
    )


PAIRS = (
    pair("same", "Ada met Bob", [(0, 1, "PER"), (2, 3, "PER")],
         "Ada traf Bob", [(0, 1, "PER"), (2, 3, "PER")], doc="d1"),
    pair("boundary", "Ada saw New York", [(0, 1, "PER"), (2, 4, "LOC")],
         "Ada sah Neu York", [(0, 1, "PER"), (2, 4, "LOC")], doc="d1"),
    pair("type", "Ada left Acme", [(0, 1, "PER"), (2, 3, "ORG")],
         "Adas Weggang Acme", [(0, 1, "PER"), (2, 3, "ORG")]),
    pair("missing", "Bob is in Rome", [(0, 1, "PER"), (3, 4, "LOC")],
         "Bob ist in Rom", [(0, 1, "PER"), (3, 4, "LOC")]),
    pair("no gold", "Ada works", [(0, 1, "PER")], "Ada arbeitet", None),
    pair("untagged", "Ada sleeps", None, "Ada schläft", [(0, 1, "PER")]),
    pair("failed", "Ada ate", [(0, 1, "PER")], "Ada comía", [(0, 1, "PER")],
         langs=("en", "es")),
)  # fmt: skip

ONE: dict[str, list[Spans]] = {
    "same": [[(0, 1, "PER")], [(2, 3, "PER")]],
    "boundary": [[(0, 1, "PER")], [(3, 4, "LOC")]],
    "type": [[(0, 1, "PER")], [(2, 3, "LOC")]],
    "missing": [[(0, 1, "PER")], []],
    "no gold": [[(0, 1, "PER")]],
    "failed": [[(0, 1, "PER")]],
}
TWO = ONE | {"boundary": [[(0, 1, "PER")], [(2, 4, "LOC")]], "missing": [[(2, 3, "PER")], []]}


def outcome(of: Pair, found: Sequence[Spans]) -> Outcome:
    """Return a projection of each source entity to the spans given, labels as given."""
    if of.source.entities is None:
        return Outcome.skipped("the source has no tags")
    return Outcome.projected(
        tuple(
            Projection(
                Entity(entity.start, entity.end, spans[0][2] if spans else entity.label),
                tuple(Pick(start, end, 0.5) for start, end, _ in spans),
            )
            for entity, spans in zip(of.source.entities, found, strict=True)
        )
    )


def project(ws: Workspace) -> Sheet:
    """Return the sheet of a project of these pairs; the second method failed on the last one."""
    ws.create_project(NAME, PAIRS)
    base = ws.write_layer(NAME, [(p.id, outcome(p, ONE.get(p.id, ()))) for p in PAIRS], name="uno")
    other = [
        (p.id, Outcome.failed("broke") if p.id == "failed" else outcome(p, TWO.get(p.id, ())))
        for p in PAIRS
    ]
    ws.write_layer(NAME, other, name="due")
    ws.set_base(NAME, base.content_hash)
    return read_sheet(ws, NAME)


def accept(ws: Workspace, *given: tuple[str, str, str]) -> None:
    """Accept pairs, each with the queue and the act it was accepted in."""
    ws.append_decisions(
        NAME,
        [
            Decision("c", seq, "2026-01-01T00:00:00Z", "Ada", pair_id, Side.PAIR,
                     Kind.ACCEPT_PAIR, via=via, act=act)
            for seq, (pair_id, via, act) in enumerate(given, start=1)
        ],
    )  # fmt: skip
