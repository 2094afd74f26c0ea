"""A survey of a project: its entities by status and label, and what its random part says."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.domain.replay import LIVE, Reviewed
from core.evaluation.spans import counting
from core.review.progress.estimate import Figures, estimate
from core.review.sampling import RandomPart, Sampler
from core.storage import Workspace
from core.storage.tallies import Handled

_Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """What stands in a project, counted over every pair.

    Args:
        pairs: of any status.
        unannotated: pairs whose source entities nobody has given yet.
        source: source entities by status and label.
        target: target entities by status and label, rejected ones included.
        part: the random part.
        sample: (right, gold, predicted) of the base layer on each pair of the random part that is
            done. Gold is what was decided.
        otherwise: pairs done by themselves that are not in the random part.
        bulk: pairs done in bulk, which nobody has checked one by one.
        checked: target entities on pairs that were checked one by one.
        rest: pairs that were not, those excluded left out.
    """

    pairs: int
    unannotated: int
    source: Mapping[tuple[EntityStatus, str], int]
    target: Mapping[tuple[EntityStatus, str], int]
    part: RandomPart
    sample: tuple[_Counts, ...]
    otherwise: int
    bulk: int
    checked: int
    rest: int

    def before_review(self) -> Figures | None:
        """Return the estimate for the base layer on the corpus; None without a sample."""
        return estimate(self.sample) if self.sample else None

    def as_it_stands(self) -> Figures | None:
        """Return the estimate for the corrected corpus; None without a sample.

        Pairs that were checked are right by definition, the rest are taken for as good as the
        sample. Where what looked wrong was checked first, they are better than that.
        """
        if not self.sample:
            return None
        return estimate(self.sample, checked=self.checked, rest=self.rest)


@dataclass(slots=True)
class _Count:
    unannotated: int = 0
    source: Counter[tuple[EntityStatus, str]] = field(default_factory=Counter)
    target: Counter[tuple[EntityStatus, str]] = field(default_factory=Counter)
    statuses: Counter[PairStatus] = field(default_factory=Counter)
    sampler: Sampler = field(default_factory=Sampler)
    done: dict[int, _Counts] = field(default_factory=dict)
    bulk: int = 0
    checked: int = 0

    def add(self, handled: Handled) -> None:
        """Count a pair that somebody has decided on."""
        state = handled.record.state
        self.statuses[state.status] += 1
        self.unannotated += state.source is None
        self.source.update(_kinds(state.source or ()))
        self.target.update(_kinds(state.target))
        alone = self.sampler.add(handled)
        if state.status is PairStatus.DONE and alone:
            self._add_checked(handled)
        elif state.status is PairStatus.DONE:
            self.bulk += 1

    def _add_checked(self, handled: Handled) -> None:
        stored, state = handled.record.stored, handled.record.state
        types = stored.pair.eval_types
        gold = counting(state.target_entities(), types=types)
        self.checked += len(gold)
        found: frozenset[Entity] = frozenset()
        if handled.base is not None:
            found = counting(handled.base.entities(), types=types)
        self.done[stored.position] = (len(gold & found), len(gold), len(found))


def survey(ws: Workspace, project: str, track: str = "") -> Survey:
    """Return the survey of a project on a track, all of one moment.

    Takes some 10 us an unreviewed pair and 100 us any other; raise UnknownNameError where there is
    no such project.
    """
    count = _Count()
    with ws.counting(project, track) as tallies:
        untouched = tallies.untouched()
        for handled in tallies.handled():
            count.add(handled)
    for of_untouched, all_of_them in (
        (untouched.source, count.source),
        (untouched.target, count.target),
    ):
        for label, number in of_untouched.items():
            all_of_them[EntityStatus.UNREVIEWED, label] += number
    pairs = untouched.pairs + count.statuses.total()
    part = count.sampler.part(pairs)
    sample = tuple(count.done[place] for place in part.done)
    return Survey(
        pairs=pairs,
        unannotated=untouched.unannotated + count.unannotated,
        source=dict(count.source),
        target=dict(count.target),
        part=part,
        sample=sample,
        otherwise=len(count.done) - len(sample),
        bulk=count.bulk,
        checked=count.checked,
        rest=pairs - len(count.done) - count.statuses[PairStatus.EXCLUDED],
    )


def in_force(counted: Mapping[tuple[EntityStatus, str], int]) -> int:
    """Return how many of the entities are part of the corrected data."""
    return sum(number for (status, _), number in counted.items() if status in LIVE)


def _kinds(entities: Iterable[Reviewed]) -> Iterable[tuple[EntityStatus, str]]:
    return ((reviewed.status, reviewed.entity.label) for reviewed in entities)
