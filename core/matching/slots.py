"""Entities as rows of slots, so that one search serves every constraint.

A slot holds picks of one entity that gain alike. At most k: one slot with room for k. Exactly k:
the same with a bonus on each pick. At least k: besides that slot one without bonus and without end,
for picks above zero.
"""

from typing import NamedTuple

from core.matching.rules import Rules
from core.matching.ties import Entry

Jobs = list[list[Entry]]
"""For each entity its picks, best first; all of one entity hold that entity's number."""


class Slot(NamedTuple):
    """Room for picks of one entity: so many, each with this bonus; 0: without end."""

    bonus: int
    room: int


def slots_of(row: int, rules: Rules) -> tuple[Slot, ...]:
    """Return the slots of an entity, those that are filled first in front."""
    if row == rules.must:
        first = (Slot(rules.bonus + rules.force, 1), Slot(rules.bonus, rules.room - 1))
        slots = first if rules.room > 1 else first[:1]
    else:
        slots = (Slot(rules.bonus, rules.room),)
    return (*slots, Slot(0, 0)) if rules.extra else slots


def covers(jobs: Jobs) -> list[int]:
    """Return for each entity the tokens that its picks hold, as bits."""
    found = []
    for job in jobs:
        cover = 0
        for entry in job:
            cover |= (1 << entry.end) - (1 << entry.start)
        found.append(cover)
    return found


def groups(covers: list[int]) -> list[list[int]]:
    """Return the rows that hold tokens, in groups such that none holds another group's token."""
    found: list[tuple[int, list[int]]] = []
    for row, cover in enumerate(covers):
        if not cover:
            continue
        whole, members = cover, [row]
        apart = []
        for other, rows in found:
            if other & whole:
                whole |= other
                members = rows + members
            else:
                apart.append((other, rows))
        found = [*apart, (whole, sorted(members))]
    return [rows for _, rows in found]
