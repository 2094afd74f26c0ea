"""Working out the signals of a project: how likely the base of each pair is wrong, and why."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.layer import Layer
from core.domain.spec import MethodSpec
from core.errors import ConflictError, MissingInputError
from core.pipeline.teller import Report
from core.review.methods import links_key, spec_of
from core.review.suspicion import Row, Suspicion, count, suspicion
from core.storage import ProjectInfo, Workspace
from core.storage.bundles import Bundle
from core.storage.values import Signals

STEP = "Looking for suspicious pairs"

_TELL_EVERY = 200


def work_out(workspace: Workspace, project: str, report: Report | None = None) -> bool:
    """Return whether the signals of a project were worked out and written, and no other run's.

    Every pair is judged by what the base of the project makes of it, its links, and what the latest
    layer of each other method says. A run that begins later knows at least as much; it goes on
    alone, and this one lets go; so it does where the layer it reads as the base was deleted.

    Args:
        workspace: where the project is.
        project: its name.
        report: told the step, how much is done and how much there is.

    Raises:
        MissingInputError: no method has run over the project yet.
    """
    info = workspace.project(project)
    made = _made(info)
    try:
        corpus = count(row for _, row in _rows(workspace, info, made, report, behind=0))
        workspace.signals.write(
            project,
            made.key,
            (
                (pair_id, _to_store(suspicion(row, corpus)))
                for pair_id, row in _rows(workspace, info, made, report, behind=info.pairs)
            ),
        )
    except ConflictError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Made:
    """What a project was made by: its base, the latest layer of each other method, the links."""

    base: Layer
    spec: MethodSpec | None
    others: tuple[Layer, ...]
    links: str

    @property
    def key(self) -> str:
        """Return what tells this from any other base, layers and links."""
        parts = [self.base.content_hash, self.links, *(a.content_hash for a in self.others)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _made(info: ProjectInfo) -> _Made:
    base = info.base_layer()
    if base is None:
        raise MissingInputError(
            f"no method has run over project {info.name!r} yet; prepare it first"
        )
    others = tuple(layer for layer in info.latest_layers() if layer != base)
    spec = spec_of(base) if base.spec else None
    return _Made(base, spec, others, links_key(base, info.aligner))


def _rows(
    workspace: Workspace, info: ProjectInfo, made: _Made, report: Report | None, *, behind: int
) -> Iterator[tuple[str, Row]]:
    """Yield the id of each pair with what it is judged by; two rounds make the whole."""
    hashes = [layer.content_hash for layer in (made.base, *made.others)]
    bundles = workspace.iter_bundles(info.name, hashes, links=made.links)
    for done, bundle in enumerate(bundles, start=behind + 1):
        yield bundle.stored.pair.id, _row(bundle, made)
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
    )


def _to_store(found: Suspicion) -> Signals:
    return Signals(
        suspicion=found.chance,
        disagreement=found.disagreement,
        margin=found.margin,
        score=found.score,
        decisions=found.decisions,
        flags=found.flags,
    )
