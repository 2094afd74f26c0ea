"""Small worlds for tests of candidates, scores, matchers and methods."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from hypothesis import strategies as st

from core.domain.alignment import Alignment, Link
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import Task


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


@st.composite
def tasks(draw: st.DrawFn, *, most: int = 7, weighted: bool = True) -> Task:
    """Draw a task of at most `most` tokens a side with some entities and links."""
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
    return Task(source, tuple(draw(words) for _ in range(m)), Alignment(n, m, links))
