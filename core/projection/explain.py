"""Why a projection came out as it did: links, competitors, margin, who was in the way."""

from collections.abc import Sequence

from core.domain.alignment import Link
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.projection import Competitor, Explanation
from core.domain.scores import Matrix
from core.domain.spec import MethodSpec, PartSpec
from core.domain.task import Task
from core.matching import Chosen
from core.matching.ties import Entry, ordered, worths
from core.projection.heuristics import Fate, Run, Runs

MOST = 10
"""Competitors that an explanation holds at most."""


def explain_match(
    task: Task,
    spec: MethodSpec,
    candidates: Candidates,
    parts: Sequence[Matrix],
    fused: Matrix,
    chosen: Chosen,
    names: Sequence[int],
) -> tuple[Explanation, ...]:
    """Return an explanation for each entity of a composed method.

    Args:
        task: the pair as the method saw it.
        spec: the method.
        candidates: its candidates.
        parts: its score matrices, unweighted, in the order of the spec.
        fused: the fused matrix.
        chosen: candidate indices for each entity.
        names: for each entity its index among all source entities.
    """
    min_score = float(dict(spec.matcher.options).get("min_score", 0.0)) if spec.matcher else 0.0
    entries = ordered(worths(fused, candidates, min_score=min_score), candidates)
    spans = candidates.spans()
    owners = [(*spans[t], k) for k, row in enumerate(chosen) for t in row]
    labels = [w.score.part for w in spec.scores]
    told = []
    for k, entity in enumerate(task.entities()):
        mine = [e for e in entries if e.row == k]
        shown = _best(mine, chosen[k])
        competitors = tuple(
            Competitor(
                start=e.start,
                end=e.end,
                score=float(fused[k, e.candidate]),
                parts=tuple(
                    (label, float(part[k, e.candidate]))
                    for label, part in zip(labels, parts, strict=True)
                ),
                origins=candidates.origins[e.candidate],
                taken_by=_owner(e.start, e.end, k, owners, names),
            )
            for e in shown
        )
        picked = {spans[t] for t in chosen[k]}
        told.append(
            _explanation(task, entity, competitors, picked, _match_steps(spec, candidates, mine))
        )
    return tuple(told)


def explain_runs(
    task: Task, spec: MethodSpec, found: Runs, names: Sequence[int]
) -> tuple[Explanation, ...]:
    """Return an explanation for each entity of a heuristic; its runs are the competitors."""
    owners = [
        (r.start, r.end, k) for k, row in enumerate(found) for r in row if r.fate is Fate.KEPT
    ]
    name = spec.heuristic.part if spec.heuristic else ""
    told = []
    for k, (entity, row) in enumerate(zip(task.entities(), found, strict=True)):
        best = sorted(row, key=lambda r: (r.fate is not Fate.KEPT, r.start - r.end, r.start))
        competitors = tuple(
            Competitor(
                start=r.start,
                end=r.end,
                score=r.score,
                parts=(("linked", r.score),),
                origins=(name,),
                taken_by=_owner(r.start, r.end, k, owners, names),
            )
            for r in best[:MOST]
        )
        picked = {(r.start, r.end) for r in row if r.fate is Fate.KEPT}
        steps = (_heuristic_step(spec), *(_run_step(r, task, names) for r in best))
        told.append(_explanation(task, entity, competitors, picked, steps))
    return tuple(told)


def _best(mine: list[Entry], picked: Sequence[int]) -> list[Entry]:
    """Return the best competitors, the picks always among them, best first."""
    shown = mine[:MOST]
    absent = [e for e in mine[MOST:] if e.candidate in set(picked)]
    return [*shown[: MOST - len(absent)], *absent] if absent else shown


def _owner(
    start: int, end: int, k: int, owners: Sequence[tuple[int, int, int]], names: Sequence[int]
) -> int | None:
    """Return the index of the first other entity whose pick overlaps the span."""
    holders = (who for a, b, who in sorted(owners) if who != k and a < end and start < b)
    return next((names[who] for who in holders), None)


def _explanation(
    task: Task,
    entity: Entity,
    competitors: tuple[Competitor, ...],
    picked: set[tuple[int, int]],
    steps: tuple[str, ...],
) -> Explanation:
    links: tuple[Link, ...] = ()
    if task.alignment is not None:
        links = task.alignment.between(entity.start, entity.end, 0, len(task.target))
    blocked_by = None
    for competitor in competitors:
        if (competitor.start, competitor.end) in picked:
            break
        if competitor.taken_by is not None:
            blocked_by = competitor.taken_by
            break
    return Explanation(links, competitors, _margin(competitors, picked), blocked_by, steps)


def _margin(competitors: Sequence[Competitor], picked: set[tuple[int, int]]) -> float | None:
    """Return the lowest picked score minus the best other one; None without a pick."""
    scores = [c.score for c in competitors if (c.start, c.end) in picked]
    if not scores:
        return None
    rest = [c.score for c in competitors if (c.start, c.end) not in picked]
    return min(scores) - max(rest, default=0.0)


def _match_steps(
    spec: MethodSpec, candidates: Candidates, mine: Sequence[Entry]
) -> tuple[str, ...]:
    sources = ", ".join(_written(p) for p in spec.candidates)
    scores = " + ".join(f"{w.weight:g} x {_written(w.score)}" for w in spec.scores)
    matcher = _written(spec.matcher) if spec.matcher else ""
    return (
        f"Candidates from {sources}: {_many(len(candidates), 'span')}.",
        f"Score = {scores}: {_many(len(mine), 'span')} above zero for this entity.",
        f"Choice among all entities of the sentence: {matcher}.",
    )


def _heuristic_step(spec: MethodSpec) -> str:
    return f"Heuristic: {_written(spec.heuristic)}." if spec.heuristic else ""


def _run_step(run: Run, task: Task, names: Sequence[int]) -> str:
    where = f"Run of words {run.start + 1} to {run.end}"
    if run.end - run.start == 1:
        where = f"Word {run.end}"
    text = " ".join(task.target[run.start : run.end])
    fates = {
        Fate.KEPT: "kept",
        Fate.SHORT: "left out, too short for the entity",
        Fate.SURPLUS: "left out, another run is longer",
        Fate.TAKEN: "left out, another entity has its place",
        Fate.MERGED: "joined with the run of another entity of the same label",
        Fate.REFUSED: f"refused, {run.note}",
    }
    by = ""
    if run.by is not None:
        other = task.entities()[run.by]
        by = f" (entity {names[run.by] + 1}, '{task.source.text(other.start, other.end)}')"
    return f"{where}, '{text}': {fates[run.fate]}{by}."


def _written(part: PartSpec | None) -> str:
    if part is None:
        return ""
    options = ", ".join(f"{key} {value!r}" for key, value in part.options)
    return f"{part.part} ({options})" if options else part.part


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
