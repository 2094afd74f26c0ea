"""Why a projection came out as it did: links, competitors, how sure it is, who was in the way."""

from collections.abc import Sequence

from core.domain.alignment import Link
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.projection import Competitor, Explanation
from core.domain.scores import Matrix
from core.domain.spec import MethodSpec, PartSpec
from core.domain.task import Task
from core.matching import Chosen, Solution
from core.matching.ties import Entry
from core.projection.certainty import Certainty, certainties, problem, rules_of
from core.projection.heuristics import Fate, Run, Runs
from core.scoring.shelf import ACCOUNTS

MOST = 10
"""Competitors that an explanation holds at most."""

_CLOSE = 5e-3

NO_SCORES = "not computed: a heuristic weighs no choices against each other"
"""Why what a heuristic did has neither margin nor probability."""


def explain_match(
    task: Task,
    spec: MethodSpec,
    candidates: Candidates,
    parts: Sequence[Matrix],
    fused: Matrix,
    chosen: Chosen,
    names: Sequence[int],
    *,
    gap: float | None = None,
    quick: bool = False,
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
        gap: how far the choice can be from the best, 0 where it is the best, None if unknown.
        quick: leave out margins and probabilities that take more than some milliseconds.
    """
    rules = rules_of(spec.matcher)
    entries = problem(fused, candidates, rules).entries
    sure = certainties(fused, candidates, Solution(chosen, gap), rules, quick=quick)
    spans = candidates.spans()
    owners = [(*spans[t], k) for k, row in enumerate(chosen) for t in row]
    labels = _labels(spec)
    by_row = [[e for e in entries if e.row == k] for k in range(len(chosen))]
    accounts = _accounts(task, spec, candidates, by_row, chosen)
    told = []
    for k, entity in enumerate(task.entities()):
        mine = by_row[k]
        shares = sure[k].shares
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
                posterior=shares[e.candidate] if shares else None,
            )
            for e in _best(mine, chosen[k])
        )
        picked = {spans[t] for t in chosen[k]}
        steps = (*_match_steps(task, spec, candidates, mine, fused[k]), *accounts[k])
        told.append(_explanation(task, entity, competitors, picked, steps, sure[k]))
    return tuple(told)


def _accounts(
    task: Task,
    spec: MethodSpec,
    candidates: Candidates,
    entries: Sequence[Sequence[Entry]],
    chosen: Chosen,
) -> list[list[str]]:
    """Return for each entity what its scores say of its pick, else of its best candidate."""
    asked = [
        (k, picked[0] if picked else mine[0].candidate)
        for k, (mine, picked) in enumerate(zip(entries, chosen, strict=True))
        if picked or mine
    ]
    told: list[list[str]] = [[] for _ in entries]
    for weighted in spec.scores:
        account = ACCOUNTS.get(weighted.score.part)
        if account is None:
            continue
        sentences = account(task, candidates, asked, **dict(weighted.score.options))
        for (k, t), sentence in zip(asked, sentences, strict=True):
            if sentence:
                start, end = candidates.spans()[t]
                told[k].append(f"'{' '.join(task.target[start:end])}': {sentence}")
    return told


def _labels(spec: MethodSpec) -> tuple[str, ...]:
    """Return the names of the scores, those that come again counted: `coverage`, `coverage 2`."""
    names = [w.score.part for w in spec.scores]
    before = [names[:k].count(name) for k, name in enumerate(names)]
    return tuple(f"{name} {n + 1}" if n else name for name, n in zip(names, before, strict=True))


def explain_runs(
    task: Task, spec: MethodSpec, found: Runs, names: Sequence[int]
) -> tuple[Explanation, ...]:
    """Return an explanation for each entity of a heuristic; its runs are the competitors.

    A heuristic follows rules and adds up no scores, so there is no margin and no probability.
    """
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
        told.append(
            _explanation(
                task, entity, competitors, picked, steps, Certainty(not_computed=NO_SCORES)
            )
        )
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
    sure: Certainty,
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
    return Explanation(
        links,
        competitors,
        sure.margin,
        blocked_by,
        steps,
        sure.posterior,
        sure.entropy,
        sure.not_computed,
    )


def _match_steps(
    task: Task, spec: MethodSpec, candidates: Candidates, mine: Sequence[Entry], scores: Matrix
) -> tuple[str, ...]:
    sources = ", ".join(_written(p) for p in spec.candidates)
    summed = " + ".join(f"{w.weight:g} x {_written(w.score)}" for w in spec.scores)
    matcher = _written(spec.matcher) if spec.matcher else ""
    steps = (
        f"Candidates from {sources}: {_many(len(candidates), 'span')}.",
        f"Score = {summed}: {_many(len(mine), 'span')} in question for this entity.",
        f"Choice among all entities of the sentence: {matcher}.",
    )
    return steps if mine else (*steps, *_too_low(task, spec, candidates, scores))


def _too_low(
    task: Task, spec: MethodSpec, candidates: Candidates, scores: Matrix
) -> tuple[str, ...]:
    """Return a sentence on the best of the spans that score too low to count, if there are any."""
    if not (scores > 0).any():
        return ()
    best = int(scores.argmax())
    start, end = candidates.spans()[best]
    where = f"word {end}" if end - start == 1 else f"words {start + 1} to {end}"
    text = " ".join(task.target[start:end])
    least, score = least_score(spec.matcher), float(scores[best])
    told = f"{score:.2f}" if least - score >= _CLOSE else f"{score:.4f}"
    return (
        f"No span scores above {least:g}, as the method asks; the best, {where}, '{text}', "
        f"scores {told}.",
    )


def least_score(matcher: PartSpec | None) -> float:
    """Return the score that a candidate has to exceed to be picked."""
    options = dict(matcher.options) if matcher else {}
    asked = [0.0, float(options.get("min_score", 0.0))]
    if options.get("constraint", "at-most") == "at-most":
        asked.append(float(options.get("price", 0.0)))
    return max(asked)


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
