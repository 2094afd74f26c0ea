"""What evidence is worked out from: the latest layer of every method, their links, the weights."""

import hashlib
from dataclasses import dataclass

from core.domain.layer import Layer
from core.review.confidence.evidence import recipe
from core.review.methods import links_key
from core.storage import ProjectInfo
from core.storage.extras import is_transfer


@dataclass(frozen=True, slots=True)
class Made:
    """The layers of a project that evidence is worked out for.

    Args:
        layers: the base first, then the latest of each other method; what a tagger finds by itself
            is none, since it says nothing of a source entity.
        links: key of the links of each.
    """

    layers: tuple[Layer, ...]
    links: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return what tells this from any other layers, links and weights."""
        parts = [recipe(), *(layer.content_hash for layer in self.layers), *self.links]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def made_of(info: ProjectInfo) -> Made:
    """Return what the evidence of a project would be worked out from today.

    Raises:
        MissingInputError: no method has run over the project yet.
    """
    info.need_base()
    layers = tuple(layer for layer in info.latest_layers() if not is_transfer(layer.spec))
    return Made(layers, tuple(links_key(layer, info.aligner) for layer in layers))
