"""Links from a multilingual encoder, as SimAlign finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from core.aligners.base import ALIGNERS, Bitext, Progress
from core.aligners.extraction import EXTRACTIONS, distorted, similarity
from core.domain.alignment import Alignment, Link
from core.models.encoders import Encoded, encode
from core.registry import Between

_CHUNK = 256


@dataclass(frozen=True, slots=True)
class SimAlign:
    """An aligner that compares the vectors which an encoder gives to sub-words."""

    model_folder: str
    layer: int
    matching: str
    token_type: str
    distortion: float

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
        out: list[Alignment] = []
        for start in range(0, len(pairs), _CHUNK):
            if progress:
                progress("encoder", start, len(pairs))
            chunk = pairs[start : start + _CHUNK]
            sentences = [side for pair in chunk for side in (pair.source, pair.target)]
            encoded = encode(self.model_folder, sentences, layer=self.layer)
            for k, pair in enumerate(chunk):
                out.append(self._one(pair, encoded[2 * k], encoded[2 * k + 1]))
        return out

    def _one(self, pair: Bitext, source: Encoded, target: Encoded) -> Alignment:
        n, m = len(pair.source), len(pair.target)
        unseen = (source.unseen, target.unseen)
        if not len(source.words) or not len(target.words):
            return Alignment(n, m, (), *unseen)
        if self.token_type == "word":
            source, target = source.averaged(), target.averaged()
        scores = distorted(similarity(source.vectors, target.vectors), self.distortion)
        rows, columns = np.nonzero(EXTRACTIONS[self.matching](scores))
        found: dict[tuple[int, int], list[float]] = {}
        for a, b in zip(rows.tolist(), columns.tolist(), strict=True):
            cell = (int(source.words[a]), int(target.words[b]))
            found.setdefault(cell, []).append(float(scores[a, b]))
        links = (Link(*cell, round(sum(p) / len(p), 6)) for cell, p in found.items())
        return Alignment(n, m, tuple(links), *unseen)


@ALIGNERS.register("simalign", needs={"model"})
def simalign(
    *,
    model_folder: str = "",
    layer: Annotated[int, Between(0, 100)] = 8,
    matching: Literal["inter", "itermax", "match", "forward", "reverse"] = "itermax",
    token_type: Literal["bpe", "word"] = "bpe",
    distortion: Annotated[float, Between(0.0, 1.0)] = 0.0,
) -> SimAlign:
    """Compare the words inside a multilingual encoder that lies in a folder on this machine.

    Args:
        model_folder: folder with config.json, weights and tokenizer.json, say of mBERT.
        layer: hidden layer to take the vectors from, 0 for the embeddings.
        matching: inter is most precise, itermax finds more, match links one to one.
        token_type: compare sub-words (bpe) or whole words.
        distortion: how much a link far off the diagonal loses.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147.
    """
    return SimAlign(model_folder, layer, matching, token_type, distortion)
