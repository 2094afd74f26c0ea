"""One sentence pair through one method."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.candidates import CANDIDATES, union
from core.domain.alignment import Alignment
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.projection import Pick, Projection, Reason
from core.domain.scores import Matrix
from core.domain.spec import MethodSpec, PartSpec
from core.domain.task import Task
from core.errors import SpecError
from core.matching import MATCHERS, Solution
from core.projection.combiners import COMBINERS, Ballot, Counted
from core.projection.explain import explain_match, explain_runs, least_score
from core.projection.explain_votes import explain_vote
from core.projection.heuristics import HEURISTICS, Fate, Run
from core.scoring import SCORES, fuse

DROP = "O"


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """What a composed method worked out: candidates, scores and who got what."""

    candidates: Candidates
    parts: tuple[Matrix, ...]
    fused: Matrix
    solution: Solution


def project(
    task: Task, spec: MethodSpec, *, explain: bool = False, quick: bool = False
) -> tuple[Projection, ...]:
    """Return what becomes of each source entity: one projection each, in source order.

    An entity whose label the spec's `label_map` maps to `O` takes no part: it competes with
    nobody and its projection has no picks and the reason `dropped`. Other labels are mapped first.

    Args:
        task: the sentence pair with what the method's parts need.
        spec: a method, its defaults filled in (`METHODS`, `resolve.spec_from_dict`).
        explain: also say why; leaves the picks as they are.
        quick: say less rather than take more than some milliseconds to say why.

    Returns:
        Projections whose picks lie in the target and are disjoint over all entities.

    Raises:
        MissingInputError: nobody has annotated the source, or a part lacks its input.
        SpecError: the spec has neither a heuristic nor a matcher nor a combiner, or the weights of
            a vote are still to be estimated from a corpus.
    """
    entities = task.entities()
    inner, kept = mapped(task, spec)
    if spec.heuristic is not None:
        done = _by_heuristic(inner, spec, explain=explain, names=kept)
    elif spec.matcher is not None:
        done = _by_matching(inner, spec, explain=explain, quick=quick, names=kept)
    elif spec.combiner is not None:
        done = _by_vote(inner, spec, explain=explain, quick=quick, names=kept)
    else:
        raise SpecError(f"method {spec.name!r} has neither a heuristic nor a matcher")
    if len(kept) == len(entities):
        return done
    rows = dict(zip(kept, done, strict=True))
    return tuple(
        rows[k] if k in rows else Projection(e, reason=Reason.DROPPED)
        for k, e in enumerate(entities)
    )


def match(task: Task, spec: MethodSpec) -> Matched:
    """Return candidates, scores and choice of a composed method; raise SpecError on a heuristic."""
    if spec.matcher is None:
        raise SpecError(f"method {spec.name!r} has no matcher")
    candidates = candidates_of(task, spec)
    parts, fused = scored(task, spec, candidates)
    options = dict(spec.matcher.options)
    solution = MATCHERS.get(spec.matcher.part).make(fused, candidates, **options)
    return Matched(candidates, parts, fused, solution)


def candidates_of(task: Task, spec: MethodSpec) -> Candidates:
    """Return the candidates that the parts of a composed method propose."""
    found = [CANDIDATES.get(p.part).make(task, **dict(p.options)) for p in spec.candidates]
    return union(found)


def scored(
    task: Task, spec: MethodSpec, candidates: Candidates
) -> tuple[tuple[Matrix, ...], Matrix]:
    """Return the scores of a composed method for these candidates, each and fused."""
    parts = tuple(
        SCORES.get(w.score.part).make(task, candidates, **dict(w.score.options))
        for w in spec.scores
    )
    return parts, fuse(parts, [w.weight for w in spec.scores])


def mapped(task: Task, spec: MethodSpec) -> tuple[Task, tuple[int, ...]]:
    """Return the task with mapped labels, and which entities are left in it."""
    entities = task.entities()
    everyone = tuple(range(len(entities)))
    labels = dict(spec.label_map)
    if labels.keys().isdisjoint(e.label for e in entities):
        return task, everyone
    kept = tuple(k for k in everyone if labels.get(entities[k].label) != DROP)
    mapped = (entities[k] for k in kept)
    fresh = tuple(replace(e, label=labels.get(e.label, e.label)) for e in mapped)
    return replace(task, source=replace(task.source, entities=fresh)), kept


def _by_matching(
    task: Task, spec: MethodSpec, *, explain: bool, quick: bool, names: tuple[int, ...]
) -> tuple[Projection, ...]:
    entities = task.entities()
    if not entities:
        return ()
    result = match(task, spec)
    start, end = result.candidates.start, result.candidates.end
    chosen, gap = result.solution
    done = []
    for k, (entity, picked) in enumerate(zip(entities, chosen, strict=True)):
        if picked:
            picks = tuple(
                Pick(int(start[t]), int(end[t]), float(result.fused[k, t])) for t in picked
            )
            done.append(Projection(entity, picks, gap=gap))
        else:
            alone = no_candidate(task.alignment, entity)
            reason = unpicked(result.fused[k], spec.matcher, alone)
            done.append(Projection(entity, reason=reason, gap=gap))
    if not explain:
        return tuple(done)
    candidates, parts, fused = result.candidates, result.parts, result.fused
    told = explain_match(task, spec, candidates, parts, fused, chosen, names, gap=gap, quick=quick)
    return tuple(replace(p, explanation=e) for p, e in zip(done, told, strict=True))


def unpicked(scores: Matrix, matcher: PartSpec | None, otherwise: Reason) -> Reason:
    """Return why an entity has no pick, given the scores of its candidates, shape (candidates,).

    Blocked where a candidate could have been picked but for the others; filtered where candidates
    score, but none above what the matcher asks for; else `otherwise`.
    """
    if (scores > least_score(matcher)).any():
        return Reason.BLOCKED
    return Reason.FILTERED if (scores > 0).any() else otherwise


def no_candidate(alignment: Alignment | None, entity: Entity) -> Reason:
    """Return why no candidate stood for the entity at all."""
    if alignment is None or alignment.targets_of(entity.start, entity.end):
        return Reason.NO_CANDIDATE
    unseen = set(range(entity.start, entity.end)) <= set(alignment.unseen_src)
    return Reason.UNSEEN if unseen else Reason.NO_LINKS


def _by_vote(
    task: Task, spec: MethodSpec, *, explain: bool, quick: bool, names: tuple[int, ...]
) -> tuple[Projection, ...]:
    assert spec.combiner is not None  # project() has looked
    entities = task.entities()
    ballots = [Ballot(m.spec.name, m.weight, project(task, m.spec)) for m in spec.members]
    part = spec.combiner
    counted = COMBINERS.get(part.part).make(ballots, **dict(part.options))
    if not entities:
        return ()
    spans = counted.candidates.spans()
    done = []
    for k, (entity, picked) in enumerate(zip(entities, counted.solution.chosen, strict=True)):
        picks = tuple(Pick(*spans[t], float(counted.shares[k, t])) for t in picked)
        reason = None if picks else _why_not_voted(ballots, counted, k)
        done.append(Projection(entity, picks, reason, gap=counted.solution.gap))
    if not explain:
        return tuple(done)
    told = explain_vote(task, spec, ballots, counted, names, quick=quick)
    return tuple(replace(p, explanation=e) for p, e in zip(done, told, strict=True))


def _why_not_voted(ballots: Sequence[Ballot], counted: Counted, k: int) -> Reason:
    """Return why an entity has no pick: what most of the weight of those without one says."""
    if counted.standing[k].any():
        return Reason.BLOCKED
    said: dict[Reason, float] = {}
    for ballot in ballots:
        projection = ballot.projections[k]
        if projection is not None and projection.reason is not None:
            said[projection.reason] = said.get(projection.reason, 0.0) + ballot.weight
    order = list(Reason)
    return min(said, key=lambda r: (-said[r], order.index(r)), default=Reason.FILTERED)


def _by_heuristic(
    task: Task, spec: MethodSpec, *, explain: bool, names: tuple[int, ...]
) -> tuple[Projection, ...]:
    assert spec.heuristic is not None  # project() has looked
    part = spec.heuristic
    found = HEURISTICS.get(part.part).make(task, **dict(part.options))
    done = []
    for entity, row in zip(task.entities(), found, strict=True):
        picks = tuple(Pick(r.start, r.end, r.score) for r in row if r.fate is Fate.KEPT)
        reason = None if picks else _why_none(row, task.alignment, entity)
        done.append(Projection(entity, picks, reason))
    if not explain:
        return tuple(done)
    told = explain_runs(task, spec, found, names)
    return tuple(replace(p, explanation=e) for p, e in zip(done, told, strict=True))


def _why_none(row: tuple[Run, ...], alignment: Alignment | None, entity: Entity) -> Reason:
    if not row:
        return no_candidate(alignment, entity)
    gave_way = any(run.fate in {Fate.TAKEN, Fate.MERGED} for run in row)
    return Reason.BLOCKED if gave_way else Reason.FILTERED
