"""Links inside LaBSE, with the settings of AccAlign."""

from typing import Annotated

from core.aligners.base import ALIGNERS
from core.aligners.mutual import mutual
from core.aligners.neural import Neural
from core.registry import Between

_REMEDY = "for this aligner LaBSE (sentence-transformers/LaBSE)"


@ALIGNERS.register("accalign", needs={"model"})
def accalign(
    *,
    model: str = "",
    layer: Annotated[int, Between(-1, 100)] = 6,
    threshold: Annotated[float, Between(0.0, 1.0)] = 0.1,
) -> Neural:
    """Link what is likely from both sides inside LaBSE, a sentence encoder for 109 languages.

    Args:
        model: folder or hub's owner/name of LaBSE, its adapter merged in where there is one.
        layer: hidden layer to take the vectors from, 0 for the embeddings, -1 for the last.
        threshold: a link of sub-words needs more than this from both sides.

    Source: Wang et al. 2022, arxiv.org/abs/2301.12140.
    """
    return mutual(model, layer, threshold, remedy=_REMEDY)
