"""What happens where the runs of two entities overlap."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.entity import Entity
from core.projection.heuristics.shelf import Fate, Run, Runs

_Placed = tuple[int, int]
"""Index of an entity and of one of its runs."""


def place(
    entities: Sequence[Entity], found: list[list[Run]], turn: Sequence[int], collision: str
) -> Runs:
    """Return the runs with those that had to give way marked.

    Args:
        entities: the source entities.
        found: for each its runs; those to place are marked as kept.
        turn: indices of the entities in the order in which they choose.
        collision: `skip`, `replace` or `merge`, as the heuristic `runs` describes them.
    """
    marked = [list(row) for row in found]
    if collision == "merge":
        _merge(entities, marked)
    else:
        for k in turn:
            longest = sorted(
                (r for r, run in enumerate(marked[k]) if run.fate is Fate.KEPT),
                key=lambda r: (marked[k][r].start - marked[k][r].end, marked[k][r].start),
            )
            for r in longest:
                _settle(marked, (k, r), turn, replaces=collision == "replace")
    return tuple(tuple(row) for row in marked)


def _settle(marked: list[list[Run]], new: _Placed, turn: Sequence[int], *, replaces: bool) -> None:
    """Place one run against the runs of those who chose before."""
    k, r = new
    for before in turn[: turn.index(k)]:
        for other, run in enumerate(marked[before]):
            if run.fate is not Fate.KEPT or not run.overlaps(marked[k][r]):
                continue
            if not replaces:
                marked[k][r] = replace(marked[k][r], fate=Fate.TAKEN, by=before)
                return
            marked[before][other] = replace(run, fate=Fate.TAKEN, by=k)


def _merge(entities: Sequence[Entity], marked: list[list[Run]]) -> None:
    """Go through the runs from left to right; join equal labels, else keep the longer one."""
    line = sorted(
        (run.start, run.end, k, r)
        for k, row in enumerate(marked)
        for r, run in enumerate(row)
        if run.fate is Fate.KEPT
    )
    standing: _Placed | None = None
    for *_, k, r in line:
        new = marked[k][r]
        if standing is None or not marked[standing[0]][standing[1]].overlaps(new):
            standing = (k, r)
            continue
        owner, place_ = standing
        old = marked[owner][place_]
        if entities[owner].label == entities[k].label:
            marked[owner][place_] = replace(old, end=max(old.end, new.end))
            marked[k][r] = replace(new, fate=Fate.MERGED, by=owner)
        elif new.end - new.start >= old.end - old.start:
            marked[owner][place_] = replace(old, fate=Fate.TAKEN, by=k)
            standing = (k, r)
        else:
            marked[k][r] = replace(new, fate=Fate.TAKEN, by=owner)
