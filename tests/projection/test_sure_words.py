import pytest

from core.domain.entity import Entity
from core.domain.projection import Competitor, Explanation, Pick, Projection, Reason
from core.projection.sure_words import likely, sure_words

PICKED = Projection(Entity(0, 1, "PER"), (Pick(0, 1, 0.5),))
NOTHING = Projection(Entity(0, 1, "PER"), reason=Reason.BLOCKED)
ONE = (Competitor(0, 1, 0.5),)


def words(projection: Projection, gap: float | None = None, **known) -> list[str]:
    why = Explanation(competitors=ONE, **known)
    return list(sure_words(Projection(projection.entity, projection.picks, None, why, gap)))


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, "less than 0.01 likely"),
        (0.0049, "less than 0.01 likely"),
        (0.005, "0.01 likely"),
        (0.83, "0.83 likely"),
        (0.9949, "0.99 likely"),
        (0.995, "more than 0.99 likely"),
        (1.0, "more than 0.99 likely"),
    ],
)
def test_likely(probability: float, said: str) -> None:
    assert likely(probability) == said


@pytest.mark.parametrize(
    ("margin", "said"),
    [
        (0.25, "Without it the best choice for the sentence scores 0.25 less in all."),
        (0.001, "Without it the best choice for the sentence scores 0.0010 less in all."),
        (0.0, "Another choice for the sentence does without it and scores the same in all."),
        (-0.5, "A choice for the sentence without it scores 0.50 more in all."),
    ],
)
def test_margin_of_a_pick(margin: float, said: str) -> None:
    assert words(PICKED, margin=margin) == [said]


@pytest.mark.parametrize(
    ("margin", "said"),
    [
        (0.25, "A span for it would cost the sentence 0.25 in all."),
        (0.0, "Another choice for the sentence gives it a span and scores the same in all."),
        (-0.5, "A choice for the sentence that gives it a span scores 0.50 more in all."),
    ],
)
def test_margin_of_none(margin: float, said: str) -> None:
    assert words(NOTHING, margin=margin) == [said]


def test_what_is_missing_is_told_with_its_reason() -> None:
    reason = "not computed: 15 entities in one component"
    assert words(PICKED, not_computed=reason) == [
        "Margin and probability not computed: 15 entities in one component."
    ]
    assert words(PICKED, margin=1.0, not_computed=reason)[-1].startswith("Probability not ")


def test_probability_and_proof() -> None:
    assert words(PICKED, gap=0.125, posterior=0.83) == [
        "This choice is 0.83 likely, by the scores of the whole sentence.",
        "The choice for the sentence is not proven best: another may score up to 0.12 more.",
    ]
    assert words(NOTHING, gap=0.0, posterior=0.5) == [
        "That it gets no span is 0.50 likely, by the scores of the whole sentence."
    ]


def test_nothing_to_choose_from_says_nothing() -> None:
    assert sure_words(PICKED) == ()
    why = Explanation(posterior=1.0)
    assert sure_words(Projection(Entity(0, 1, "PER"), (), Reason.NO_LINKS, why)) == ()
