import pytest

from core.errors import InputError
from core.training.taggers.silver import Silver, check_rows, labels_of
from tests.training.rows import ROWS, silver


@pytest.mark.parametrize(
    ("tags", "weights", "message"),
    [
        (("O", "O"), (1.0,), "give every token one"),
        (("O",), (1.5,), r"outside \[0, 1\]"),
        (("O",), (float("nan"),), r"outside \[0, 1\]"),
        (("I-PER",), (1.0,), "starts or continues no entity"),
    ],
)
def test_what_is_no_sentence_to_learn_from(tags, weights, message) -> None:
    with pytest.raises(InputError, match=message):
        Silver("s", ("x",), tags, weights)


def test_labels_have_both_prefixes_by_class() -> None:
    assert labels_of(ROWS) == ("O", "B-LOC", "I-LOC", "B-PER", "I-PER")
    assert labels_of([]) == ("O",)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "nothing to learn from: 0 sentences"),
        ([silver("Anna .", (0.0, 0.0))], "nothing to learn from: 1 sentences"),
        ([silver("Anna .", (0.0, 1.0))], "no entity is left"),
        ([silver("Anna .", (1.0, 0.0))], "no O is left among the tags that are believed"),
    ],
)
def test_rows_that_teach_nothing(rows, message) -> None:
    with pytest.raises(InputError, match=message):
        check_rows(rows)


def test_a_tag_that_the_tagger_does_not_know() -> None:
    with pytest.raises(InputError, match="'s1' has the tag 'B-LOC'; known: O, B-PER"):
        check_rows(ROWS[1:2], ("O", "B-PER"))
