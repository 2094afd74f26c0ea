"""A layer made again: its method run over the links and the rest that it was made from."""

from collections.abc import Iterator

from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.pipeline import extras as kept
from core.pipeline.groups import group_sizes
from core.pipeline.layers import to_store
from core.pipeline.run import project_pairs
from core.review.methods import links_key, spec_of
from core.storage import Outcome, Workspace
from core.storage.extras import keys_in
from core.storage.revisions import CAME_LATER, CHANGED


def differing(ws: Workspace, project: str, first: str, second: str) -> bool:
    """Return whether two layers have otherwise what the first one knows of.

    It knows nothing of pairs whose words changed after it was made, or that came later.
    """
    later = {Outcome.skipped(CHANGED), Outcome.skipped(CAME_LATER)}
    both = zip(ws.iter_layer(project, first), ws.iter_layer(project, second), strict=True)
    return any(own != other for (_, _, own), (_, _, other) in both if own not in later)


def replayed(ws: Workspace, project: str, layer: Layer) -> str:
    """Return the content hash of a layer whose method was run again over the same links.

    Raises:
        MissingInputError: the layer has no method, or what it needs is not in the project.
    """
    spec = spec_of(layer)
    key = links_key(layer, ws.project(project).aligner)

    def links(pair: Pair) -> Alignment:
        found = ws.alignment(project, pair.id, key)
        return found or Alignment(len(pair.source), len(pair.target))

    def outcomes() -> Iterator[tuple[str, Outcome]]:
        pairs = (stored.pair for stored in ws.iter_pairs(project))
        sizes = None
        if spec.joint is not None:
            sizes = group_sizes(stored.pair for stored in ws.iter_pairs(project))
        supplied = kept.stored(ws, project, keys_in(layer.spec))
        for outcome in project_pairs(pairs, links, spec, extras=supplied, sizes=sizes):
            yield outcome.pair.id, to_store(outcome)

    written = ws.write_layer(
        project,
        outcomes(),
        name=layer.name,
        kind=layer.kind,
        spec=layer.spec,
        spec_hash=layer.spec_hash,
        versions=layer.versions,
    )
    return written.content_hash
