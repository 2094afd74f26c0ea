import pickle

import pytest

from core import errors


@pytest.mark.parametrize(
    "error",
    [
        errors.CoreError("x"),
        errors.FormatError("bad", file="a.conll", line=3, token=0, remedy="good"),
        errors.LengthMismatchError("bad", file="b"),
        errors.TagError("tag 1", token=1),
        errors.UnknownNameError("method", "x", ["b", "a"]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_comes_back_whole_from_another_process(error) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_a_format_error_says_place_problem_and_remedy() -> None:
    error = errors.FormatError("2 columns", file="a.conll", line=3, token=0, remedy="give 4")
    assert str(error) == "a.conll, line 3, token 0: 2 columns; give 4"
    assert str(errors.FormatError("empty")) == "empty"


def test_an_unknown_name_lists_the_known_ones() -> None:
    assert "known: a, b" in str(errors.UnknownNameError("method", "x", ["b", "a"]))
