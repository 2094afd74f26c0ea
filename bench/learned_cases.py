"""Pairs of a corpus as decided pairs, gold being what a person would say, for `bench.learned`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.quality import corpus, is_even, is_non_commercial, links
from core.domain.alignment import Alignment
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.task import Task
from core.evaluation.spans import counting
from core.matching import MATCHERS
from core.projection import DEFAULT_METHOD, METHODS, project
from core.review.suspicion import Row, count, suspicions
from core.scoring.coverage import coverage
from core.training.scorer import UNDOUBTED, Example, example, picks_of

Counts = tuple[int, int, int]
"""Right, gold and predicted entities of a pair."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A pair with gold.

    Args:
        even: whether it is in the half that may be tuned on.
        task: with the source entities that count.
        gold: target entities that count.
        example: what it would teach; None without source entities.
        default: right, gold and predicted of the default method.
        undoubted: the pair as the default method has it, where little speaks against it.
    """

    even: bool
    task: Task
    gold: frozenset[Entity]
    example: Example | None
    default: Counts
    undoubted: Example | None = None


def cases(name: str, alignments: Sequence[Alignment] | None = None) -> list[Case]:
    """Return the pairs of a corpus on the links of the default aligner."""
    pairs = corpus(name)
    made = alignments or links(pairs, non_commercial=is_non_commercial(name))
    found = [_case(pair, alignment) for pair, alignment in zip(pairs, made, strict=True)]
    rows = [_row(pair, case) for pair, case in zip(pairs, found, strict=True)]
    told = suspicions(rows, count(rows))
    return [
        replace(case, undoubted=_as_it_stands(row)) if said.chance <= UNDOUBTED else case
        for case, row, said in zip(found, rows, told, strict=True)
    ]


def _row(pair: Pair, case: Case) -> Row:
    """Return what suspicion is asked of."""
    method = METHODS[DEFAULT_METHOD]
    bare = replace(pair, source=case.task.source)
    return Row(bare, case.task.alignment, project(case.task, method), method)


def _as_it_stands(row: Row) -> Example | None:
    if not row.projections:
        return None
    picks = picks_of(row.projections)
    task = Task(row.pair.source, row.pair.target.tokens, row.links)
    return example(task, picks, sorted({span for some in picks.values() for span in some}))


def _case(pair: Pair, alignment: Alignment) -> Case:
    entities = tuple(sorted(counting(pair.source.entities or (), types=pair.eval_types)))
    gold = frozenset(counting(pair.target.entities or (), types=pair.eval_types))
    task = Task(replace(pair.source, entities=entities), pair.target.tokens, alignment)
    taught = None
    if entities:
        spans = sorted({(g.start, g.end) for g in gold})
        taught = example(task, answers(task, gold), spans)
    return Case(is_even(pair), task, gold, taught, counted(task, gold, DEFAULT_METHOD))


def counted(task: Task, gold: frozenset[Entity], method: str) -> Counts:
    """Return right, gold and predicted entities of a method."""
    found = {e for p in project(task, METHODS[method]) for e in p.entities()}
    return len(found & gold), len(gold), len(found)


def answers(task: Task, gold: frozenset[Entity]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return the gold span that stands for each source entity: of its label, matched by coverage.

    One that covers nothing is taken where it is the only one left of the label.
    """
    spans = Candidates.of({(g.start, g.end) for g in gold}, origin="gold")
    if not len(spans):
        return dict.fromkeys(range(len(task.entities())), ())
    labels = {(g.start, g.end): g.label for g in gold}
    n, m = len(task.source), len(task.target)
    scores = coverage(task, spans)
    for k, entity in enumerate(task.entities()):
        for t, (start, end) in enumerate(spans.spans()):
            fits = labels[start, end] == entity.label
            apart = abs((start + end) / (2 * m) - (entity.start + entity.end) / (2 * n))
            scores[k, t] = 1.0 + scores[k, t] - 0.05 * apart if fits else 0.0
    matcher = MATCHERS.get("exact")
    chosen = matcher.make(scores, spans, **matcher.configure({})).chosen
    found = spans.spans()
    return {k: tuple(found[t] for t in picked) for k, picked in enumerate(chosen)}
