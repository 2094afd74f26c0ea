"""Pairs with what their suspicion says and whether they are wrong, for `bench.suspicion`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bench.quality import corpus, is_even, links, run
from core.cli.scored import Scored
from core.domain.entity import Entity
from core.projection import DEFAULT_METHOD, METHODS
from core.review.suspicion import Corpus, Row, count
from core.review.suspicion.judge import Read, read
from core.review.suspicion.sight import Part

FOUR = ("coverage-exact", "ngram-exact", "heuristic-paper", "span-rule")
"""Of all sets of four rules the one whose disagreement finds most on Europarl."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A pair with gold as the judge.

    Args:
        corpus: its name.
        even: whether it is in the half that may be tuned on.
        row: what suspicion is asked of.
        seen: its signals.
        counted: counts over its corpus.
        wrong: whether the projected set of span and label is not the gold set.
        entities: whether each source entity that takes part came out wrong.
        rest: whether a gold entity is missing that none of these stands for.
        disagreement: of four rules, 1 - the mean F1 of two of them, in [0, 1].
    """

    corpus: str
    even: bool
    row: Row
    seen: Read
    counted: Corpus
    wrong: bool
    entities: tuple[bool, ...]
    rest: bool
    disagreement: float

    @property
    def cost(self) -> int:
        """Return how many decisions it takes to check the pair."""
        return max(1, len(self.entities))


def cases(name: str) -> list[Case]:
    """Return the pairs of a corpus on the links of the default aligner."""
    pairs = corpus(name)
    alignments = links(pairs)
    base = run(pairs, alignments, DEFAULT_METHOD)
    others = [run(pairs, alignments, rule) for rule in FOUR]
    rows = list(_rows(base))
    counted = count(rows)
    found = []
    for k, row in enumerate(rows):
        seen = read(row, counted)
        entities, rest = judged(seen.sight.parts, set(base.gold[k]), set(base.found[k]))
        found.append(
            Case(
                name,
                is_even(row.pair),
                row,
                seen,
                counted,
                set(base.gold[k]) != set(base.found[k]),
                entities,
                rest,
                _disagreement([set(other.found[k]) for other in others]),
            )
        )
    return found


def _rows(base: Scored) -> Iterator[Row]:
    """Yield what suspicion is asked of, with the source entities that count only."""
    for pair, entities, alignment, projections in zip(
        base.pairs, base.source, base.alignments, base.projections, strict=True
    ):
        source = replace(pair.source, entities=entities)
        yield Row(replace(pair, source=source), alignment, projections, METHODS[DEFAULT_METHOD])


def judged(
    parts: Sequence[Part], gold: set[Entity], found: set[Entity]
) -> tuple[tuple[bool, ...], bool]:
    """Return which entities came out wrong, and whether something else is missing.

    An entity with a span is wrong where gold has no such span with its label. What gold has and
    nobody found belongs to the wrong span that it overlaps, else to a wrong span elsewhere or an
    entity without span of its label, which is then wrong too; what is left over is something else.
    """
    wrong = [any(e not in gold for e in part.projection.entities()) for part in parts]
    left = sorted(gold - found)
    hit: list[Entity] = []
    for part, bad in zip(parts, wrong, strict=True):
        mine = [g for g in left for e in part.projection.entities() if bad and g.overlaps(e)]
        hit += mine
    left = [g for g in left if g not in hit]
    for k, part in enumerate(parts):
        strays = not any(g.overlaps(e) for g in hit for e in part.projection.entities())
        own = next((g for g in left if g.label == part.entity.label), None)
        if own is not None and (not part.spans or (wrong[k] and strays)):
            wrong[k] = True
            left.remove(own)
    return tuple(wrong), bool(left)


def _disagreement(answers: Sequence[set[Entity]]) -> float:
    values = [
        1.0 - 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
        for a, b in combinations(answers, 2)
    ]
    return sum(values) / len(values)
