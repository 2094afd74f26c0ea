"""Why a vote came out as it did: who voted for what, with which weight."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.projection import Explanation
from core.domain.spec import MethodSpec, PartSpec, WeightedPart
from core.domain.task import Task
from core.projection.combiners import Ballot, Counted
from core.projection.explain import explain_match


def explain_vote(
    task: Task,
    spec: MethodSpec,
    ballots: Sequence[Ballot],
    counted: Counted,
    names: Sequence[int],
    *,
    quick: bool = False,
) -> tuple[Explanation, ...]:
    """Return an explanation for each entity of a vote.

    A vote is matched as scores are: each voter is a score, 1 for the spans it votes for. So the
    competitors are the spans with enough votes; the steps tell of all others too.

    Args:
        task: the pair as the method saw it.
        spec: the method.
        ballots: what each voter would choose.
        counted: the count.
        names: for each entity its index among all source entities.
        quick: leave out margins and probabilities that take more than some milliseconds.
    """
    as_scores = matched_by(spec, [(b.voter, b.weight) for b in ballots], spec.combiner)
    told = explain_match(
        task,
        as_scores,
        counted.candidates,
        counted.votes,
        counted.standing,
        counted.solution.chosen,
        names,
        gap=counted.solution.gap,
        quick=quick,
    )
    first = _voters(ballots)
    return tuple(
        replace(why, steps=(first, *_count(task, ballots, counted, k)))
        for k, why in enumerate(told)
    )


def matched_by(
    spec: MethodSpec, voters: Sequence[tuple[str, float]], matcher: PartSpec | None
) -> MethodSpec:
    """Return a method as explanations read it: the voters as its scores, matched as `matcher`."""
    total = sum(weight for _, weight in voters)
    scores = tuple(WeightedPart(PartSpec(name), weight / total) for name, weight in voters)
    return replace(spec, scores=scores, matcher=matcher)


def _voters(ballots: Sequence[Ballot]) -> str:
    listed = ", ".join(f"{b.voter} (weight {b.weight:g})" for b in ballots)
    return f"Vote of {listed}."


def _count(task: Task, ballots: Sequence[Ballot], counted: Counted, k: int) -> list[str]:
    """Return one sentence for each span somebody voted for, the most weight first, then none."""
    lines = []
    spans = counted.candidates.spans()
    order = sorted(range(len(spans)), key=lambda t: (-counted.shares[k, t], t))
    for t in order:
        mine = [b.voter for b, v in zip(ballots, counted.votes, strict=True) if v[k, t]]
        if mine:
            words = " ".join(task.target[slice(*spans[t])])
            where = _words(*spans[t])
            enough = "" if counted.standing[k, t] else "; not enough"
            lines.append(
                f"For {where}, '{words}': {', '.join(mine)}, "
                f"{counted.shares[k, t]:.0%} of the weight{enough}."
            )
    silent = [b.voter for b in ballots if (p := b.projections[k]) is not None and not p.picks]
    if silent:
        lines.append(f"For no span: {', '.join(silent)}, {counted.none[k]:.0%} of the weight.")
    return lines


def _words(start: int, end: int) -> str:
    return f"word {end}" if end - start == 1 else f"words {start + 1} to {end}"
