"""Several sources of one target sentence through one method, so that they agree on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.domain.entity import Entity
from core.domain.projection import Explanation, Pick, Projection, Reason
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.errors import InputError, SpecError
from core.projection.engine import mapped, project, unpicked
from core.projection.explain import explain_match
from core.projection.explain_votes import matched_by
from core.projection.joiners import JOINERS, Choice, Side


@dataclass(frozen=True, slots=True)
class Joint:
    """What all sources of a target sentence say together.

    Args:
        projections: for each source, by name, one projection a source entity, in order.
        entities: the annotation of the target, in order: the picks of every source.
    """

    projections: Mapping[str, tuple[Projection, ...]]
    entities: tuple[Entity, ...]


def project_group(tasks: Mapping[str, Task], spec: MethodSpec, *, explain: bool = False) -> Joint:
    """Return what becomes of the entities of every source of one target sentence.

    Entities of different sources that are one and the same get the same target spans and the same
    label. What only some sources have is projected too, and is in the annotation of all. A single
    source is projected as it is alone. The order in which sources are given does not matter.

    Args:
        tasks: the sources, by names such as the ids of their pairs; at least one.
        spec: a method with a joiner.
        explain: also say why; leaves the picks as they are.

    Raises:
        InputError: two sources have different target tokens.
        MissingInputError: nobody has annotated a source, or a part lacks its input.
        SpecError: the method has no joiner, or one that it has no use for.
    """
    if spec.joint is None:
        raise SpecError(f"method {spec.name!r} has no joiner; give it one, such as `sum` or `vote`")
    _check_one_target(tasks)
    if len(tasks) == 1:
        ((name, task),) = tasks.items()
        alone = project(task, spec, explain=explain)
        return Joint({name: alone}, tuple(sorted(e for p in alone for e in p.entities())))
    sides = tuple(Side(name, *mapped(tasks[name], spec)) for name in sorted(tasks))
    choice = JOINERS.get(spec.joint.part).make(sides, spec, **dict(spec.joint.options))
    done = {}
    for k, side in enumerate(sides):
        rows = dict(zip(side.names, _of_side(sides, k, choice, spec, explain=explain), strict=True))
        every = enumerate(tasks[side.name].entities())
        done[side.name] = tuple(
            rows.get(n) or Projection(e, reason=Reason.DROPPED) for n, e in every
        )
    return Joint(done, _annotation(choice))


def _check_one_target(tasks: Mapping[str, Task]) -> None:
    (first, task), *others = sorted(tasks.items())
    for name, other in others:
        if other.target != task.target:
            raise InputError(
                f"pairs {first!r} and {name!r} are of one group, but their targets differ: "
                f"{_first_difference(task.target, other.target)}; a group shares one target"
            )


def _first_difference(one: Sequence[str], two: Sequence[str]) -> str:
    for j, (a, b) in enumerate(zip(one, two, strict=False)):
        if a != b:
            return f"token {j} is {a!r} and {b!r}"
    return f"{len(one)} and {len(two)} tokens"


def _annotation(choice: Choice) -> tuple[Entity, ...]:
    spans = choice.candidates.spans()
    rows = zip(choice.clusters, choice.solution.chosen, strict=True)
    return tuple(sorted(Entity(*spans[t], cluster.label) for cluster, row in rows for t in row))


def _of_side(
    sides: Sequence[Side], k: int, choice: Choice, spec: MethodSpec, *, explain: bool
) -> tuple[Projection, ...]:
    """Return the projections of one side, in the order of its entities."""
    own = {c.members[k]: row for row, c in enumerate(choice.clusters) if k in c.members}
    spans = choice.candidates.spans()
    done = []
    for e, entity in enumerate(sides[k].task.entities()):
        row = own[e]
        shown = replace(entity, label=choice.clusters[row].label)
        picked = choice.solution.chosen[row]
        picks = tuple(Pick(*spans[t], float(choice.fused[row, t])) for t in picked)
        reason = None
        if not picks:
            reason = unpicked(choice.fused[row], choice.matcher, choice.reasons[k][e])
        done.append(Projection(shown, picks, reason, gap=choice.solution.gap))
    if not explain:
        return tuple(done)
    told = _explained(sides, k, choice, spec, [own[e] for e in range(len(done))])
    return tuple(replace(p, explanation=e) for p, e in zip(done, told, strict=True))


def _explained(
    sides: Sequence[Side], k: int, choice: Choice, spec: MethodSpec, rows: Sequence[int]
) -> tuple[Explanation, ...]:
    """Return an explanation for each entity of a side; each source is a score, by its name.

    Entities that only other sources have are counted after those of this one.
    """
    order = [*rows, *(c for c in range(len(choice.clusters)) if c not in set(rows))]
    side = sides[k]
    beyond = range(len(side.task.entities()), len(order))
    first = max(side.names, default=-1) + 1
    names = [*side.names, *(first + n for n, _ in enumerate(beyond))]
    voters = [(s.name, w) for s, w in zip(sides, choice.weights, strict=True)]
    told = explain_match(
        side.task,
        matched_by(spec, voters, choice.matcher),
        choice.candidates,
        [part[order] for part in choice.parts],
        np.asarray(choice.fused[order]),
        tuple(choice.solution.chosen[c] for c in order),
        names,
        gap=choice.solution.gap,
    )
    listed = ", ".join(f"{name} (weight {weight:g})" for name, weight in voters)
    return tuple(
        replace(why, steps=(f"Sources joined: {listed}.", _known_to(sides, choice, c), *why.steps))
        for why, c in zip(told, rows, strict=True)
    )


def _known_to(sides: Sequence[Side], choice: Choice, row: int) -> str:
    """Return which sources have an entity, and by which words."""
    found = []
    for k, e in sorted(choice.clusters[row].members.items()):
        source, entity = sides[k].task.source, sides[k].task.entities()[e]
        found.append(f"'{source.text(entity.start, entity.end)}' in {sides[k].name}")
    return f"The same entity: {', '.join(found)}."
