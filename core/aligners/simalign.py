"""Links from a multilingual encoder, as SimAlign finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.aligners.base import ALIGNERS, Bitext, Progress
from core.aligners.extraction import distorted, similarity
from core.aligners.null_align import flatness, keep_sure
from core.aligners.rules import RULES, Matrix
from core.domain.alignment import Alignment, Link
from core.models.encoders import Encoded, encode
from core.registry import Between

_CHUNK = 256
_OLDER_NAMES = {"inter": "argmax"}


class _Linked(NamedTuple):
    """The links of one pair between sub-words or words, with the words that these belong to."""

    n: int
    m: int
    unseen: tuple[tuple[int, ...], tuple[int, ...]]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    p: NDArray[np.float64]
    flat: NDArray[np.float64]

    def alignment(self, keep: NDArray[np.bool_]) -> Alignment:
        """Return the links between words, each with the mean of its own links' similarities."""
        found: dict[tuple[int, int], list[float]] = {}
        for i, j, p in zip(
            self.source[keep].tolist(), self.target[keep].tolist(), self.p[keep].tolist(),
            strict=True,
        ):  # fmt: skip
            found.setdefault((i, j), []).append(p)
        links = (Link(*cell, round(sum(p) / len(p), 6)) for cell, p in found.items())
        return Alignment(self.n, self.m, tuple(links), *self.unseen)


@dataclass(frozen=True, slots=True)
class SimAlign:
    """An aligner that compares the vectors which an encoder gives to sub-words."""

    model_folder: str
    layer: int
    matching: str
    token_type: str
    distortion: float
    null_align: float

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
    ) -> list[Alignment]:
        """Return one alignment per pair, in order; tokens that the encoder missed are named.

        Raises:
            ModelError: the model folder is missing or wrong, or the model has no such layer.
        """
        out: list[_Linked] = []
        for start in range(0, len(pairs), _CHUNK):
            if progress:
                progress("encoder", start, len(pairs))
            chunk = pairs[start : start + _CHUNK]
            sentences = [side for pair in chunk for side in (pair.source, pair.target)]
            encoded = encode(self.model_folder, sentences, layer=self.layer)
            for k, pair in enumerate(chunk):
                out.append(self._one(pair, encoded[2 * k], encoded[2 * k + 1]))
        kept = keep_sure([pair.flat for pair in out], quantile=self.null_align)
        return [pair.alignment(keep) for pair, keep in zip(out, kept, strict=True)]

    def _one(self, pair: Bitext, source: Encoded, target: Encoded) -> _Linked:
        sizes = len(pair.source), len(pair.target)
        unseen = (source.unseen, target.unseen)
        if self.token_type == "word":
            source, target = source.averaged(), target.averaged()
        scores = self._scores(source, target)
        mask, p = RULES.get(_OLDER_NAMES.get(self.matching, self.matching)).make(scores)
        rows, columns = np.nonzero(mask)
        flat = flatness(scores)[mask] if self.null_align < 1 else np.full(len(rows), np.nan)
        return _Linked(*sizes, unseen, source.words[rows], target.words[columns], p[mask], flat)

    def _scores(self, source: Encoded, target: Encoded) -> Matrix:
        if not len(source.words) or not len(target.words):
            return np.zeros((len(source.words), len(target.words)))
        return distorted(similarity(source.vectors, target.vectors), self.distortion)


@ALIGNERS.register("simalign", needs={"model"})
def simalign(
    *,
    model_folder: str = "",
    layer: Annotated[int, Between(0, 100)] = 8,
    matching: Literal["argmax", "itermax", "match", "forward", "reverse", "inter"] = "itermax",
    token_type: Literal["bpe", "word"] = "bpe",
    distortion: Annotated[float, Between(0.0, 1.0)] = 0.0,
    null_align: Annotated[float, Between(0.0, 1.0)] = 1.0,
) -> SimAlign:
    """Compare the words inside a multilingual encoder that lies in a folder on this machine.

    Args:
        model_folder: folder with config.json, weights and tokenizer.json, say of mBERT.
        layer: hidden layer to take the vectors from, 0 for the embeddings.
        matching: argmax is most precise (inter is its older name), itermax finds more, match
            links one to one.
        token_type: compare sub-words (bpe) or whole words.
        distortion: how much a link far off the diagonal loses.
        null_align: share of the links that stay; those of words that are like all others go.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147.
    """
    return SimAlign(model_folder, layer, matching, token_type, distortion, null_align)
