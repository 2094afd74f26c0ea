"""Signals of the choice: what other methods say, and how close the decision was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.domain.projection import Projection, Reason
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.projection import DEFAULT_METHOD, METHODS, project
from core.projection.certainty import Certainty, certainties, rules_of
from core.projection.engine import Matched, match
from core.projection.resolve import needs
from core.review.supplied import available, task_with
from core.review.suspicion.sight import Part, Sight
from core.review.suspicion.table import Signals

PANEL = (
    *(DEFAULT_METHOD, "aligned-exact", "ngram-exact"),
    *("heuristic-elp", "heuristic-paper", "heuristic-thesis", "span-rule"),
)
"""Methods that are asked besides the layers, but for the base; links are all that they need."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What is known of the choice for the entities of a pair.

    Args:
        posterior: for entities by index, how probable their picks are under the default method.
        margins: of the base method, in scores, where they are known.
        votes: for each other method, by name, the spans that it picks for each entity.
    """

    posterior: Mapping[int, float]
    margins: Sequence[float]
    votes: Mapping[str, Mapping[int, Spans]]

    def differing(self, part: Part) -> float:
        """Return the share of other methods that say something else of an entity."""
        said = [spans[part.k] for spans in self.votes.values() if part.k in spans]
        return sum(spans != part.spans for spans in said) / len(said) if said else 0.0


def choice_of(sight: Sight) -> Choice:
    """Return what is known of the choice; without links only what layers and projections say."""
    row = sight.row
    told = [p.projection.explanation for p in sight.parts]
    margins = [why.margin for why in told if why is not None and why.margin is not None]
    votes = {
        name: {
            part.k: _spans(given[part.k])
            for part in sight.parts
            if given[part.k].reason is not Reason.DROPPED
        }
        for name, given in row.layers.items()
        if len(given) == len(row.projections)
    }
    if row.links is None or not sight.parts:
        return Choice({}, margins, votes)
    task = _task(sight)
    for name in PANEL:
        if name not in votes and not _same(METHODS[name], row.spec):
            found = project(task, METHODS[name])
            votes[name] = {p.k: _spans(f) for p, f in zip(sight.parts, found, strict=True)}
    default = METHODS[DEFAULT_METHOD]
    matched, sure = _certain(task, default)
    if not any(told):
        margins = _margins(task, row.spec, default, sure)
    return Choice(_posteriors(sight.parts, matched, sure), margins, votes)


def choice_signals(part: Part, choice: Choice) -> Signals:
    """Return the signals of the choice for one entity."""
    return {
        "methods-differ": (choice.differing(part), ()),
        "close-choice": (1.0 - choice.posterior.get(part.k, 1.0), ()),
        "no-span": (float(not part.spans), ()),
    }


def _task(sight: Sight) -> Task:
    entities = tuple(part.entity for part in sight.parts)
    source = replace(sight.row.pair.source, entities=entities)
    return task_with(source, sight.others, sight.row.links, sight.row.extras)


def _spans(projection: Projection) -> Spans:
    return tuple((pick.start, pick.end) for pick in projection.picks)


def _same(one: MethodSpec, other: MethodSpec | None) -> bool:
    return other is not None and (one is other or one.parts() == other.parts())


def _certain(task: Task, spec: MethodSpec) -> tuple[Matched, tuple[Certainty, ...]]:
    found = match(task, spec)
    rules = rules_of(spec.matcher)
    return found, certainties(found.fused, found.candidates, found.solution, rules, quick=True)


def _margins(
    task: Task, spec: MethodSpec | None, default: MethodSpec, sure: Sequence[Certainty]
) -> list[float]:
    """Return the margins of the base method; none where it has no scores, or needs other files."""
    if spec is None or spec.matcher is None or spec.joint is not None:
        return []
    if not _same(spec, default):
        if not needs(spec) <= available(task):
            return []
        sure = _certain(task, spec)[1]
    return [c.margin for c in sure if c.margin is not None]


def _posteriors(
    parts: Sequence[Part], matched: Matched, sure: Sequence[Certainty]
) -> dict[int, float]:
    """Return how probable the picks of each entity are; of several the least probable one."""
    column = {span: t for t, span in enumerate(matched.candidates.spans())}
    found = {}
    for part, certain in zip(parts, sure, strict=True):
        if certain.posterior is None:
            continue
        shares = [certain.shares[column[s]] if s in column else 0.0 for s in part.spans]
        found[part.k] = min(shares, default=max(0.0, 1.0 - sum(certain.shares)))
    return found
