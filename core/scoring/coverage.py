"""Score: how much of an entity and of a candidate is accounted for, word by word."""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.shelf import SCORES

SHORT = 3
"""Words of so many small letters are mostly articles, prepositions and the like."""


@SCORES.register("coverage", needs={"alignment"})
def coverage(
    task: Task,
    candidates: Candidates,
    *,
    unlinked: Annotated[float, Between(0, 10)] = 0.3,
    elsewhere: Annotated[float, Between(0, 10)] = 1.0,
    missing: Annotated[float, Between(0, 10)] = 1.0,
    short_words: Annotated[float, Between(0, 1)] = 0.3,
) -> Matrix:
    """Return the covered share of entity and candidate words, each weighted by what links say.

    A word counts as covered by as much link probability as leads from it into the other span, at
    most 1. An uncovered word of the candidate weighs `unlinked` where nothing is linked to it and
    `elsewhere` where it is linked to source words outside the entity; an uncovered word of the
    entity weighs `missing` where it is linked to nothing, else 1. A link into a short word counts
    `short_words` of its probability, so that articles and prepositions are not drawn in from
    outside: a word of up to three small letters, or punctuation, that is not the same in both.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        unlinked: weight of a candidate word without links, such as a preposition in between.
        elsewhere: weight of a candidate word that is linked to words outside the entity.
        missing: weight of an entity word without links.
        short_words: what a link into a short target word or punctuation counts.

    Returns:
        Shape (entities, candidates), in [0, 1]; 1 where every word of both is fully covered.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: ours, after the bounded variant suggested in Shkalikov 2025, arxiv.org/abs/2501.18750.
    """
    entities = task.entities()
    if not entities or not len(candidates):
        return np.zeros((len(entities), len(candidates)))
    mass = task.need_alignment().matrix()
    rows = np.array([i for e in entities for i in range(e.start, e.end)])
    first = np.cumsum([0] + [e.end - e.start for e in entities[:-1]])
    words = mass[rows]
    own = np.add.reduceat(words, first, axis=0)
    other = np.maximum(mass.sum(axis=0) - own, 0.0)
    own = np.minimum(1.0, own)
    other = np.minimum(other, 1.0 - own)
    weight = own + elsewhere * other + unlinked * (1.0 - own - other)
    if short_words < 1.0:
        words = words * _credit(task, rows, short_words)
        own = np.minimum(1.0, np.add.reduceat(words, first, axis=0))
    held = np.minimum(1.0, words.sum(axis=1))
    whole = np.add.reduceat(held + missing * (1.0 - held), first)[:, None]
    inside = np.minimum(1.0, _between(words, candidates))
    covered = np.add.reduceat(inside, first, axis=0) + _between(own, candidates)
    total = whole + _between(weight, candidates)
    return np.asarray(np.divide(covered, total, out=np.zeros_like(total), where=covered > 1e-12))


def _credit(task: Task, rows: NDArray[np.int64], credit: float) -> Matrix:
    """Return what a link counts, for the source words `rows` and every target token."""
    short = [j for j, token in enumerate(task.target) if _is_short(token)]
    counts = np.ones((len(rows), len(task.target)))
    counts[:, short] = credit
    tokens = [task.source.tokens[i] for i in rows.tolist()]
    for j in short:
        for r, token in enumerate(tokens):
            if token == task.target[j]:
                counts[r, j] = 1.0
    return counts


def _is_short(token: str) -> bool:
    if len(token) <= SHORT and token.islower():
        return True
    return not any(map(str.isalnum, token))


def _between(values: Matrix, candidates: Candidates) -> Matrix:
    """Return sums of `values` (rows, target tokens) over each candidate: (rows, candidates)."""
    upto = np.zeros((len(values), values.shape[1] + 1))
    np.cumsum(values, axis=1, out=upto[:, 1:])
    return np.asarray(upto[:, candidates.end] - upto[:, candidates.start])
