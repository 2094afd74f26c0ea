"""Preparing a project: its pairs aligned, projected by each method, kept as layers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.aligners import Bitext
from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.spec import MethodSpec, canonical_json, short_hash
from core.pipeline import extras as kept
from core.pipeline import signals
from core.pipeline.groups import group_sizes
from core.pipeline.layers import to_store, versions
from core.pipeline.methods import METHODS, in_full
from core.pipeline.outcomes import Extras
from core.pipeline.outcomes import Outcome as RunOutcome
from core.pipeline.project_links import Origin, ProjectLinks
from core.pipeline.run import project_pairs
from core.pipeline.teller import Report, Teller, as_job
from core.pipeline.transfer import NAME as TRANSFER
from core.pipeline.transfer import transfer_outcomes
from core.pipeline.weigh import weigh
from core.projection import DEFAULT_METHOD
from core.review.supplied import keys_for
from core.storage import Outcome, Workspace
from core.storage import extras as extras_of
from core.storage.alignments import with_key
from core.storage.extras import NONE
from core.storage.packed import TAG_PROBS
from core.storage.results import Results

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
    extras: Extras | None = None,
    transfer: bool = False,
    origins: Mapping[str, str] = NONE,
    results: Results | None = None,
    report: Report | None = None,
) -> tuple[Layer, ...]:
    """Return the layers of the methods, after aligning and projecting every pair of a project.

    The steps are told to the project's job, so that any page can show how far they are; an error
    ends the job as failed and is raised on. The first layer written becomes the base. What an
    aligner learns of the project is kept with it, and so are extras: a later call goes by those
    that it is not given anew. At the end the signals of the pairs are worked out anew.

    Args:
        workspace: where the project is.
        project: its name.
        methods: method specs; none means those that every project starts with, or no more than
            `transfer` where that is asked for and the project has a base.
        training: more text for an aligner that learns.
        links: imported links by pair id, used instead of any aligner.
        model_of: another project, by what was learned of which the pairs are aligned; nothing is
            learned then.
        extras: what methods need besides links, by pair id; None for what the project has.
        transfer: also write what the tagger behind the tag probabilities finds by itself, as the
            layer `model-transfer`: one to compare with, which never becomes the base.
        origins: words on where `links` and each kind of `extras` (`tag_probs`, `spans`,
            `translation_scores`) come from, such as the name of a model; "imported" where not said.
        results: what models found before, for methods whose aligner goes by one; none of the named
            ones does. None works everything out anew.
        report: told the step, how much is done and how much there is.

    Raises:
        MissingInputError: a method needs what neither is given nor kept; nothing is written.
        InputError: extras that do not fit, or of no pair.
    """
    origin = Origin(training, links, model_of or None, origins.get("links", ""))
    with as_job(workspace, project, report) as teller:
        info = workspace.project(project)
        first = () if transfer and info.base else FIRST_METHODS
        chosen = tuple(map(in_full, methods or (METHODS[name] for name in first)))
        known = {*info.extras, *kept.kinds_of(extras)}
        kept.check_needs(chosen, known, transfer=transfer)
        supplied = dict(info.extras)
        if extras is not None:
            supplied |= kept.keep(workspace, project, extras, origins=origins, report=teller)
        made = ProjectLinks(workspace, project, origin, teller, results)
        making = _Making(workspace, project, supplied, teller, made.since)
        layers = [making.layer(method, *made.of(method.aligner)) for method in chosen]
        if transfer:
            layers.append(making.transfer())
        workspace.extras.drop_unused(project)
        signals.work_out(workspace, project, teller)
        teller.result = f"{info.pairs} pairs, {len(layers)} methods"
    return tuple(layers)


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes the layers of a project.

    Args:
        workspace: where it is.
        project: its name.
        supplied: key of each kind that it has besides links.
        teller: told how far everything is.
        since: when the pairs were read that links are made of.
    """

    workspace: Workspace
    project: str
    supplied: Mapping[str, str]
    teller: Teller
    since: str

    def layer(self, method: MethodSpec, key: str, links: Mapping[str, Alignment]) -> Layer:
        """Return the layer of a method on the links under a key; the first becomes the base."""
        workspace, project = self.workspace, self.project
        keys = keys_for(method, self.supplied)
        pairs = (s.pair for s in workspace.iter_pairs(project))
        spec = weigh(pairs, links, method, extras=kept.stored(workspace, project, keys))
        layer = workspace.write_layer(
            project,
            self._told(self._outcomes(spec, links, keys), spec.name),
            name=spec.name,
            spec=with_key(spec.to_dict(), key, keys),
            spec_hash=spec.digest(),
            versions=versions(),
            since=self.since,
        )
        if not workspace.project(project).base:
            workspace.set_base(project, layer.content_hash)
        return layer

    def transfer(self) -> Layer:
        """Return the layer of what the tagger finds by itself."""
        keys = {TAG_PROBS: self.supplied[TAG_PROBS]}
        known = kept.stored(self.workspace, self.project, keys) or Extras()
        pairs = (s.pair for s in self.workspace.iter_pairs(self.project))
        what = {extras_of.TRANSFER: True}
        return self.workspace.write_layer(
            self.project,
            self._told(transfer_outcomes(pairs, known.tag_probs or {}), TRANSFER),
            name=TRANSFER,
            spec=canonical_json({"name": TRANSFER, **what, **extras_of.in_spec(keys)}),
            spec_hash=short_hash(canonical_json(what)),
            versions=versions(),
            since=self.since,
        )

    def _outcomes(
        self, spec: MethodSpec, links: Mapping[str, Alignment], keys: Mapping[str, str]
    ) -> Iterator[RunOutcome]:
        workspace, project = self.workspace, self.project
        stored = (s.pair for s in workspace.iter_pairs(project))
        sizes = None
        if spec.joint is not None:
            sizes = group_sizes(s.pair for s in workspace.iter_pairs(project))
        extras = kept.stored(workspace, project, keys)
        return project_pairs(stored, links, spec, extras=extras, sizes=sizes)

    def _told(self, outcomes: Iterable[RunOutcome], name: str) -> Iterator[tuple[str, Outcome]]:
        total = self.workspace.project(self.project).pairs
        for done, outcome in enumerate(outcomes, start=1):
            yield outcome.pair.id, to_store(outcome)
            if done % _COUNT_EVERY == 0 or done == total:
                self.teller(f"Projecting with {name}", done, total)
