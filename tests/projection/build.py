"""Small worlds for tests of candidates, scores, matchers and methods."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from core.domain.alignment import Alignment, Link
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import SuppliedSpan, TagProbs, Task


def task(
    n: int,
    m: int,
    entities: Sequence[tuple[int, int, str]],
    links: Iterable[tuple[int, int] | tuple[int, int, float]] = (),
    *,
    target: str = "",
) -> Task:
    """Return a task of numbered tokens, or with the given target words."""
    source = Sentence(tuple(f"S{i}" for i in range(n)), tuple(Entity(*e) for e in entities))
    words = tuple(target.split()) or tuple(f"Tok{j}" for j in range(m))
    return Task(source, words, Alignment(n, m, tuple(Link(*k) for k in links)))


TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


def with_extras(world: Task, seed: int = 0) -> Task:
    """Return the task with supplied spans, tag probabilities and translation scores at random."""
    chance = np.random.default_rng(seed)
    m = len(world.target)
    ends = sorted(chance.integers(0, m + 1, size=8).tolist())
    spans = {(a, b) for a, b in pairwise(ends) if a < b} | {(0, 1)}
    scores = (
        (e.start, e.end, a, b, round(float(chance.random()), 3))
        for e in world.entities()
        for a, b in sorted(spans)
    )
    return replace(
        world,
        spans=tuple(SuppliedSpan(a, b, "PER", 0.5) for a, b in sorted(spans)),
        tag_probs=TagProbs(TAGS, chance.dirichlet(np.full(len(TAGS), 0.3), size=m)),
        translation_scores=tuple(scores),
    )


@st.composite
def tasks(draw: st.DrawFn, *, most: int = 7, weighted: bool = True) -> Task:
    """Draw a task of at most `most` tokens a side with some entities, links and extras."""
    n, m = draw(st.integers(1, most)), draw(st.integers(1, most))
    words = st.sampled_from(["Anna", "de", "!", ",", "x", "Zürich", "ein"])
    cuts = sorted(draw(st.sets(st.integers(0, n), max_size=n + 1)))
    entities = tuple(
        Entity(a, b, draw(st.sampled_from(["PER", "LOC", "MISC"])))
        for a, b in pairwise(cuts)
        if draw(st.booleans())
    )
    cells = draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), max_size=12))
    chance = st.sampled_from([None, 0.25, 0.5, 0.9, 1.0]) if weighted else st.none()
    links = tuple(Link(i, j, draw(chance)) for i, j in sorted(cells))
    source = Sentence(tuple(draw(words) for _ in range(n)), entities)
    world = Task(source, tuple(draw(words) for _ in range(m)), Alignment(n, m, links))
    return with_extras(world, draw(st.integers(0, 99)))
