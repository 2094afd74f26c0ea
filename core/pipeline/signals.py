"""Working out the signals of a project: how likely each base is wrong, and what is to be gained."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.domain.decision import PairStatus
from core.domain.layer import Layer
from core.domain.spec import MethodSpec
from core.errors import ConflictError
from core.pipeline.teller import Report
from core.review.gain import Ranking, Recurring
from core.review.methods import links_key, spec_of
from core.review.supplied import keys_of
from core.review.suspicion import Corpus, Flag, Row, Suspicion, suspicion
from core.storage import Filter, ProjectInfo, Workspace
from core.storage.bundles import Bundle
from core.storage.search import STATUSES
from core.storage.values import Signals

STEP = "Looking for suspicious pairs"

_TELL_EVERY = 200

_SETTLED = (STATUSES.index(PairStatus.DONE), STATUSES.index(PairStatus.EXCLUDED))


def work_out(workspace: Workspace, project: str, report: Report | None = None) -> bool:
    """Return whether the signals of a project were worked out and written, and no other run's.

    Every pair is judged by what the base of the project makes of it, its links, and what the latest
    layer of each other method says; what there is to gain hangs on the pairs that are still open,
    too. A run that begins later knows at least as much; it goes on
    alone, and this one lets go; so it does where the layer it reads as the base was deleted.

    Args:
        workspace: where the project is.
        project: its name.
        report: told the step, how much is done and how much there is.

    Raises:
        MissingInputError: no method has run over the project yet.
    """
    info = workspace.project(project)
    made = _made(workspace, info)
    corpus, recurring = Corpus(), Recurring()
    ranking = Ranking(recurring)
    rows = partial(_rows, workspace, info, made, report)
    try:
        for _, row, settled in rows(behind=0):
            corpus.add(row)
            recurring.add(row, settled=settled)
        workspace.signals.write(
            project,
            made.key,
            (
                (pair_id, _judged(row, corpus, ranking, settled=settled))
                for pair_id, row, settled in rows(behind=info.pairs)
            ),
            gains=ranking.gains,
        )
    except ConflictError:
        return False
    return True


def _judged(row: Row, corpus: Corpus, ranking: Ranking, *, settled: bool) -> Signals:
    found = suspicion(row, corpus)
    return _to_store(found, ranking.add(row, found, settled=settled))


@dataclass(frozen=True, slots=True)
class _Made:
    """What a project was made by: its base, the latest layer of each other method, the links.

    Args:
        base: the layer that it stands on.
        spec: the method of that, where it is known.
        others: the latest layer of each other method.
        links: key of the links.
        settled: places of the pairs on which nothing is left to decide; none of a blind project.
        decision: number of the latest decision when they were looked up; 0 of a blind project.
    """

    base: Layer
    spec: MethodSpec | None
    others: tuple[Layer, ...]
    links: str
    settled: frozenset[int]
    decision: int

    @property
    def key(self) -> str:
        """Return what tells this from any other base, layers, links and decisions."""
        layers = [layer.content_hash for layer in (self.base, *self.others)]
        parts = [*layers, self.links, str(self.decision)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _made(workspace: Workspace, info: ProjectInfo) -> _Made:
    base = info.need_base()
    others = tuple(layer for layer in info.latest_layers() if layer != base)
    spec = spec_of(base) if base.spec else None
    links = links_key(base, info.aligner)
    if workspace.team.is_blind(info.name):  # nobody is told by them what others have settled
        return _Made(base, spec, others, links, frozenset(), 0)
    found, stamp = workspace.search.find(info.name, Filter())
    settled = frozenset(found.positions[np.isin(found.statuses, _SETTLED)].tolist())
    return _Made(base, spec, others, links, settled, stamp.decision)


def _rows(
    workspace: Workspace, info: ProjectInfo, made: _Made, report: Report | None, *, behind: int
) -> Iterator[tuple[str, Row, bool]]:
    """Yield the id of each pair, what it is judged by, and whether it is settled; in two rounds."""
    hashes = [layer.content_hash for layer in (made.base, *made.others)]
    extras = keys_of(made.base)
    bundles = workspace.iter_bundles(info.name, hashes, links=made.links, extras=extras)
    for done, bundle in enumerate(bundles, start=behind + 1):
        stored = bundle.stored
        yield stored.pair.id, _row(bundle, made), stored.position in made.settled
        if report is not None and (done % _TELL_EVERY == 0 or done == 2 * info.pairs):
            report(STEP, done, 2 * info.pairs)


def _row(bundle: Bundle, made: _Made) -> Row:
    base = bundle.outcome(made.base)
    return Row(
        pair=bundle.stored.pair,
        links=bundle.links,
        projections=base.projections,
        spec=made.spec,
        layers={
            layer.name: bundle.outcomes[layer.content_hash].projections
            for layer in made.others
            if layer.content_hash in bundle.outcomes
        },
        problem=base.reason,
        extras=bundle.extras,
    )


def _to_store(found: Suspicion, note: Flag | None) -> Signals:
    return Signals(
        suspicion=found.chance,
        disagreement=found.disagreement,
        margin=found.margin,
        score=found.score,
        decisions=found.decisions,
        flags=found.flags if note is None else (*found.flags, note),
    )
