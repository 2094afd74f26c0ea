"""How sure a choice is: margins, probabilities and other choices, from the scores of a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.spec import PartSpec
from core.matching import Solution
from core.matching.margin import margins
from core.matching.posterior import posteriors
from core.matching.problem import Problem, problem_of
from core.matching.shelf import NotComputed
from core.matching.slots import covers, groups

_DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {"per_entity": 1, "constraint": "at-most", "price": 0.0, "min_score": 0.0}
)
"""What a matcher may be told that changes which choices there are."""

_A_PICK, _QUICK = 400, 2**16
"""Time of one pick, in units of the time of one set of entities; units in some milliseconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Certainty:
    """How sure the choice for one entity is.

    Args:
        margin: how much the best total of the sentence loses without it; None where not computed.
        posterior: probability of what became of the entity; None where not computed.
        entropy: of its choice, in bits; None where not computed.
        shares: probability of each candidate; empty where not computed.
        not_computed: why something is missing, "" where nothing is.
    """

    margin: float | None = None
    posterior: float | None = None
    entropy: float | None = None
    shares: tuple[float, ...] = ()
    not_computed: str = ""


def rules_of(matcher: PartSpec | None) -> Mapping[str, Any]:
    """Return those options of a matcher that say which choices there are."""
    options = matcher.options if matcher else ()
    return {key: value for key, value in options if key in _DEFAULTS}


def certainties(
    fused: Matrix,
    candidates: Candidates,
    solution: Solution,
    rules: Mapping[str, Any],
    *,
    quick: bool = False,
) -> tuple[Certainty, ...]:
    """Return how sure each entity's part of a choice is.

    Args:
        fused: shape (entities, candidates).
        candidates: the columns.
        solution: what was chosen.
        rules: of `rules_of`.
        quick: leave out what takes more than some milliseconds.
    """
    if quick and (long := takes_long(fused, candidates, rules)):
        return tuple(Certainty(not_computed=long) for _ in solution.chosen)
    lost = margins(fused, candidates, solution, **rules)
    odds = posteriors(fused, candidates, **rules)
    why = dict.fromkeys(a.reason for a in (lost, odds) if isinstance(a, NotComputed))
    found = []
    for k, picked in enumerate(solution.chosen):
        margin = None if isinstance(lost, NotComputed) else lost[k]
        if isinstance(odds, NotComputed):
            found.append(Certainty(margin, not_computed="; ".join(why)))
            continue
        shares = tuple(map(_share, odds.picks[k].tolist()))
        posterior = min((shares[t] for t in picked), default=_share(float(odds.none[k])))
        entropy = max(0.0, float(odds.entropy[k]))
        found.append(Certainty(margin, posterior, entropy, shares, "; ".join(why)))
    return tuple(found)


def problem(fused: Matrix, candidates: Candidates, rules: Mapping[str, Any]) -> Problem:
    """Return what a matcher with these options chooses from."""
    return problem_of(fused, candidates, **{**_DEFAULTS, **rules})


def takes_long(fused: Matrix, candidates: Candidates, rules: Mapping[str, Any]) -> str:
    """Return why margins and probabilities would take more than some milliseconds, "" if not."""
    jobs = problem(fused, candidates, rules).jobs
    sizes = [(len(rows), sum(len(jobs[r]) for r in rows)) for rows in groups(covers(jobs))]
    if sum(picks * (_A_PICK + 2**rows) for rows, picks in sizes) <= _QUICK:
        return ""
    rows, picks = max(sizes)
    return (
        f"not computed: {picks} candidates of {rows} entities in each other's way take long; "
        "the command `explain` takes the time"
    )


def _share(value: float) -> float:
    """Return a probability, rounding errors taken off."""
    return min(1.0, max(0.0, value))
