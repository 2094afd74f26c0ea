"""Preparing a project: its pairs aligned, projected by each method, kept as layers."""

from collections.abc import Iterator, Mapping, Sequence

from core.aligners import Bitext
from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.spec import MethodSpec
from core.pipeline import signals
from core.pipeline.groups import group_sizes
from core.pipeline.layers import to_store, versions
from core.pipeline.methods import METHODS, in_full
from core.pipeline.project_links import Origin, ProjectLinks
from core.pipeline.run import project_pairs
from core.pipeline.teller import Report, Teller, as_job
from core.pipeline.weigh import weigh
from core.projection import DEFAULT_METHOD
from core.storage import Outcome, Workspace
from core.storage.alignments import with_key

FIRST_METHODS = (DEFAULT_METHOD, "ngram-exact", "heuristic")
"""What a new project is projected with, so that there is something to compare."""

_COUNT_EVERY = 500


def prepare(
    workspace: Workspace,
    project: str,
    *,
    methods: Sequence[MethodSpec] = (),
    training: Sequence[Bitext] = (),
    links: Mapping[str, Alignment] | None = None,
    model_of: str | None = None,
    report: Report | None = None,
) -> tuple[Layer, ...]:
    """Return the layers of the methods, after aligning and projecting every pair of a project.

    The steps are told to the project's job, so that any page can show how far they are; an error
    ends the job as failed and is raised on. The first layer written becomes the base. What an
    aligner learns of the project is kept with it. At the end the signals of the pairs are worked
    out anew.

    Args:
        workspace: where the project is.
        project: its name.
        methods: method specs; none means those that every project starts with.
        training: more text for an aligner that learns.
        links: imported links by pair id, used instead of any aligner.
        model_of: another project, by what was learned of which the pairs are aligned; nothing is
            learned then.
        report: told the step, how much is done and how much there is.
    """
    origin = Origin(training, links, model_of or None)
    with as_job(workspace, project, report) as teller:
        made = ProjectLinks(workspace, project, origin, teller)
        chosen = tuple(map(in_full, methods or (METHODS[name] for name in FIRST_METHODS)))
        layers = tuple(_layers(workspace, project, chosen, made, teller))
        signals.work_out(workspace, project, teller)
        teller.result = f"{workspace.project(project).pairs} pairs, {len(layers)} methods"
    return layers


def _layers(
    workspace: Workspace,
    project: str,
    methods: Sequence[MethodSpec],
    made: ProjectLinks,
    teller: Teller,
) -> Iterator[Layer]:
    for method in methods:
        key, links = made.of(method.aligner)
        stored = (s.pair for s in workspace.iter_pairs(project))
        spec = weigh(stored, links, method)
        layer = workspace.write_layer(
            project,
            _outcomes(workspace, project, spec, links, teller),
            name=spec.name,
            spec=with_key(spec.to_dict(), key),
            spec_hash=spec.digest(),
            versions=versions(),
        )
        if not workspace.project(project).base:
            workspace.set_base(project, layer.content_hash)
        yield layer


def _outcomes(
    workspace: Workspace,
    project: str,
    spec: MethodSpec,
    alignments: Mapping[str, Alignment],
    teller: Teller,
) -> Iterator[tuple[str, Outcome]]:
    total = workspace.project(project).pairs
    stored = (s.pair for s in workspace.iter_pairs(project))
    sizes = None
    if spec.joint is not None:
        sizes = group_sizes(s.pair for s in workspace.iter_pairs(project))
    outcomes = project_pairs(stored, alignments, spec, sizes=sizes)
    for done, outcome in enumerate(outcomes, start=1):
        yield outcome.pair.id, to_store(outcome)
        if done % _COUNT_EVERY == 0 or done == total:
            teller(f"Projecting with {spec.name}", done, total)
