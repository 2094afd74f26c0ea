import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.evaluation.differences import Difference
from core.review.compare import Selection, What, describe, parse, to_text
from core.review.compare.selection import ANY, LONGEST, Side

some = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(method=some, name=some, form=some, label=some, kind=st.sampled_from(["", ANY, *Difference]))
def test_words_are_read_back_whatever_is_in_them(method, name, form, label, kind) -> None:
    selection = Selection(
        What.NAME, method=method, name=name or "x", form=form, label=label, kind=str(kind),
        language="en-de",
    )  # fmt: skip
    assert parse(to_text(selection)) == selection


def test_a_selection_is_short_and_plain() -> None:
    selection = Selection(What.DIFFER, "method:uno", "gold", kind="boundary", label="PER")
    assert to_text(selection) == "differ method:method:uno against:gold kind:boundary label:PER"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no selection ''; known: differ, failed, name"),
        ("<b>", "no selection '<b>'"),
        ("differ", "needs method and against"),
        ("differ method:a", "needs against"),
        ("name name:a", "needs language"),
        ("failed", "needs method"),
        ("differ method:a against:b kind:worse", "no kind 'worse' in a selection; known: same,"),
        ("differ method:a against:b side:left", "known: reference, method"),
        ("differ method:a against:b colour:red", "no word 'colour:red'"),
        ("differ method", "no word 'method'"),
        ("differ method:", "no word 'method:'"),
        ("failed method:a method:b", "method stands twice"),
        ("failed method:" + "a" * LONGEST, f"at most {LONGEST} characters"),
    ],
)
def test_what_cannot_be_understood_says_what_would_be_right(text, said) -> None:
    with pytest.raises(InputError) as error:
        parse(text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(What.DIFFER, "method:uno", "gold"), "uno against gold: any difference"),
        (
            Selection(What.DIFFER, "method:uno", "random", kind="type", label="PER"),
            "uno against decisions in random order: type, PER",
        ),
        (
            Selection(What.DIFFER, "method:uno", "gold", side=str(Side.METHOD), length="2"),
            "uno against gold: any difference, in the method, 2 tokens long",
        ),
        (
            Selection(What.DIFFER, ANY, "gold", kind="split"),
            "any method against gold: split",
        ),
        (
            Selection(What.DIFFER, "method:a", "method:b", within="random"),
            "a against b: any difference, on pairs with decisions in random order",
        ),
        (
            Selection(What.DIFFER, "method:a", "method:b", kind=ANY, wanted="PER", given="LOC"),
            "a against b: any entity, PER became LOC",
        ),
        (Selection(What.FAILED, "method:uno"), "uno failed"),
        (Selection(What.NAME, name="ada", language="en-de"), "“ada” in en-de"),
        (
            Selection(What.NAME, "method:uno", kind="missing", name="ada", language="en-de"),
            "“ada” in en-de, uno: no span",
        ),
    ],
)
def test_selections_in_words(selection, words) -> None:
    assert describe(selection) == words
