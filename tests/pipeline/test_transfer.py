import numpy as np

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Reason
from core.domain.task import TagProbs
from core.errors import InputError, MissingInputError
from core.pipeline.outcomes import Failed, Projected
from core.pipeline.transfer import transfer_outcomes

LABELS = ("O", "B-PER", "I-PER")


def pair(name: str, tokens: str, entities=None) -> Pair:
    return Pair(name, Sentence(("x",), entities, "en"), Sentence(tuple(tokens.split()), None, "de"))


def tagged(*best: int) -> TagProbs:
    return TagProbs(LABELS, np.eye(3)[list(best)])


def test_the_taggers_own_entities_stand_beside_projections_without_picks() -> None:
    corpus = [pair("a", "Anna Seghers lebt", (Entity(0, 1, "LOC"),)), pair("b", "da")]
    found = list(transfer_outcomes(iter(corpus), {"a": tagged(1, 2, 0), "b": tagged(0)}))
    first, second = found
    assert isinstance(first, Projected)
    assert isinstance(second, Projected)
    assert first.entities() == first.others == (Entity(0, 2, "PER"),)
    assert [(p.entity, p.picks, p.reason) for p in first.projections] == [
        (Entity(0, 1, "LOC"), (), Reason.DROPPED)
    ]
    # nobody annotated the source: no projection, and yet an outcome
    assert (second.projections, second.entities()) == ((), ())


def test_what_cannot_be_tagged_fails_and_is_never_all_o() -> None:
    corpus = [pair("a", "Anna"), pair("b", "Anna lebt"), pair("c", "Anna")]
    broken = TagProbs(("I-PER",), np.ones((1, 1)))
    found = list(transfer_outcomes(corpus, {"b": tagged(1), "c": broken}))
    assert all(isinstance(outcome, Failed) for outcome in found)
    assert isinstance(found[0].error, MissingInputError)
    assert "`tag` makes them" in str(found[0].error)
    assert isinstance(found[1].error, InputError)
    assert "1 rows of tag probabilities for a target of 2 tokens" in str(found[1].error)
    assert "can start a sentence" in str(found[2].error)
