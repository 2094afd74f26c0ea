"""Pairs of one group through a method together, wherever they stand in the corpus."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.domain.decision import Side
from core.domain.pair import Pair
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.errors import CoreError, FormatError
from core.pipeline.outcomes import (
    NO_SOURCE_TAGS,
    Extras,
    Failed,
    Look,
    Outcome,
    Projected,
    Skipped,
    task_of,
)
from core.projection.engine import project
from core.projection.joint import Joint, project_group
from core.projection.orphans import orphans


@dataclass(slots=True, eq=False)
class _Place:
    """A pair's place in the corpus: a task until its group is complete, then an outcome."""

    pair: Pair
    task: Task | None = None
    outcome: Outcome | None = None


def group_sizes(pairs: Iterable[Pair]) -> Counter[str]:
    """Return how many pairs each group has; pairs without one are not counted."""
    return Counter(pair.group for pair in pairs if pair.group)


def project_groups(
    pairs: Iterable[Pair],
    look: Look,
    spec: MethodSpec,
    *,
    explain: bool = False,
    extras: Extras | None = None,
    sizes: Mapping[str, int] | None = None,
) -> Iterator[Outcome]:
    """Yield what became of every pair, in order; those of one group are projected together.

    A pair without a group is one of its own. A pair that has no source tags or cannot be projected
    takes no part, and the others of its group are projected without it. Where the target tokens of
    a group differ, all of its pairs fail.

    Args:
        pairs: the corpus.
        look: gives the links of the pair read last.
        spec: a method with a joiner.
        explain: give every projection its explanation, and orphans.
        extras: spans, tag probabilities and translation scores by pair id.
        sizes: how many pairs each group has; without it groups are only complete at the end.
    """
    waiting: deque[_Place] = deque()
    groups: dict[str, list[_Place]] = {}
    for pair in pairs:
        place = _place(pair, look, extras)
        waiting.append(place)
        mates = groups.setdefault(pair.group, []) if pair.group else []
        mates.append(place)
        if not pair.group or (sizes is not None and len(mates) >= sizes.get(pair.group, 0)):
            groups.pop(pair.group, None)
            _settle(mates, spec, explain=explain)
        yield from _ready(waiting)
    for mates in groups.values():
        _settle(mates, spec, explain=explain)
    yield from _ready(waiting)


def _ready(waiting: deque[_Place]) -> Iterator[Outcome]:
    while waiting and (outcome := waiting[0].outcome) is not None:
        waiting.popleft()
        yield outcome


def _place(pair: Pair, look: Look, extras: Extras | None) -> _Place:
    if pair.source.entities is None:
        return _Place(pair, outcome=Skipped(pair, NO_SOURCE_TAGS))
    try:
        return _Place(pair, task_of(pair, look(pair), extras))
    except FormatError:
        raise
    except CoreError as error:
        return _Place(pair, outcome=Failed(pair, error))


def _settle(mates: Sequence[_Place], spec: MethodSpec, *, explain: bool) -> None:
    """Give every place of a complete group its outcome."""
    try:
        joint = _joined(mates, spec, explain=explain)
    except CoreError as error:
        tried = sum(place.task is not None for place in mates)
        able = _able(mates, spec)
        if len(able) < tried:
            _settle(able, spec, explain=explain)
            return
        for place in able:
            place.outcome, place.task = Failed(place.pair, error), None
        return
    for place in mates:
        if place.task is not None:
            place.outcome = _projected(place.pair, place.task, joint, explain=explain)
            place.task = None


def _joined(mates: Sequence[_Place], spec: MethodSpec, *, explain: bool) -> Joint:
    tasks = {place.pair.id: place.task for place in mates if place.task is not None}
    return project_group(tasks, spec, explain=explain) if tasks else Joint({}, ())


def _able(mates: Sequence[_Place], spec: MethodSpec) -> list[_Place]:
    """Return the places that can be projected alone; the others fail, each for its own reason."""
    able = []
    for place in mates:
        if place.task is None:
            continue
        try:
            project(place.task, spec)
            able.append(place)
        except CoreError as error:
            place.outcome, place.task = Failed(place.pair, error), None
    return able


def _projected(pair: Pair, task: Task, joint: Joint, *, explain: bool) -> Projected:
    found = joint.projections[pair.id]
    own = {entity for p in found for entity in p.entities()}
    others = tuple(entity for entity in joint.entities if entity not in own)
    sources = tuple(sorted(joint.projections)) if len(joint.projections) > 1 else ()
    left = None
    if explain:
        held = {j for entity in others for j in range(entity.start, entity.end)}
        left = tuple(
            o
            for o in orphans(task, found, lang=pair.target.lang)
            if o.side is Side.SOURCE or held.isdisjoint(range(o.start, o.end))
        )
    return Projected(pair, found, left, sources, others)
