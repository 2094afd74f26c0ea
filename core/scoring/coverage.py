"""Score: how much of an entity and of a candidate is accounted for, word by word."""

from typing import Annotated

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.shelf import SCORES
from core.scoring.sums import between, rows_of
from core.text.looks import alike as alike_cells
from core.text.looks import holds, look

ALIKE = 0.5
"""Words more alike than this may count as linked."""


@SCORES.register("coverage", needs={"alignment"})
def coverage(
    task: Task,
    candidates: Candidates,
    *,
    unlinked: Annotated[float, Between(0, 10)] = 0.2,
    elsewhere: Annotated[float, Between(0, 10)] = 1.0,
    doubt: Annotated[float, Between(0, 10)] = 0.0,
    missing: Annotated[float, Between(0, 10)] = 1.0,
    short_words: Annotated[float, Between(0, 1)] = 0.3,
    short_sources: Annotated[float, Between(0, 1)] = 0.7,
    small_letters: Annotated[float, Between(0, 1)] = 0.6,
    alike: Annotated[float, Between(0, 1)] = 0.9,
    probabilities: Annotated[float, Between(0, 1)] = 0.2,
) -> Matrix:
    """Return the covered share of entity and candidate words, each weighted by what links say.

    A word counts as covered by as much as links lead from it into the other span, at most 1. An
    uncovered word of the candidate weighs `unlinked` where nothing is linked to it and `elsewhere`
    where it is linked to source words outside the entity; where it is linked to the entity with
    less than certainty, what is left weighs `doubt`. An uncovered word of the entity weighs
    `missing` where it is linked to nothing, else 1.

    What an aligner hands over at all mostly holds, and of the words of an entity it is seldom the
    least probable one that is wrong: so the probabilities of links are evened out first.

    Some links count for less, so that articles, prepositions and verbs are not drawn in from
    outside. Short words are those of up to three small letters, and punctuation; a short word
    that is the same in both sentences counts in full. A word that looks like a word of the
    entity, in any script, counts as linked to it, however sure the links are of something else;
    so does a compound that holds a word of the entity and is linked to another (`Kohäsionsfonds`
    linked to `Cohesion` holds `Fund`).

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        unlinked: weight of a candidate word without links, such as a preposition in between.
        elsewhere: weight of a candidate word that is linked to words outside the entity.
        doubt: weight of what a candidate word linked to the entity lacks to certainty.
        missing: weight of an entity word without links.
        short_words: what a link into a short target word or punctuation counts.
        short_sources: what a link from a short source word into another counts, single letters
            and characters aside.
        small_letters: what a link counts from a word with a capital to one of small letters only.
        alike: how strong a link of words that look the same is at least; 0 leaves looks out, those
            of compounds too.
        probabilities: how much it matters how probable links are, as a power of the probability;
            at 1 each counts as its probability, at 0 all links count alike.

    Returns:
        Shape (entities, candidates), in [0, 1]; 1 where every word of both is fully covered.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: ours, after the bounded variant suggested in Shkalikov 2025, arxiv.org/abs/2501.18750.
    """
    entities = task.entities()
    mass = task.need_alignment().matrix()
    if not entities or not len(candidates):
        return np.zeros((len(entities), len(candidates)))
    rows, first = rows_of(entities)
    if alike:
        _add_alike(task, rows, mass, alike)
        _add_compounds(task, mass, alike)
    np.power(mass, probabilities, out=mass, where=mass > 0)
    words = mass[rows]
    own = np.add.reduceat(words, first, axis=0)
    other = np.maximum(mass.sum(axis=0) - own, 0.0)
    own = np.minimum(1.0, own)
    other = np.minimum(other, 1.0 - own)
    rest = np.where(own > 0, doubt, unlinked) * (1.0 - own - other)
    weight = own + elsewhere * other + rest
    _discount(task, rows, words, (short_words, short_sources, small_letters))
    own = np.minimum(1.0, np.add.reduceat(words, first, axis=0))
    held = np.minimum(1.0, words.sum(axis=1))
    whole = np.add.reduceat(held + missing * (1.0 - held), first)[:, None]
    k = len(entities)
    sums = between(np.concatenate([own, weight, words]), candidates)
    covered = np.add.reduceat(np.minimum(1.0, sums[2 * k :]), first, axis=0) + sums[:k]
    total = whole + sums[k : 2 * k]
    return np.asarray(np.divide(covered, total, out=np.zeros_like(total), where=covered > 1e-12))


def _add_alike(task: Task, rows: list[int], mass: Matrix, strength: float) -> None:
    """Raise the links (in place) between words of entities and target words that look alike."""
    tokens = task.source.tokens
    for r, j, likeness in alike_cells(tuple(tokens[i] for i in rows), task.target):
        if likeness > ALIKE and not look(task.target[j]).short:
            mass[rows[r], j] = max(mass[rows[r], j], strength * likeness)


def _add_compounds(task: Task, mass: Matrix, strength: float) -> None:
    """Raise the links (in place) of words that a compound holds besides another of its entity."""
    tokens = task.source.tokens
    near = {
        i: range(e.start, e.end)
        for e in task.entities()
        if e.end > e.start + 1
        for i in range(e.start, e.end)
    }
    for i, j, _ in task.need_alignment().links:
        for k in near.get(i, ()):
            if k != i and holds(task.target[j], tokens[k]):
                mass[k, j] = max(mass[k, j], strength * mass[i, j])


def _discount(
    task: Task, rows: list[int], words: Matrix, counts: tuple[float, float, float]
) -> None:
    """Lower the links (in place) of entity words, shape (rows, target), that count for less."""
    into_short, from_short, into_small = counts
    for r, j in zip(*(k.tolist() for k in np.nonzero(words)), strict=True):
        token, other = task.source.tokens[rows[r]], task.target[j]
        if token == other:
            continue
        a, b = look(token), look(other)
        if b.short:
            words[r, j] *= into_short
        elif a.short and b.size > 1:
            words[r, j] *= from_short
        if a.capital and b.small:
            words[r, j] *= into_small
