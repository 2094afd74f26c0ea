"""Links inside the encoder of a translation model, with the settings of TransAlign."""

from typing import Annotated

from core.aligners.base import ALIGNERS
from core.aligners.mutual import mutual
from core.aligners.neural import Neural
from core.registry import Between

_REMEDY = "for this aligner NLLB-200 (facebook/nllb-200-distilled-600M)"


@ALIGNERS.register("transalign", needs={"model"})
def transalign(
    *,
    model: str = "",
    layer: Annotated[int, Between(-1, 100)] = -1,
    threshold: Annotated[float, Between(0.0, 1.0)] = 0.001,
) -> Neural:
    """Link what is likely from both sides inside the encoder of NLLB-200, a translation model.

    Each side is read under the code of its own language.

    Args:
        model: folder or hub's owner/name of NLLB-200, fine-tuned weights merged in where there are.
        layer: hidden layer of the encoder, 0 for the embeddings, -1 for the last.
        threshold: a link of sub-words needs more than this from both sides.

    Source: Ebing et al. 2025, arxiv.org/abs/2510.27337.
    """
    return mutual(model, layer, threshold, remedy=_REMEDY)
