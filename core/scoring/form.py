"""Score: how alike an entity and a candidate look, without any links."""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.shelf import SCORES
from core.scoring.sums import between, rows_of
from core.text.looks import alike, look
from core.text.phrases import Phrase, initials_alike, phrase, written_alike


@SCORES.register("form", lossy=True)
def form(
    task: Task,
    candidates: Candidates,
    *,
    least: Annotated[float, Between(0, 1)] = 0.5,
    as_one_word: bool = True,
    initials: bool = True,
    capitals: Annotated[float, Between(0, 1)] = 0.7,
) -> Matrix:
    """Return how alike entity and candidate look: the best of three views, times two checks.

    1. Word by word: (a + b) / (size of s + size of t) for entity s and candidate t, in letters
       and digits; a counts those of s, each word times its likeness to the words of t, together
       at most 1, and b those of t likewise. Short words of small letters count as any other.
    2. As one word, all spaces and punctuation left out: `PPE-DE` and `PPE / DE`, a name in a
       script without spaces.
    3. By initials: 1 where one is the initials of the other's longer words (`EU`), 0.8 where it
       is in another order (`UE`).

    Likeness of words is that of comparison keys, of rough consonants across scripts. Where both
    hold digits and not the same in the same order, the score is 0. Where the entity has a capital
    and the candidate only small letters, it is multiplied by `capitals`; a script without case
    is neither.

    Args:
        task: source entities.
        candidates: spans of its target.
        least: words and phrases less alike than this do not count as alike.
        as_one_word: also look at them as one word.
        initials: also look at initials.
        capitals: factor where an entity with a capital meets small letters.

    Returns:
        Shape (entities, candidates), in [0, 1].

    Raises:
        MissingInputError: nobody has annotated the source.

    Source: ours.
    """
    entities = task.entities()
    if not entities or not len(candidates):
        return np.zeros((len(entities), len(candidates)))
    found = _word_by_word(task, candidates, least)
    ours = [phrase(task.source.tokens[e.start : e.end]) for e in entities]
    theirs = [phrase(task.target[a:b]) for a, b in candidates.spans()]
    if as_one_word:
        one = np.array([written_alike(s, theirs) for s in ours])
        found = np.maximum(found, np.where(one >= least, one, 0.0))
    if initials:
        found = np.maximum(found, _initials(ours, theirs))
    return np.asarray(found * _checks(ours, theirs, capitals))


def _word_by_word(task: Task, candidates: Candidates, least: float) -> Matrix:
    entities = task.entities()
    rows, first = rows_of(entities)
    tokens = tuple(task.source.tokens[i] for i in rows)
    words = np.zeros((len(rows), len(task.target)))
    for r, j, likeness in alike(tokens, task.target):
        words[r, j] = likeness if likeness >= least else 0.0
    ours = _sizes(tokens)[:, None]
    theirs = _sizes(task.target)[None, :]
    own = np.minimum(1.0, np.add.reduceat(words, first, axis=0)) * theirs
    inside = np.minimum(1.0, between(words, candidates)) * ours
    covered = np.add.reduceat(inside, first, axis=0) + between(own, candidates)
    total = np.add.reduceat(ours, first, axis=0) + between(theirs, candidates)
    return np.asarray(np.divide(covered, total, out=np.zeros_like(total), where=total > 0))


def _sizes(tokens: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([look(token).size for token in tokens], dtype=np.float64)


def _checks(ours: list[Phrase], theirs: list[Phrase], capitals: float) -> Matrix:
    """Return the factor for digits and capitals, shape (entities, candidates)."""
    capital = np.array([[s.capital] for s in ours])
    small = np.array([t.small for t in theirs])
    out = np.where(capital & small, capitals, 1.0)
    for k, s in enumerate(ours):
        if s.digits:
            out[k, [bool(t.digits) and t.digits != s.digits for t in theirs]] = 0.0
    return out


def _initials(ours: list[Phrase], theirs: list[Phrase]) -> Matrix:
    """Return how alike by initials, shape (entities, candidates)."""
    out = np.zeros((len(ours), len(theirs)))
    for k, s in enumerate(ours):
        for t, other in enumerate(theirs):
            if (s.acronym and other.initials) or (other.acronym and s.initials):
                out[k, t] = initials_alike(s, other)
    return out
