"""A tag for every entity: set, and found again in a translation."""

import pytest

from core.errors import InputError
from core.projection.markers import MARKERS, LossReason, Lost, Recovered
from tests.projection.markers.build import sentence, spelt, tokenise

PART = MARKERS.get("xml").make()
TWO = sentence("Anna lives in New York .", (0, 1, "PER"), (3, 5, "LOC"))
NONE = sentence("It rains .")


def recovered(of, translated: str):
    marked = PART.insert(of)
    return PART.recover(marked, translated, marked.phrases, tokenise)


def test_every_entity_gets_a_tag_of_its_own():
    marked = PART.insert(TWO)
    assert marked.text == "<a>Anna</a> lives in <b>New York</b>."
    assert PART.insert(NONE).text == "It rains."
    many = PART.insert(sentence("x " * 30, *((k, k + 1, "X") for k in range(30)))).text
    assert "<z>x</z> <aa>x</aa> <ab>x</ab>" in many
    most = PART.insert(sentence("x " * 703, *((k, k + 1, "X") for k in range(703))))
    assert most.reason is LossReason.COUNT


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("the <b> tag", True),
        ("< / A >", True),
        ("a < b > c", True),
        ("1 < 2", False),
        ("<script> x", False),
        ("<1>", False),
        ("a > b", False),
    ],
)
def test_a_source_with_such_tags_is_dropped_and_says_so(text, dropped):
    made = PART.insert(sentence(text, (0, 1, "X")))
    assert isinstance(made, Lost) is dropped
    assert not dropped or made.reason is LossReason.SOURCE_HAS_MARKERS


@pytest.mark.parametrize(
    ("of", "translated", "entities"),
    [
        (TWO, "In <b>New York</b> wohnt <a>Anna</a>.", "LOC:New York PER:Anna"),
        (TWO, "< A > Anna < / A > in ＜b＞纽约＜/b＞", "PER:Anna LOC:纽约"),
        (TWO, "<a>Anna</a>s Haus in <b>X</b>", "PER:Annas LOC:X"),
        (TWO, "<c><a>x</a></c> <i> <b>y</b>", "PER:x LOC:y"),
        (NONE, "Es <a>regnet</a>.", ""),
    ],
)
def test_entities_are_found_again(of, translated, entities):
    found = recovered(of, translated)
    assert isinstance(found, Recovered)
    assert " ".join(f"{label}:{text}" for label, text in spelt(found)) == entities


def test_tags_that_were_not_set_stay_text():
    assert recovered(NONE, "<a>x</a>").tokens == ("<", "a", ">", "x", "<", "/", "a", ">")


@pytest.mark.parametrize(
    ("translated", "reason"),
    [
        ("", LossReason.EMPTY_TRANSLATION),
        ("Anna in <b>New York</b>", LossReason.COUNT),
        ("<a>Anna in <b>New York</b>", LossReason.COUNT),
        ("<a>Anna</a> <a>Anna</a> <b>x</b>", LossReason.DOUBLED),
        ("<a>Anna</a> <A>in <b>x</b>", LossReason.DOUBLED),
        ("<a>Anna <b>x</b></a>", LossReason.NESTED),
        ("<a>Anna <b>x</a> y</b>", LossReason.NESTED),
        ("</a>Anna<a> <b>x</b>", LossReason.BROKEN),
        ("<a> </a> <b>x</b>", LossReason.EMPTY_ENTITY),
    ],
)
def test_what_cannot_be_trusted_is_dropped_with_its_reason(translated, reason):
    lost = recovered(TWO, translated)
    assert isinstance(lost, Lost)
    assert lost.reason is reason
    assert lost.detail


def test_as_many_translations_as_entities():
    with pytest.raises(InputError, match="0 translations"):
        PART.recover(PART.insert(TWO), "x", [], tokenise)
