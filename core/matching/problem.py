"""A matching problem as the questions about a choice need it: every pick that counts, by entity."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.errors import InputError
from core.matching.rules import Rules, rules_for
from core.matching.shelf import Chosen, Constraint
from core.matching.slots import Jobs
from core.matching.ties import Entry, ordered, score_of, worths


class Problem(NamedTuple):
    """Scores, candidates and options in the terms of the search."""

    worth: NDArray[np.int64]
    candidates: Candidates
    rules: Rules
    entries: list[Entry]
    jobs: Jobs


def problem_of(
    scores: Matrix,
    candidates: Candidates,
    *,
    per_entity: int,
    constraint: Constraint,
    price: float,
    min_score: float,
) -> Problem:
    """Return the problem that a matcher with these options has to solve; raise InputError alike."""
    forced = constraint != "at-most"
    worth = worths(scores, candidates, min_score=min_score, price=price, forced=forced)
    entries = ordered(worth, candidates)
    jobs: Jobs = [[] for _ in worth]
    for entry in entries:
        jobs[entry.row].append(entry)
    rules = rules_for(worth, candidates, per_entity, constraint)
    return Problem(worth, candidates, rules, entries, jobs)


def picks_of(chosen: Chosen, problem: Problem) -> list[Entry]:
    """Return what was chosen as picks; raise InputError where one does not count or fit."""
    if len(chosen) != len(problem.worth):
        raise InputError(f"a choice for {len(chosen)} entities; need one for {len(problem.worth)}")
    start, end = problem.candidates.start, problem.candidates.end
    picks = []
    for row, picked in enumerate(chosen):
        for t in picked:
            if not 0 <= t < len(problem.candidates) or not problem.worth[row, t]:
                raise InputError(
                    f"the choice holds row {row}, column {t}, which does not count with these "
                    "options; need the scores and options that the choice was made with"
                )
            picks.append(Entry(int(problem.worth[row, t]), t, row, int(start[t]), int(end[t])))
    return picks


def total_score(picks: list[Entry]) -> float:
    """Return the sum of scores of picks, each lowered by the price."""
    return score_of(sum(e.worth for e in picks), sum(e.end - e.start for e in picks))
