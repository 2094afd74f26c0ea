"""How many candidates an entity gets: what the three constraints mean, as numbers.

At most: up to `per_entity` candidates, none that scores no more than the price. Exactly: just so
many, at any score that counts. At least: so many at any score that counts; more only where every
candidate of the entity scores above the price. Where candidates cannot be had for all, exactly and
at least settle for as many as there can be: of two choices the better one is first that with more
required candidates, summed over entities, then that which `core.matching.ties` prefers.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.matching.shelf import Constraint
from core.matching.ties import Entry


class Rules(NamedTuple):
    """A constraint for the search.

    Args:
        room: candidates an entity may or must get.
        bonus: worth of getting one of these at all, more than all scores together; 0: at most.
        extra: whether an entity may get more where all its candidates have a worth above zero.
        must: the entity that has to get a candidate before all else, -1 for none.
        force: worth of what has to be, more than all bonuses together; a pick that has to be taken
            is worth so much more.
    """

    room: int
    bonus: int = 0
    extra: bool = False
    must: int = -1
    force: int = 0


def rules_for(
    worth: NDArray[np.int64], candidates: Candidates, per_entity: int, constraint: Constraint
) -> Rules:
    """Return the rules for these worths.

    Args:
        worth: shape (entities, candidates), of `core.matching.ties.worths`.
        candidates: the columns.
        per_entity: candidates an entity may or must get.
        constraint: which of the two, or that it must get them and may get more.
    """
    if constraint == "at-most":
        return Rules(per_entity)
    most = int(np.abs(worth).max(initial=0))
    extra = constraint == "at-least"
    picks = int(candidates.end.max(initial=0))
    picks = picks if extra else min(picks, len(worth) * per_entity)
    return Rules(per_entity, 1 << (2 * most * (picks + 1)).bit_length(), extra)


def forcing(rules: Rules, entries: Iterable[Entry]) -> int:
    """Return a worth above all that picks among these entries can add up to."""
    listed = list(entries)
    most = max((abs(e.worth) for e in listed), default=0) + rules.bonus
    return 1 << (2 * most * (max((e.end for e in listed), default=0) + 1)).bit_length()


def pays(worth: int, rules: Rules) -> bool:
    """Return whether a pick has a worth above zero, leaving aside that it may have to be taken."""
    if rules.force and worth > rules.force // 2:
        return worth > rules.force
    return worth > 0


def value_of(picks: Iterable[Entry], rules: Rules) -> int:
    """Return what picks are worth together, with the bonuses of the rules."""
    total = 0
    count: dict[int, int] = {}
    for entry in picks:
        total += entry.worth
        count[entry.row] = count.get(entry.row, 0) + 1
    if rules.bonus:
        total += rules.bonus * sum(min(n, rules.room) for n in count.values())
    return total + rules.force if rules.must in count else total


def required(picks: Iterable[Entry], rules: Rules) -> int:
    """Return how many of the candidates that entities must get these picks hold."""
    count: dict[int, int] = {}
    for entry in picks:
        count[entry.row] = count.get(entry.row, 0) + 1
    return sum(min(n, rules.room) for n in count.values())
