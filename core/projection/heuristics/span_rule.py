"""Heuristic: everything from the first to the last target token linked to an entity."""

from dataclasses import replace

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.task import Task
from core.projection.heuristics.collisions import place
from core.projection.heuristics.shelf import HEURISTICS, Fate, Run, Runs, share_linked


@HEURISTICS.register("span-rule", needs={"alignment"}, lossy=True)
def span_rule(
    task: Task,
    *,
    whole_source: bool = False,
    no_gaps: bool = False,
    all_or_nothing: bool = False,
    single_to_single: bool = True,
) -> Runs:
    """Give each entity the span from its first to its last linked target token.

    Args:
        task: source entities and an alignment.
        whole_source: refuse an entity with an unlinked word (COMP-SRC).
        no_gaps: refuse an entity whose linked target tokens do not stand together (COMP-TGT).
        all_or_nothing: refuse all entities of a pair unless each gets a span (COMP-INS).
        single_to_single: an entity of one word gets only its first linked token (RSTR-TGT).

    Returns:
        For each entity at most one run, with what became of it; those kept are disjoint. Where
        two overlap, the entity that stands first in the source keeps its span.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: Ebing and Glavaš 2025, arxiv.org/abs/2505.10507; the collision rule is ours.
    """
    alignment = task.need_alignment()
    entities = task.entities()
    found: list[list[Run]] = []
    for entity in entities:
        linked = alignment.targets_of(entity.start, entity.end)
        if not linked:
            found.append([])
            continue
        single = single_to_single and entity.end - entity.start == 1
        start, end = linked[0], linked[0] + 1 if single else linked[-1] + 1
        run = Run(start, end, share_linked(alignment, entity, start, end))
        note = _objection(alignment, entity, linked, whole_source, no_gaps)
        found.append([replace(run, fate=Fate.REFUSED, note=note) if note else run])
    placed = place(entities, found, range(len(entities)), "skip")
    if all_or_nothing and not all(row and row[0].fate is Fate.KEPT for row in placed):
        return tuple(tuple(_refuse(run) for run in row) for row in placed)
    return placed


def _objection(
    alignment: Alignment,
    entity: Entity,
    linked: tuple[int, ...],
    whole_source: bool,  # noqa: FBT001 - private, and named where it is called
    no_gaps: bool,  # noqa: FBT001 - the same
) -> str:
    """Return why the entity is refused, or nothing."""
    sources = {k.i for k in alignment.between(entity.start, entity.end, 0, alignment.m)}
    if whole_source and len(sources) < entity.end - entity.start:
        return "a word of the entity is linked to nothing"
    if no_gaps and linked[-1] - linked[0] >= len(linked):
        return "its linked words do not stand together"
    return ""


def _refuse(run: Run) -> Run:
    if run.fate is not Fate.KEPT:
        return run
    return replace(run, fate=Fate.REFUSED, note="another entity of the pair got no span")
