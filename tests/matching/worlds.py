"""Small matching problems, and what is right for them by trying everything."""

from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from core.domain.candidate import Candidates
from core.matching.ties import GRID


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


def every_choice(scores, candidates: Candidates, *, per_entity=1, constraint="at-most", price=0.0):
    """Return every choice that the constraint allows, best first, by the words of its definition.

    Each is (required picks, steps of the score grid, tokens, picks for each entity).
    """
    spans, none = candidates.spans(), len(candidates)
    paid = round(price * GRID)
    steps = [[round(float(s) * GRID) for s in row] for row in scores]
    rows = [_choices(row, paid, spans, per_entity, constraint) for row in steps]
    found: list = []

    def go(row: int, used: int, key: tuple[int, int, int], picks: tuple) -> None:
        if row == len(rows):
            found.append((*key, picks))
            return
        for cover, wanted, worth, tokens, picked in rows[row]:
            if not used & cover:
                more = (key[0] + wanted, key[1] + worth, key[2] + tokens)
                go(row + 1, used | cover, more, (*picks, picked))

    def order(choice):
        wanted, worth, tokens, picks = choice
        placed = tuple(p + (none,) * (none - len(p)) for p in picks)
        return (-wanted if constraint != "at-most" else 0, -worth, tokens, placed)

    go(0, 0, (0, 0, 0), ())
    return sorted(found, key=order)


def _choices(steps, paid, spans, per_entity, constraint):
    """Return what one entity may get: tokens as bits, required picks, worth, tokens, picks."""
    fit = [t for t, s in enumerate(steps) if s > (paid if constraint == "at-most" else 0)]
    most = len(fit) if constraint == "at-least" else min(per_entity, len(fit))
    found = []
    for count in range(most + 1):
        for picked in combinations(fit, count):
            masks = [(1 << spans[t][1]) - (1 << spans[t][0]) for t in picked]
            tokens = sum(spans[t][1] - spans[t][0] for t in picked)
            apart = sum(masks).bit_count() == tokens and sum(masks) == _union(masks)
            if count > per_entity and any(steps[t] <= paid for t in picked):
                continue
            if apart:
                worth = sum(steps[t] - paid for t in picked)
                found.append((sum(masks), min(count, per_entity), worth, tokens, picked))
    return found


def _union(masks) -> int:
    cover = 0
    for mask in masks:
        cover |= mask
    return cover


def brute_force(scores, candidates: Candidates, **options):
    """Return the first choice in the order that core.matching.ties and .rules describe."""
    return every_choice(scores, candidates, **options)[0][3]


OPTIONS = st.fixed_dictionaries(
    {
        "per_entity": st.integers(1, 2),
        "constraint": st.sampled_from(["at-most", "exactly", "at-least"]),
        "price": st.sampled_from([0.0, 0.0, 0.4, 0.5, 2.0]),
    }
)


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, Candidates]:
    """Draw a problem of at most four entities and seven candidates, with many ties."""
    cut = st.integers(0, 6)
    spans = draw(st.sets(st.tuples(cut, cut).filter(lambda s: s[0] < s[1]), min_size=1, max_size=7))
    candidates = Candidates.of(spans, origin="t")
    rows = draw(st.integers(0, 4))
    score = st.sampled_from([0.0, 0.0, 1 / 3, 0.5, 2 / 3, 1.0, 0.1 + 0.2, 0.3, -1.0])
    shape = (rows, len(candidates))
    table = np.array([[draw(score) for _ in range(shape[1])] for _ in range(rows)]).reshape(shape)
    if rows > 1 and draw(st.booleans()):
        table[1] = table[0]
    return table, candidates
