"""Features of the links between an entity, a candidate, and what stands beside them."""

import numpy as np

from core.domain.scores import Matrix
from core.scoring.alignment import alignment
from core.scoring.border import border
from core.scoring.coverage import coverage
from core.scoring.learned.sight import Sight


def of_links(sight: Sight) -> dict[str, Matrix]:
    """Return the features of `table.OF_LINKS` by code, each of a shape that fits the scores."""
    covered = coverage(sight.task, sight.candidates)
    return {
        "coverage": covered,
        "alignment": alignment(sight.task, sight.candidates),
        "border": border(sight.task, sight.candidates),
        "behind": covered.max(axis=1, keepdims=True) - covered,
        "rival": sight.others(covered),
        "density": np.full((1, 1), sight.linked.mean()),
        **_held(sight),
        **_source_words(sight),
        **_around(sight),
    }


def _held(sight: Sight) -> dict[str, Matrix]:
    held = sight.inside(sight.own)
    first, last, before, after = sight.at_ends(sight.own)
    return {
        "own-in": held,
        "own-out": sight.own.sum(axis=1, keepdims=True) - held,
        "own-share": held / sight.length,
        "rival-in": sight.inside(sight.others(sight.own)),
        "own-first": first,
        "own-last": last,
        "own-before": before,
        "own-after": after,
    }


def _source_words(sight: Sight) -> dict[str, Matrix]:
    """Return how the words of each entity are linked, those that are not short by themselves."""
    inside = np.minimum(1.0, sight.inside(sight.words))
    linked = np.minimum(1.0, sight.words.sum(axis=1, keepdims=True))
    content = sight.source.content[sight.rows][:, None]
    lengths = sight.each([float(e.end - e.start) for e in sight.entities])

    def each(values: Matrix) -> Matrix:
        return np.asarray(np.add.reduceat(values, sight.first))

    return {
        "source-in": each(inside) / lengths,
        "content-in": each(inside * content) / np.maximum(1.0, each(content)),
        "content-lost": each((linked - inside) * content),
        "content-free": each((1.0 - linked) * content),
    }


def _around(sight: Sight) -> dict[str, Matrix]:
    """Return whether the words beside the entity are linked to those beside the candidate."""
    before = np.stack([sight.of_source(e.start - 1) for e in sight.entities])
    after = np.stack([sight.of_source(e.end) for e in sight.entities])
    _, _, before_before, before_after = sight.at_ends(before)
    _, _, after_before, after_after = sight.at_ends(after)
    return {
        "before-in": sight.inside(before),
        "after-in": sight.inside(after),
        "before-before": before_before,
        "after-after": after_after,
        "after-before": after_before,
        "before-after": before_after,
    }
