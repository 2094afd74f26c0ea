"""Weights of members and of sources, estimated from their agreement over a corpus."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.projection import Projection, Reason
from core.domain.spec import MethodSpec, PartSpec
from core.domain.task import Task
from core.errors import CoreError, FormatError
from core.pipeline.outcomes import Alignments, Extras, Look, look_of, task_of
from core.projection.agreement import Poll
from core.projection.engine import mapped, project
from core.projection.joiners.shares import AGREEMENT, EQUAL, written
from core.projection.joiners.vote_sources import same_entities

_WEIGHTS = "weights"
_GIVEN = "given"

_Alone = tuple[str, tuple[Projection, ...]]
"""Language of a source, and what becomes of its entities alone."""


def is_open(spec: MethodSpec) -> bool:
    """Return whether weights of a method are still to be estimated."""
    return _asks(spec.combiner) or _asks(spec.joint)


def weigh(
    pairs: Iterable[Pair],
    alignments: Alignments,
    spec: MethodSpec,
    *,
    extras: Extras | None = None,
) -> MethodSpec:
    """Return the method with weights estimated from a corpus, without gold; others as they are.

    The weights stand in the spec that comes back: those of members beside each, those of sources
    as the option `weights` of the joiner. So it gives the same outcome for one pair alone, has a
    hash of its own, and is not estimated anew. Every entity is a question that all members answer
    (`core.projection.agreement`); where sources are weighed, every entity of a group that at least
    two sources have.

    Args:
        pairs: the corpus; read once, or once for members and once for sources.
        alignments: links by pair id, or a function from the pair to its links.
        spec: the method.
        extras: spans, tag probabilities and translation scores by pair id.
    """
    if not is_open(spec):
        return spec
    look = look_of(alignments)
    if _asks(spec.combiner) and _asks(spec.joint) and not isinstance(pairs, Sequence):
        pairs, look = held(pairs, look)
    if _asks(spec.combiner):
        spec = _weigh_members(_tasks(pairs, look, extras), spec)
    if _asks(spec.joint):
        spec = _weigh_sources(_tasks(pairs, look, extras), spec)
    return spec


def held(pairs: Iterable[Pair], look: Look) -> tuple[list[Pair], Look]:
    """Return pairs and what gives their links, for several rounds: all of it in memory."""
    rows: list[Pair] = []
    links: dict[str, Alignment | CoreError | None] = {}
    for pair in pairs:
        rows.append(pair)
        try:
            links[pair.id] = look(pair)
        except FormatError:
            raise
        except CoreError as error:
            links[pair.id] = error

    def again(pair: Pair) -> Alignment | None:
        found = links[pair.id]
        if isinstance(found, CoreError):
            raise found
        return found

    return rows, again


def _asks(part: PartSpec | None) -> bool:
    return part is not None and dict(part.options).get(_WEIGHTS) == AGREEMENT


def _tasks(pairs: Iterable[Pair], look: Look, extras: Extras | None) -> Iterator[tuple[Pair, Task]]:
    """Yield the pairs that can be projected; the others are told of when they are projected."""
    for pair in pairs:
        if pair.source.entities is None:
            continue
        try:
            yield pair, task_of(pair, look(pair), extras)
        except FormatError:
            raise
        except CoreError:
            continue


def _weigh_members(tasks: Iterable[tuple[Pair, Task]], spec: MethodSpec) -> MethodSpec:
    poll = Poll()
    names = [member.spec.name for member in spec.members]
    for _, task in tasks:
        inner, _ = mapped(task, spec)
        try:
            found = [project(inner, member.spec) for member in spec.members]
        except CoreError:
            continue  # told of when the pair is projected
        for row in zip(*found, strict=True):
            poll.add(zip(names, map(_answer, row), strict=True))
    known = poll.reliability().weights
    members = (replace(m, weight=known.get(m.spec.name, 1.0)) for m in spec.members)
    combiner = _with_weights(spec.combiner, _GIVEN)
    return replace(spec, members=tuple(members), combiner=combiner)


def _weigh_sources(tasks: Iterable[tuple[Pair, Task]], spec: MethodSpec) -> MethodSpec:
    groups: dict[str, dict[str, _Alone]] = {}
    for pair, task in tasks:
        if not pair.group:
            continue
        try:
            found = project(task, spec)
        except CoreError:
            continue  # told of when the pair is projected
        kept = tuple(p for p in found if p.reason is not Reason.DROPPED)
        groups.setdefault(pair.group, {})[pair.id] = pair.source.lang, kept
    poll = Poll()
    options = dict(spec.joint.options) if spec.joint else {}
    for group in groups.values():
        alone = [group[name] for name in sorted(group)]
        for cluster in same_entities([own for _, own in alone], options):
            if len(cluster.members) > 1:
                members = [(alone[k][0], alone[k][1][e]) for k, e in cluster.members.items()]
                poll.add((lang, _answer(projection)) for lang, projection in members)
    known = poll.reliability().weights
    return replace(spec, joint=_with_weights(spec.joint, written(known) or EQUAL))


def _answer(projection: Projection) -> tuple[tuple[int, int], ...]:
    return tuple((pick.start, pick.end) for pick in projection.picks)


def _with_weights(part: PartSpec | None, weights: str) -> PartSpec | None:
    return part and PartSpec.of(part.part, {**dict(part.options), _WEIGHTS: weights})
