import pytest

from core.domain.entity import Entity
from core.errors import FormatError
from core.formats.marked import parse


def split(text: str, lang: str) -> tuple[str, ...]:
    return tuple(text.split())


@pytest.mark.parametrize(
    ("text", "tokens", "entities"),
    [
        ("a b", ("a", "b"), None),
        ("[PER Ada] runs", ("Ada", "runs"), (Entity(0, 1, "PER"),)),
        ("x [ORG A B] y", ("x", "A", "B", "y"), (Entity(1, 3, "ORG"),)),
        ("[LOC A][LOC B]", ("A", "B"), (Entity(0, 1, "LOC"), Entity(1, 2, "LOC"))),
        ("[sic] [ 1 ] [A]", ("[sic]", "[", "1", "]", "[A]"), None),
        ("<[PER <script>]>", ("<", "<script>", ">"), (Entity(1, 2, "PER"),)),
    ],
)
def test_marks_become_entities(text, tokens, entities) -> None:
    sentence = parse(text, "en", split)
    assert (sentence.tokens, sentence.entities) == (tokens, entities)


@pytest.mark.parametrize("text", ["", "  ", "a [PER \N{NO-BREAK SPACE}] b"])
def test_nothing_to_read_is_an_error(text) -> None:
    with pytest.raises(FormatError):
        parse(text, "en", split)
