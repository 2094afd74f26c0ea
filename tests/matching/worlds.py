"""Small matching problems, and what is right for them by trying everything."""

from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from core.domain.candidate import Candidates
from core.matching.ties import worths


def problem(*rows: dict[tuple[int, int], float]) -> tuple[np.ndarray, Candidates]:
    """Return scores and candidates from one table of span to score for each entity."""
    candidates = Candidates.of({span for row in rows for span in row}, origin="t")
    where = {span: t for t, span in enumerate(candidates.spans())}
    scores = np.zeros((len(rows), len(candidates)))
    for k, row in enumerate(rows):
        for span, score in row.items():
            scores[k, where[span]] = score
    return scores, candidates


def spans_of(chosen, candidates: Candidates) -> list[list[tuple[int, int]]]:
    """Return chosen indices as spans."""
    spans = candidates.spans()
    return [[spans[t] for t in row] for row in chosen]


def brute_force(scores: np.ndarray, candidates: Candidates, per_entity: int = 1):
    """Return the first solution in the order that core.matching.ties describes."""
    worth = worths(scores, candidates, min_score=0.0).tolist()
    spans, none = candidates.spans(), len(candidates)
    best: list = []

    def go(row: int, used: int, value: int, picks: tuple) -> None:
        if row == len(worth):
            order = tuple(p + (none,) * (per_entity - len(p)) for p in picks)
            best[:] = [min([*best, (-value, order, picks)])]
            return
        fit = [t for t in range(none) if worth[row][t] > 0]
        for count in range(per_entity + 1):
            for picked in combinations(fit, count):
                covers = [set(range(*spans[t])) for t in picked]
                taken = set().union(*covers) if covers else set()
                mask = sum(1 << j for j in taken)
                if len(taken) == sum(map(len, covers)) and not used & mask:
                    gain = sum(worth[row][t] for t in picked)
                    go(row + 1, used | mask, value + gain, (*picks, picked))

    go(0, 0, 0, ())
    return best[0][2]


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, Candidates]:
    """Draw a problem of at most four entities and seven candidates, with many ties."""
    cut = st.integers(0, 6)
    spans = draw(st.sets(st.tuples(cut, cut).filter(lambda s: s[0] < s[1]), min_size=1, max_size=7))
    candidates = Candidates.of(spans, origin="t")
    rows = draw(st.integers(0, 4))
    score = st.sampled_from([0.0, 0.0, 1 / 3, 0.5, 2 / 3, 1.0, 0.1 + 0.2, 0.3, float("nan"), -1.0])
    shape = (rows, len(candidates))
    table = np.array([[draw(score) for _ in range(shape[1])] for _ in range(rows)]).reshape(shape)
    if rows > 1 and draw(st.booleans()):
        table[1] = table[0]
    return table, candidates
