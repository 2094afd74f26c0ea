"""Heuristic: the longest run of target tokens linked to an entity."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from core.domain.alignment import stretches
from core.domain.entity import Entity
from core.domain.task import Task
from core.projection.heuristics.collisions import place
from core.projection.heuristics.shelf import HEURISTICS, Fate, Run, Runs, share_linked
from core.registry import Between

RatioRule = Literal["off", "strict", "adaptive"]


@HEURISTICS.register("runs", needs={"alignment"}, lossy=True)
def runs(
    task: Task,
    *,
    order: Literal["shortest", "sentence"] = "shortest",
    skip_punctuation: bool = True,
    gap: Annotated[int, Between(0, 100)] = 1,
    first_apart: bool = False,
    ratio: Annotated[float, Between(0, 10)] = 0.8,
    ratio_rule: RatioRule = "adaptive",
    keep: Annotated[int, Between(0, 100)] = 1,
    collision: Literal["skip", "replace", "merge"] = "skip",
) -> Runs:
    """Give each entity the longest run of target tokens that are linked to it.

    Args:
        task: source entities and an alignment.
        order: which entities choose first: the shortest, or as they stand in the sentence.
        skip_punctuation: leave out target tokens without a letter or digit.
        gap: unlinked tokens between two runs that are bridged.
        first_apart: do not bridge to a run that starts at a link of the entity's first word.
        ratio: the share that `ratio_rule` asks for.
        ratio_rule: which runs are long enough: `off` all; `strict` those longer than ratio times
            the entity; `adaptive` the same, but all stay if none is, as with compounds.
        keep: runs an entity may get, the longest first; 0 means all.
        collision: where runs of two entities overlap: `skip` keeps who chose first; `replace` who
            chose last; `merge` joins equal labels, else keeps the longer, of equals the later.

    Returns:
        For each entity its runs in target order, with what became of each; those kept are
        disjoint over all entities. Of equally long runs the one further left counts as longer.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: García-Ferrero et al. 2022, arxiv.org/abs/2210.12623; Shkalikov 2025,
    arxiv.org/abs/2501.18750; the rule `adaptive` is ours.
    """
    alignment = task.need_alignment()
    entities = task.entities()
    silent = _punctuation(task.target) if skip_punctuation else frozenset()
    found: list[list[Run]] = []
    for entity in entities:
        linked = [j for j in alignment.targets_of(entity.start, entity.end) if j not in silent]
        barriers = alignment.targets_of(entity.start, entity.start + 1) if first_apart else ()
        spans = _merge(stretches(linked), gap, frozenset(barriers))
        scored = [Run(a, b, share_linked(alignment, entity, a, b)) for a, b in spans]
        judged = _judge(scored, entity, ratio, ratio_rule)
        found.append(_longest(judged, keep))
    turn = list(range(len(entities)))
    if order == "shortest":
        turn.sort(key=lambda k: entities[k].end - entities[k].start)
    placed = place(entities, found, turn, collision)
    if collision != "merge":
        return placed
    return tuple(  # a run that was joined with another has grown
        tuple(replace(r, score=share_linked(alignment, e, r.start, r.end)) for r in row)
        for e, row in zip(entities, placed, strict=True)
    )


def _punctuation(target: tuple[str, ...]) -> frozenset[int]:
    return frozenset(
        j
        for j, token in enumerate(target)
        if all(unicodedata.category(c)[0] in "PSZC" for c in token)
    )


def _merge(
    spans: Sequence[tuple[int, int]], gap: int, barriers: frozenset[int]
) -> list[tuple[int, int]]:
    """Join spans with at most `gap` tokens between them, none across a barrier."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start - merged[-1][1] <= gap and start not in barriers:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _judge(found: list[Run], entity: Entity, ratio: float, rule: RatioRule) -> list[Run]:
    """Mark the runs that are too short."""
    if rule == "off":
        return found
    length = entity.end - entity.start
    enough = [(run.end - run.start) / length > ratio for run in found]
    if rule == "adaptive" and not any(enough):
        return found
    return [r if ok else replace(r, fate=Fate.SHORT) for r, ok in zip(found, enough, strict=True)]


def _longest(found: list[Run], keep: int) -> list[Run]:
    """Mark the runs beyond the `keep` longest of those that are long enough."""
    fit = [run for run in found if run.fate is Fate.KEPT]
    best = sorted(fit, key=lambda run: (run.start - run.end, run.start))[: keep or len(fit)]
    return [
        replace(run, fate=Fate.SURPLUS) if run.fate is Fate.KEPT and run not in best else run
        for run in found
    ]
