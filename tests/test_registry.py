from typing import Annotated, Literal

import pytest

from core.errors import OptionError, UnknownNameError
from core.registry import Between, Shelf

SHELF: Shelf = Shelf("thing")


@SHELF.register("b", needs={"alignment"}, exact=True)
def _b(
    task: object,
    *,
    count: Annotated[int, Between(1, 5)] = 2,
    share: float = 0.5,
    loud: bool = False,
    word: str = "x",
    order: Literal["up", "down"] = "up",
):
    """Return something,
    told in two lines.

    Args:
        task: not an option.
        count: how many,
            at most five.
        share: how much.

    Source: somebody 1999,
    in two lines.
    """


@SHELF.register("a")
def _a(task: object):
    """Return nothing."""


PART = SHELF.get("b")


def test_parts_in_alphabetical_order():
    assert [p.name for p in SHELF.parts()] == ["a", "b"]


def test_what_is_read_off_a_part():
    assert PART.shelf == "thing"
    assert PART.summary == "Return something, told in two lines."
    assert PART.source == "somebody 1999, in two lines."
    assert PART.needs == {"alignment"}
    assert PART.promises == {"exact": True}
    assert [o.name for o in PART.options] == ["count", "share", "loud", "word", "order"]
    assert [o.kind for o in PART.options] == ["int", "float", "bool", "str", "choice"]
    assert PART.options[0].summary == "how many, at most five."
    assert PART.options[0].bounds == Between(1, 5)
    assert PART.options[4].choices == ("up", "down")


def test_unknown_names_list_the_known():
    with pytest.raises(UnknownNameError, match="unknown thing 'c'; known: a, b"):
        SHELF.get("c")


def test_defaults_are_filled_in():
    assert PART.configure({}) == {
        "count": 2,
        "share": 0.5,
        "loud": False,
        "word": "x",
        "order": "up",
    }


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"count": "3"}, 3),
        ({"count": 3.0}, 3),
        ({"share": "1"}, 1.0),
        ({"share": 1}, 1.0),
        ({"loud": "yes"}, True),
        ({"loud": "0"}, False),
        ({"word": ""}, ""),
        ({"order": "down"}, "down"),
    ],
)
def test_values_are_read_as_the_type_of_the_option(given, value):
    (name,) = given
    found = PART.configure(given)[name]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"count": 0}, r"option count: 0 is not a whole number in \[1, 5\]"),
        ({"count": 6}, "whole number"),
        ({"count": 2.5}, "whole number"),
        ({"count": True}, "whole number"),
        ({"count": "two"}, "whole number"),
        ({"count": None}, "whole number"),
        ({"count": 10**400}, "whole number"),
        ({"share": 10**400}, "a number"),
        ({"share": "nan"}, "a number"),
        ({"share": float("inf")}, "a number"),
        ({"loud": "perhaps"}, "true or false"),
        ({"word": 3}, "text"),
        ({"order": "side"}, "one of up, down"),
        ({"number": 1}, "thing b has no option 'number'; it has: count, share"),
    ],
)
def test_other_values_are_refused(given, message):
    with pytest.raises(OptionError, match=message):
        PART.configure(given)


def test_a_part_without_options():
    with pytest.raises(OptionError, match="it has: none"):
        SHELF.get("a").configure({"x": 1})


def test_options_of_other_types_are_a_programming_error():
    with pytest.raises(TypeError, match="not int, float, bool, str or Literal"):

        @SHELF.register("c")
        def _c(*, many: list[int] | None = None):
            """Return nothing."""
