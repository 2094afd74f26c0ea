"""The links around one place of a name: the small matrix that is put beside others of its kind."""

from dataclasses import dataclass

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.review.compare.occurrences import Occurrence
from core.review.methods import links_key
from core.storage import ProjectInfo, Workspace

_WIDEST = 10
"""Target tokens of a window; what is linked more weakly is left out."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of an alignment.

    Args:
        source: the tokens of a name with one on either side.
        target: tokens linked to the name, each with one on either side, in order.
        links: probabilities, 1 for a link without one and 0 for none; a row a source token.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    links: tuple[tuple[float, ...], ...]


def around(ws: Workspace, info: ProjectInfo, occurrence: Occurrence) -> Window | None:
    """Return the links around a place by the aligner of the base; None where it was not aligned."""
    key = links_key(info.base_layer(), info.aligner)
    alignment = ws.alignment(info.name, occurrence.pair, key)
    if alignment is None:
        return None
    return window(ws.pair(info.name, occurrence.pair).pair, alignment, occurrence.entity)


def window(pair: Pair, alignment: Alignment, entity: Entity) -> Window:
    """Return the part of an alignment around a source entity."""
    rows = range(max(0, entity.start - 1), min(alignment.n, entity.end + 1))
    matrix = alignment.matrix()
    weights = matrix[entity.start : entity.end].max(axis=0)
    strongest = sorted((j for j in range(alignment.m) if weights[j] > 0), key=lambda j: -weights[j])
    chosen: set[int] = set()
    for j in strongest:
        beside = {k for k in (j - 1, j, j + 1) if 0 <= k < alignment.m}
        if len(chosen | beside) <= _WIDEST:
            chosen |= beside
    columns = sorted(chosen)
    return Window(
        source=tuple(pair.source.tokens[i] for i in rows),
        target=tuple(pair.target.tokens[j] for j in columns),
        links=tuple(tuple(float(matrix[i, j]) for j in columns) for i in rows),
    )
