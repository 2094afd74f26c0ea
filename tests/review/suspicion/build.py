"""Rows of five words and a few links for the tests of suspicion."""

from collections.abc import Mapping, Sequence

from core.domain.alignment import Alignment, Link
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection, Reason
from core.domain.spec import MethodSpec
from core.projection import METHODS
from core.review.suspicion import Row, count
from core.review.suspicion.judge import Read, read
from core.review.suspicion.table import Signals

Span = tuple[int, int]


def row(
    source: str,
    target: str,
    links: str | None,
    found: Mapping[Span, Span | None],
    *,
    label: str = "ORG",
    lang: str = "es",
    spec: MethodSpec | None = METHODS["default"],
    layers: Mapping[str, Sequence[Projection]] | None = None,
    problem: str = "",
    name: str = "p1",
) -> Row:
    """Return a row; `links` as `0-0 1-2=.5`, None for none; `found` from entity to span."""
    tokens, others = tuple(source.split()), tuple(target.split())
    entities = tuple(Entity(*span, label) for span in sorted(found))
    pair = Pair(name, Sentence(tokens, entities, "en"), Sentence(others, None, lang))
    alignment = None if links is None else aligned(len(tokens), len(others), links)
    given = () if problem else projected(found, label)
    return Row(pair, alignment, given, spec, layers or {}, problem)


def projected(found: Mapping[Span, Span | None], label: str = "ORG") -> tuple[Projection, ...]:
    """Return projections from entity to span, None for no links."""
    return tuple(
        Projection(Entity(*span, label), (Pick(*pick, 0.8),))
        if (pick := found[span])
        else Projection(Entity(*span, label), reason=Reason.NO_LINKS)
        for span in sorted(found)
    )


def aligned(n: int, m: int, links: str) -> Alignment:
    """Return the links that a line spells, those without a number without a probability."""
    cells = []
    for item in links.split():
        where, _, p = item.partition("=")
        i, j = map(int, where.split("-"))
        cells.append(Link(i, j, float(p) if p else None))
    return Alignment(n, m, tuple(cells))


def seen(given: Row, *others: Row) -> Read:
    """Return the signals of a row among others."""
    return read(given, count([given, *others]))


def signals(given: Row, *others: Row) -> Signals:
    """Return the signals of the first entity of a row among others."""
    return seen(given, *others).entities[0]
