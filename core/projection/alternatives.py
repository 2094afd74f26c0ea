"""Alternatives: the best few choices for a whole sentence, not only the one that was made."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.projection import Alternative, Projection, Reason
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.matching import Chosen
from core.matching.kbest import k_best
from core.projection.certainty import rules_of, takes_long
from core.projection.engine import Matched, match


def alternatives(
    task: Task,
    spec: MethodSpec,
    projections: Sequence[Projection],
    *,
    most: int = 3,
    quick: bool = False,
) -> tuple[Alternative, ...]:
    """Return the best choices for a sentence, best first; none where no scores are added up.

    Heuristics and votes add up none, and a joint method adds up those of other sentences too. The
    first is the best there is, which a greedy matcher may not have chosen. An entity that takes
    no part gets nothing in any of them.

    Args:
        task: the pair with what the method's parts need.
        spec: the method.
        projections: what it made of the pair, one for each source entity, in source order.
        most: how many at most, >= 1.
        quick: none either where they take more than some milliseconds.
    """
    kept = [k for k, p in enumerate(projections) if p.reason is not Reason.DROPPED]
    if spec.matcher is None or spec.joint is not None or not kept:
        return ()
    entities = tuple(projections[k].entity for k in kept)
    inner = replace(task, source=replace(task.source, entities=entities))
    found = match(inner, spec)
    rules = rules_of(spec.matcher)
    if quick and takes_long(found.fused, found.candidates, rules):
        return ()
    best = k_best(found.fused, found.candidates, most, **rules)
    return tuple(_alternative(s.chosen, found, spec, kept, len(projections)) for s in best)


def _alternative(
    chosen: Chosen, found: Matched, spec: MethodSpec, kept: Sequence[int], count: int
) -> Alternative:
    price = float(rules_of(spec.matcher).get("price", 0.0))
    cells = [(k, t) for k, row in enumerate(chosen) for t in row]
    total = sum(float(found.fused[cell]) - price for cell in cells)
    every = found.candidates.spans()
    spans: list[tuple[tuple[int, int], ...]] = [()] * count
    for k, row in zip(kept, chosen, strict=True):
        spans[k] = tuple(every[t] for t in row)
    return Alternative(total, tuple(spans))
