"""Model transfer: what a tagger of the target language finds by itself, without any projection.

It is the baseline that a projection has to beat, and takes the same road as a method's outcomes.
"""

from collections.abc import Iterable, Iterator, Mapping

from core.domain.pair import Pair
from core.domain.projection import Projection, Reason
from core.domain.task import TagProbs
from core.errors import CoreError, InputError, MissingInputError
from core.pipeline.outcomes import Failed, Outcome, Projected
from core.training.decode import decode

NAME = "model-transfer"
"""What its rows and layers are called."""


def transfer_outcomes(
    pairs: Iterable[Pair], tag_probs: Mapping[str, TagProbs]
) -> Iterator[Outcome]:
    """Yield what a tagger makes of every pair's target, in order, reading pairs one by one.

    Args:
        pairs: the corpus; their source is not looked at and may have no tags.
        tag_probs: of the targets, by pair id.

    Returns:
        `Projected` with the tagger's entities among its `others`, since none of them has a source
        entity; source entities, where there are any, take no part (`dropped`). `Failed` where the
        probabilities of a pair are missing or are of other tokens.

    Source: Wu and Dredze 2019, arxiv.org/abs/1904.09077 (a multilingual model used as it is).
    """
    for pair in pairs:
        try:
            tagged = _fitting(pair, tag_probs.get(pair.id))
            found = decode(tagged.labels, tagged.probs)
        except CoreError as error:
            yield Failed(pair, error)
            continue
        given = pair.source.entities or ()
        apart = tuple(Projection(entity, reason=Reason.DROPPED) for entity in given)
        yield Projected(pair, apart, others=found)


def _fitting(pair: Pair, tagged: TagProbs | None) -> TagProbs:
    if tagged is None:
        raise MissingInputError(
            f"no tag probabilities of pair {pair.id!r}; `tag` makes them of every target"
        )
    if len(tagged.probs) != len(pair.target):
        raise InputError(
            f"pair {pair.id!r} has {len(tagged.probs)} rows of tag probabilities for a target of "
            f"{len(pair.target)} tokens; tag the text with the tokens that it has"
        )
    return tagged
