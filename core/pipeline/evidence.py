"""Working out the evidence of a project: what speaks for every projection of every method."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.projection import Projection
from core.domain.spec import MethodSpec
from core.errors import CoreError
from core.pipeline.teller import Report
from core.review.confidence import shelf
from core.review.confidence.evidence import Told, told_of
from core.review.confidence.made import Made, made_of
from core.review.methods import spec_of
from core.review.suspicion import Corpus, Row
from core.storage import Outcome, ProjectInfo, Workspace
from core.storage.bundles import Bundle

STEP = "Working out confidence"

_TELL_EVERY = 100
_NOTHING: Mapping[str, Told] = MappingProxyType({})


def work_out(workspace: Workspace, project: str, report: Report | None = None) -> bool:
    """Return whether the evidence of a project was worked out; it is not where it is of today.

    Every projection of the latest layer of each method is judged by its links, by what the other
    layers say, and by what the layer makes of all other pairs. Takes some milliseconds a pair and
    method, in constant memory but for the counts of words.

    Args:
        workspace: where the project is.
        project: its name.
        report: told the step, how much is done and how much there is.

    Raises:
        MissingInputError: no method has run over the project yet.
        ConflictError: a layer was deleted meanwhile.
    """
    info = workspace.project(project)
    made = made_of(info)
    old = shelf.header(workspace, project)
    if old is not None and old.of == made.key:
        return False
    reading = _Reading(workspace, info, made, report)
    corpora = {layer.content_hash: Corpus() for layer in made.layers}
    for rows in reading.pairs(behind=0):
        for layer, row in rows.items():
            corpora[layer].add(row)
    told = (
        {layer: told_of(row, corpora[layer]) for layer, row in rows.items()}
        for rows in reading.pairs(behind=info.pairs)
    )
    hashes = [layer.content_hash for layer in made.layers]
    shelf.write(workspace, project, made.key, hashes, told)
    return True


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads a project pair by pair."""

    workspace: Workspace
    info: ProjectInfo
    made: Made
    report: Report | None

    def pairs(self, *, behind: int) -> Iterator[dict[str, Row]]:
        """Yield each pair as every layer has it, by content hash; two rounds make the whole."""
        hashes = [layer.content_hash for layer in self.made.layers]
        specs = {layer.content_hash: _spec(layer) for layer in self.made.layers}
        keys = sorted(set(self.made.links))
        streams = [
            self.workspace.iter_bundles(self.info.name, hashes, links=key or None) for key in keys
        ]
        for done, bundles in enumerate(zip(*streams, strict=True), start=behind + 1):
            links = {key: bundle.links for key, bundle in zip(keys, bundles, strict=True)}
            yield self._rows(bundles[0], links, specs)
            if self.report is not None and (done % _TELL_EVERY == 0 or done == 2 * self.info.pairs):
                self.report(STEP, done, 2 * self.info.pairs)

    def _rows(
        self,
        bundle: Bundle,
        links: Mapping[str, Alignment | None],
        specs: Mapping[str, MethodSpec | None],
    ) -> dict[str, Row]:
        pair = bundle.stored.pair
        if pair.source.entities is None:
            return {}
        found = {}
        made: dict[str, tuple[str, Outcome]] = {
            layer.content_hash: (layer.name, bundle.outcome(layer)) for layer in self.made.layers
        }
        for (layer, (_, outcome)), key in zip(made.items(), self.made.links, strict=True):
            others: dict[str, tuple[Projection, ...]] = {
                name: other.projections for hash, (name, other) in made.items() if hash != layer
            }
            found[layer] = Row(
                pair, links[key], outcome.projections, specs[layer], others, outcome.reason
            )
        return found


def _spec(layer: Layer) -> MethodSpec | None:
    """Return the method of a layer; None where it is not known any more."""
    try:
        return spec_of(layer)
    except CoreError:
        return None
