"""Features of the shape of a candidate: small words, punctuation, lengths, position."""

import math
from collections.abc import Mapping

import numpy as np

from core.domain.scores import Matrix
from core.scoring.learned.sight import Sight


def of_shape(sight: Sight) -> dict[str, Matrix]:
    """Return the features of `table.OF_SHAPE` by code, each of a shape that fits the scores."""
    source = _source(sight)
    return {**_edges(sight), **source, **_lengths(sight, source), **_place(sight)}


def _edges(sight: Sight) -> dict[str, Matrix]:
    side = sight.target
    found: dict[str, Matrix] = {}
    for name, values, edge in (("short", side.short, 0.0), ("mark", side.mark, 1.0)):
        ends = sight.at_ends(values, edge)
        places = ("first", "last", "before", "after")
        found |= {f"{name}-{place}": v for place, v in zip(places, ends, strict=True)}
    return {
        **found,
        "marks-in": sight.inside(side.mark),
        "short-in": sight.inside(side.short),
        "digits-in": sight.inside(side.digit),
    }


def _source(sight: Sight) -> dict[str, Matrix]:
    side, edges = sight.source, np.pad(sight.source.short, (1, 0))
    entities = sight.entities

    def total(values: Matrix) -> Matrix:
        return sight.each([float(values[e.start : e.end].sum()) for e in entities])

    return {
        "source-short-first": sight.each([side.short[e.start] for e in entities]),
        "source-short-last": sight.each([side.short[e.end - 1] for e in entities]),
        "source-short-before": sight.each([edges[e.start] for e in entities]),
        "source-short-in": total(side.short),
        "source-marks-in": total(side.mark),
        "source-content": total(side.content),
        "source-letters": total(side.size),
        "source-length": sight.each([float(e.end - e.start) for e in entities]),
    }


def _lengths(sight: Sight, source: Mapping[str, Matrix]) -> dict[str, Matrix]:
    content, letters = sight.inside(sight.target.content), sight.inside(sight.target.size)
    usual = math.log((sight.target.size.sum() + 1) / (sight.source.size.sum() + 1))
    return {
        "length": sight.length[None],
        "content": content,
        "longer": sight.length[None] - source["source-length"],
        "content-longer": content - source["source-content"],
        "letters": np.log((letters + 1) / (source["source-letters"] + 1)) - usual,
    }


def _place(sight: Sight) -> dict[str, Matrix]:
    n, m = len(sight.task.source), len(sight.task.target)
    here = (sight.start + sight.end) / (2 * m)
    there = sight.each([(e.start + e.end) / (2 * n) for e in sight.entities])
    return {
        "opens": (sight.start == 0)[None].astype(np.float64),
        "moved": here[None] - there,
        "entities": np.full((1, 1), float(len(sight.entities))),
    }
