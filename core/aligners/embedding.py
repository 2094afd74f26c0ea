"""Links from a multilingual encoder, by SimAlign's rules, in batches."""

from functools import partial
from typing import Annotated, Literal

from core.aligners.base import ALIGNERS
from core.aligners.extraction import Vectors, distorted, similarity
from core.aligners.neural import Neural, Recipe, mean
from core.aligners.rules import RULES, Matching, Matrix
from core.registry import Between

_REMEDY = (
    "for this aligner a multilingual encoder, such as google-bert/bert-base-multilingual-cased"
)


@ALIGNERS.register("embedding", needs={"model"})
def embedding(
    *,
    model: str = "",
    layer: Annotated[int, Between(-1, 100)] = 8,
    matching: Matching = "itermax",
    token_type: Literal["bpe", "word"] = "bpe",
    distortion: Annotated[float, Between(0.0, 1.0)] = 0.0,
    null_align: Annotated[float, Between(0.0, 1.0)] = 1.0,
) -> Neural:
    """Compare words inside any multilingual encoder (mBERT, XLM-R): SimAlign's rules, batched.

    Long sentences are read in overlapping windows. A link is as sure as its sub-words are similar
    on average.

    Args:
        model: folder or hub's owner/name of the encoder.
        layer: hidden layer to take the vectors from, 0 for the embeddings, -1 for the last.
        matching: argmax is most precise, itermax finds more, match links one to one.
        token_type: compare sub-words (bpe) or whole words.
        distortion: how much a link far off the diagonal loses.
        null_align: share of the corpus' links that stay; those of words that are like all others
            go first.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147.
    """
    recipe = Recipe(
        scores=partial(_scores, ratio=distortion),
        rule=RULES.get(matching).make,
        join=mean,
        by_word=token_type == "word",
    )
    return Neural(model, layer, recipe, _REMEDY, null_align)


def _scores(source: Vectors, target: Vectors, *, ratio: float) -> Matrix:
    return distorted(similarity(source, target), ratio)
