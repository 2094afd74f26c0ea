"""Preparing a project: its pairs aligned, projected by each method, kept as layers."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version

from core.aligners import Bitext
from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.spec import MethodSpec, PartSpec, canonical_json, short_hash
from core.errors import CoreError
from core.pipeline.align import align_pairs
from core.pipeline.run import Failed, Projected, project_pairs
from core.pipeline.run import Outcome as RunOutcome
from core.projection import DEFAULT_METHOD, METHODS
from core.storage import Jobs, Outcome, Workspace

FIRST_METHODS = (DEFAULT_METHOD, "ngram-exact", "heuristic")
"""What a new project is projected with, so that there is something to compare."""

_PACKAGES = ("numpy", "scipy", "numba")
_TELL_EVERY_S = 0.3
_COUNT_EVERY = 500

Report = Callable[[str, int, int], None]


def prepare(
    workspace: Workspace,
    project: str,
    *,
    methods: Sequence[MethodSpec] = (),
    training: Sequence[Bitext] = (),
    links: Mapping[str, Alignment] | None = None,
    report: Report | None = None,
) -> tuple[Layer, ...]:
    """Return the layers of the methods, after aligning and projecting every pair of a project.

    The steps are told to the project's job, so that any page can show how far they are; an error
    ends the job as failed and is raised on. The first layer written becomes the base.

    Args:
        workspace: where the project is.
        project: its name.
        methods: method specs; none means those that every project starts with.
        training: more text for an aligner that learns.
        links: imported links by pair id, used instead of any aligner.
        report: told the step, how much is done and how much there is.
    """
    info = workspace.project(project)
    job = workspace.jobs.start(project, "Starting", total=info.pairs)
    teller = _Teller(workspace.jobs, job.id, report)
    chosen = tuple(methods) or tuple(METHODS[name] for name in FIRST_METHODS)
    try:
        layers = tuple(_layers(workspace, project, chosen, training, links, teller))
    except CoreError as error:
        workspace.jobs.fail(job.id, str(error))
        raise
    workspace.jobs.finish(job.id, f"{info.pairs} pairs, {len(layers)} methods")
    return layers


def _layers(
    workspace: Workspace,
    project: str,
    methods: Sequence[MethodSpec],
    training: Sequence[Bitext],
    links: Mapping[str, Alignment] | None,
    teller: "_Teller",
) -> Iterator[Layer]:
    aligned: dict[str, dict[str, Alignment]] = {}
    for spec in methods:
        key = _aligner_key(spec.aligner, training, links)
        if key not in aligned:
            aligned[key] = dict(links) if links is not None else {}
            if links is None:
                aligned[key] = _align(workspace, project, spec.aligner, training, teller)
            workspace.write_alignments(project, key, aligned[key].items())
        layer = workspace.write_layer(
            project,
            _outcomes(workspace, project, spec, aligned[key], teller),
            name=spec.name,
            spec=canonical_json(spec.to_dict() | {"alignments": key}),
            spec_hash=spec.digest(),
            versions=tuple(f"{name}=={version(name)}" for name in _PACKAGES),
        )
        if not workspace.project(project).base:
            workspace.set_base(project, layer.content_hash)
        yield layer


def _align(
    workspace: Workspace,
    project: str,
    aligner: PartSpec,
    training: Sequence[Bitext],
    teller: "_Teller",
) -> dict[str, Alignment]:
    pairs = [_bare(stored.pair) for stored in workspace.iter_pairs(project)]
    found = align_pairs(pairs, aligner, training, teller)
    return {pair.id: alignment for pair, alignment in zip(pairs, found, strict=True)}


def _bare(pair: Pair) -> Pair:
    """Return the pair without what an aligner has no use for, so that a big corpus stays small."""
    return replace(pair, extra={})


def _outcomes(
    workspace: Workspace,
    project: str,
    spec: MethodSpec,
    alignments: Mapping[str, Alignment],
    teller: "_Teller",
) -> Iterator[tuple[str, Outcome]]:
    total = workspace.project(project).pairs
    stored = (s.pair for s in workspace.iter_pairs(project))
    for done, outcome in enumerate(project_pairs(stored, alignments, spec), start=1):
        yield outcome.pair.id, _stored(outcome)
        if done % _COUNT_EVERY == 0 or done == total:
            teller(f"Projecting with {spec.name}", done, total)


def _stored(outcome: RunOutcome) -> Outcome:
    if isinstance(outcome, Projected):
        return Outcome.projected(outcome.projections)
    if isinstance(outcome, Failed):
        return Outcome.failed(str(outcome.error))
    return Outcome.skipped(outcome.reason)


def _aligner_key(
    aligner: PartSpec, training: Iterable[Bitext], links: Mapping[str, Alignment] | None
) -> str:
    """Return a name for the alignments that says all they depend on besides the corpus."""
    if links is not None:
        listed = {pair_id: links[pair_id].links for pair_id in sorted(links)}
        return f"imported {short_hash(canonical_json(listed))}"
    text = [list(pair) for pair in training]
    return f"{aligner.part} {short_hash(canonical_json([aligner.to_dict(), text]))}"


class _Teller:
    """Passes progress on to the job and to whoever asked, not more often than anyone can read."""

    def __init__(self, jobs: Jobs, job: int, report: Report | None) -> None:
        self._jobs = jobs
        self._job = job
        self._report = report
        self._last_s = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        now_s = time.monotonic()
        if now_s - self._last_s < _TELL_EVERY_S and done < total:
            return
        self._last_s = now_s
        self._jobs.progress(self._job, step, done, total)
        if self._report is not None:
            self._report(step, done, total)
