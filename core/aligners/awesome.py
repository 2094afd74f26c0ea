"""Links as AWESoME finds them: likely from both sides."""

from typing import Annotated, Literal

from core.aligners.base import ALIGNERS
from core.aligners.mutual import mutual
from core.aligners.neural import Neural
from core.registry import Between

_REMEDY = (
    "for this aligner mBERT (google-bert/bert-base-multilingual-cased), as it is or fine-tuned by "
    "awesome-align"
)


@ALIGNERS.register("awesome", needs={"model"})
def awesome(
    *,
    model: str = "",
    layer: Annotated[int, Between(-1, 100)] = 8,
    extraction: Literal["mutual-softmax", "entmax15"] = "mutual-softmax",
    threshold: Annotated[float, Between(0.0, 1.0)] = 0.001,
) -> Neural:
    """Link what is likely from both sides inside mBERT, as it is or fine-tuned by awesome-align.

    A link's probability is the harmonic mean of both directions' softmaxes, each with the square
    root of its length as temperature; of several between the sub-words of two words the largest.

    Args:
        model: folder or hub's owner/name of the encoder.
        layer: hidden layer to take the vectors from, 0 for the embeddings, -1 for the last.
        extraction: softmax, or entmax, which can be exactly 0.
        threshold: a link of sub-words needs more than this from both sides; entmax15 was published
            with 0.

    Source: Dou and Neubig 2021, arxiv.org/abs/2101.08231.
    """
    return mutual(model, layer, threshold, remedy=_REMEDY, rule=extraction)
