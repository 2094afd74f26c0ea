"""Entities inside one another: a level of disjoint ones at a time."""

from collections.abc import Iterable
from dataclasses import replace

from core.domain.entity import Entity
from core.domain.projection import Projection
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.projection.engine import project


def project_nested(
    task: Task,
    entities: Iterable[Entity],
    spec: MethodSpec,
    *,
    explain: bool = False,
    quick: bool = False,
) -> tuple[Projection, ...]:
    """Return what becomes of source entities that may lie in, or cross, one another.

    Spans of one level must not overlap in the target, those of two levels may: so no constraint
    goes from level to level, and each is projected alone. An IOB2 file holds one level.

    Args:
        task: the pair; its own source entities are left aside.
        entities: the source entities, in any order.
        spec: a method, its defaults filled in.
        explain: also say why; leaves the picks as they are.
        quick: say less rather than take more than some milliseconds to say why.

    Returns:
        One projection each, in the order given.

    Raises:
        SpanError: an entity ends outside the source.
        MissingInputError: a part lacks its input.
        SpecError: as `core.projection.project` does.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (the program; kept to entities of one level,
        its rows for words fall apart into these).
    """
    given = tuple(entities)
    found: dict[int, Projection] = {}
    for level in levels(given):
        source = replace(task.source, entities=tuple(given[k] for k in level))
        done = project(replace(task, source=source), spec, explain=explain, quick=quick)
        found.update(zip(level, done, strict=True))
    return tuple(found[k] for k in range(len(given)))


def levels(entities: Iterable[Entity]) -> tuple[tuple[int, ...], ...]:
    """Return entities by level, as indices from left to right; those of a level are disjoint.

    The longest come first, each on the first level where it overlaps none: of entities that lie in
    one another, the outermost stands on the first level.
    """
    given = tuple(entities)
    found: list[list[int]] = []
    for k in sorted(range(len(given)), key=lambda k: (given[k].start - given[k].end, given[k], k)):
        free = (row for row in found if not any(given[k].overlaps(given[other]) for other in row))
        row = next(free, None)
        if row is None:
            found.append([k])
        else:
            row.append(k)
    return tuple(tuple(sorted(row, key=lambda k: given[k])) for row in found)
