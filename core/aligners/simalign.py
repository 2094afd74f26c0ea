"""Links of the published simalign package itself, to compare with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from core.aligners.base import ALIGNERS, Bitext, Progress, Tell
from core.aligners.rules import Matching
from core.domain.alignment import Alignment
from core.models.reference import Reference, reference
from core.registry import Between

_NAMES = {
    "argmax": "inter",
    "itermax": "itermax",
    "match": "mwmf",
    "forward": "fwd",
    "reverse": "rev",
}
_REMEDY = (
    "for this aligner a multilingual encoder, such as google-bert/bert-base-multilingual-cased"
)


@dataclass(frozen=True, slots=True)
class SimAlign:
    """The package over one encoder.

    Args:
        model: folder or hub's name.
        layer: that the vectors are taken from.
        matching: one of the rules that it has.
        token_type: `bpe` or `word`.
        distortion: how much a link far off the diagonal loses.
    """

    model: str
    layer: int
    matching: str
    token_type: str
    distortion: float

    @property
    def remedy(self) -> str:
        """Return what model would be right, for messages."""
        return _REMEDY

    @property
    def per_pair(self) -> bool:
        """Return that the links of a pair depend on that pair alone."""
        return True

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
        tell: Tell | None = None,
    ) -> list[Alignment]:
        """Return one alignment per pair, in order; tokens that the package would drop are named.

        It reads one sentence at a time, so that there is never a batch to halve.

        Raises:
            ModelError: the model is missing or wrong, or has no such layer.
        """
        package = reference(
            self.model,
            layer=self.layer,
            matching=_NAMES[self.matching],
            token_type=self.token_type,
            distortion=self.distortion,
            remedy=self.remedy,
        )
        found = []
        for done, pair in enumerate(pairs):
            if progress is not None:
                progress("Aligning with simalign", done, len(pairs))
            found.append(_one(package, pair))
        return found


def _one(package: Reference, pair: Bitext) -> Alignment:
    rows, columns = package.read(pair.source), package.read(pair.target)
    n, m = len(pair.source), len(pair.target)
    unseen = (
        tuple(sorted(set(range(size)) - set(read))) for size, read in ((n, rows), (m, columns))
    )
    if not rows or not columns:
        return Alignment(n, m, (), *unseen)
    found = package.links([pair.source[i] for i in rows], [pair.target[j] for j in columns])
    linked = Alignment.of(n, m, ((rows[i], columns[j]) for i, j in found))
    return Alignment(n, m, linked.links, *unseen)


@ALIGNERS.register("simalign", needs={"model"})
def simalign(
    *,
    model: str = "",
    layer: Annotated[int, Between(0, 100)] = 8,
    matching: Matching = "itermax",
    token_type: Literal["bpe", "word"] = "bpe",
    distortion: Annotated[float, Between(0.0, 1.0)] = 0.0,
) -> SimAlign:
    """Run the published simalign package over a multilingual encoder, to compare `embedding` with.

    One pair at a time, without probabilities; words beyond what the encoder takes at once are
    unseen. `embedding` finds the same links faster, and reads on in long sentences.

    Args:
        model: folder or hub's owner/name of the encoder.
        layer: hidden layer to take the vectors from, 0 for the embeddings.
        matching: argmax is most precise, itermax finds more, match links one to one and is slow.
        token_type: compare sub-words (bpe) or whole words.
        distortion: how much a link far off the diagonal loses.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147.
    """
    return SimAlign(model, layer, matching, token_type, distortion)
