"""Links from probabilities: cells over a threshold, or both directions' best, symmetrised."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.aligners.base import Bitext
from core.aligners.corpus import Corpus
from core.aligners.symmetrise import SYMMETRISERS
from core.domain.alignment import Alignment, Link

Small = NDArray[np.float32]
Cell = tuple[int, int]

CALIBRATED = "calibrated"
_LOWEST = 1e-6
_MOST_CELLS = 4_000_000


def too_long(pair: Bitext) -> bool:
    """Return whether a pair has more cells than can be looked at in reasonable time."""
    return len(pair.source) * len(pair.target) > _MOST_CELLS


def unseen(pair: Bitext) -> Alignment:
    """Return the alignment of a pair that is not looked at: no links, every token unseen."""
    n, m = len(pair.source), len(pair.target)
    return Alignment(n, m, (), tuple(range(n)), tuple(range(m)))


def alignments(
    corpus: Corpus,
    posteriors: Small,
    probabilities: Small,
    *,
    threshold: float,
    links: str = CALIBRATED,
    last: int | None = None,
) -> list[Alignment]:
    """Return the links of the pairs before `last`, with their probabilities.

    Args:
        corpus: the pairs.
        posteriors: of both directions, shape (2, cells).
        probabilities: of links, shape (cells,).
        threshold: a link has more probability than that, with `calibrated` links.
        links: `calibrated`, or the symmetriser that puts both directions' best links together.
        last: number of pairs; None for all.
    """
    last = len(corpus) if last is None else last
    if links == CALIBRATED:
        end = int(corpus.cell_at[last])
        return _of_cells(
            corpus, np.flatnonzero(probabilities[:end] > threshold), probabilities, last
        )
    chosen = [_symmetrised(corpus, posteriors, links, p) for p in range(last)]
    return _of_cells(corpus, np.array([c for own in chosen for c in own], int), probabilities, last)


def _of_cells(
    corpus: Corpus, cells: NDArray[np.int64], probabilities: Small, last: int
) -> list[Alignment]:
    """Return the alignments whose links are the given cells, ascending."""
    pair = np.searchsorted(corpus.cell_at, cells, side="right") - 1
    widths = np.diff(corpus.target_at)
    rows, columns = np.divmod(cells - corpus.cell_at[pair], np.maximum(widths[pair], 1))
    values = np.clip(probabilities[cells].astype(np.float64), _LOWEST, 1.0).round(6).tolist()
    links = list(map(Link, rows.tolist(), columns.tolist(), values))
    bounds = np.searchsorted(cells, corpus.cell_at[: last + 1]).tolist()
    heights = np.diff(corpus.source_at)
    return [
        Alignment(int(heights[p]), int(widths[p]), tuple(links[bounds[p] : bounds[p + 1]]))
        for p in range(last)
    ]


def _symmetrised(corpus: Corpus, posteriors: Small, name: str, pair: int) -> Sequence[int]:
    """Return the cells of a pair that a symmetriser makes of both directions, ascending."""
    n = int(corpus.source_at[pair + 1] - corpus.source_at[pair])
    m = int(corpus.target_at[pair + 1] - corpus.target_at[pair])
    if not n or not m:
        return ()
    at = int(corpus.cell_at[pair])
    forward, backward = posteriors[:, at : at + n * m].reshape(2, n, m)
    found = SYMMETRISERS[name](
        frozenset((i, j) for j, i in _best(forward.T)), frozenset(_best(backward))
    )
    return sorted(at + i * m + j for i, j in found)


def _best(posterior: Small) -> list[Cell]:
    """Return (step, state) of each step whose best state is likelier than none; first of equals."""
    best = posterior.argmax(axis=1)
    sure = posterior.max(axis=1) > 1.0 - posterior.sum(axis=1)
    return [(step, int(best[step])) for step in np.flatnonzero(sure).tolist()]
