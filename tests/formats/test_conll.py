import pytest

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import FormatError, MissingInputError
from core.formats import conll
from core.formats.problems import Collected


def tokens_of(data: str | bytes) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [" ".join(block.tokens) for block in conll.read(raw).blocks]


def test_written_with_tab_iob2_and_one_empty_line_between() -> None:
    sentences = [Sentence(("a b", "c"), (Entity(0, 2, "PER"),)), Sentence(("d",), ())]
    assert b"".join(conll.write(sentences)) == b"a b\tB-PER\nc\tI-PER\n\nd\tO\n"


def test_a_sentence_nobody_annotated_is_not_written_as_all_o() -> None:
    with pytest.raises(MissingInputError, match="sentence 2 has no entities yet"):
        list(conll.write([Sentence(("a",), ()), Sentence(("b",))]))


CONLL_2003 = """-DOCSTART- -X- O O

EU NNP I-NP I-ORG
rejects VBZ I-VP O
German JJ I-NP I-MISC

Peter NNP I-NP I-PER
"""


def test_conll_2003_four_columns_document_marks_are_no_sentences() -> None:
    document = conll.read(CONLL_2003.encode())
    assert document.layout == conll.Layout("space", 4, 0, 3)
    assert [b.tags for b in document.blocks] == [("I-ORG", "O", "I-MISC"), ("I-PER",)]
    assert [b.doc for b in document.blocks] == ["doc-1", "doc-1"]
    assert document.blocks[0].lines == (3, 4, 5)


@pytest.mark.parametrize(
    ("data", "sentences"),
    [
        ("a O\nb O\n", ["a b"]),
        ("a O\nb O", ["a b"]),
        ("a O\n\n\n\nb O\n\n", ["a", "b"]),
        ("a O\n \nb O\n\t\nc O\n", ["a", "b", "c"]),
        ("a O\r\n\r\nb O\r\n", ["a", "b"]),
        ("\ufeffa O\n", ["a"]),
        ("a   O\n", ["a"]),
        ("New\u00a0York O\nx\u3000y O\n", ["New\u00a0York x\u3000y"]),
        ("a b\tO\n", ["a b"]),
        ("می‌خواهم\tO\n", ["می‌خواهم"]),
        ("\u00a0\tO\n", ["\u00a0"]),
        ("# a comment\na O\n", ["a"]),
        ("a O\n# O\nb O\n", ["a # b"]),
        ("# O\nb O\n", ["# b"]),
        ("#\tO\nb\tO\n", ["# b"]),
        ("#tag O\nb O\n", ["#tag b"]),
        ("# id 12\tdomain=en\na _ _ O\nb _ _ B-X\n", ["a b"]),
        ("a O\n-DOCSTART- O\nb O\n", ["a -DOCSTART- b"]),
        ("-DOCSTART- O\nb O\n", ["-DOCSTART- b"]),
        ("-DOCSTART- -X- O\na -X- _ O\nb -X- _ O\n", ["a b"]),
        ("-DOCSTART- -X- -X- O\n\na X X O\n", ["a"]),
        ("-DOCSTART-\n\na O\n", ["a"]),
        ("1\tDas\t_\tO\n2-3\tzum\t_\tO\n2\tzu\t_\tO\n2.1\tx\t_\tO\n", ["Das zu"]),
    ],
    ids=range(23),
)
def test_flavours(data: str, sentences: list[str]) -> None:
    assert tokens_of(data) == sentences


@pytest.mark.parametrize(
    ("data", "layout"),
    [
        ("a O\n", conll.Layout("space", 2, 0, 1)),
        ("Haus Haus NN I-NC O\n", conll.Layout("space", 5, 0, 4)),
        ("1\tAnna\tB-PER\t-\t-\n", conll.Layout("tab", 5, 1, 2)),
        ("a\tNN\n", conll.Layout("tab", 2, 0, None)),
        ("2024 CD O\nx NN O\n", conll.Layout("space", 3, 0, 2)),
        ("a O\nb O\nc X\n", conll.Layout("space", 2, 0, 1)),
    ],
)
def test_columns_are_found(data: str, layout: conll.Layout) -> None:
    assert conll.read(data.encode()).layout == layout


def test_a_column_can_be_named() -> None:
    data = b"a B-X O\nb O O\n"
    assert conll.read(data, tag_column=1).blocks[0].tags == ("B-X", "O")
    with pytest.raises(FormatError, match="no tag column 3; columns count from 0"):
        conll.read(data, tag_column=3)


def test_ids_and_documents_come_from_comments() -> None:
    data = (
        "# newdoc id = news\n# sent_id = s-1\n# text = A\nA O\n\n# id abc\tdomain=en\nB O\n\n"
        "# newdoc\nC O\n"
    )
    blocks = conll.read(data.encode()).blocks
    assert [(b.id, b.doc) for b in blocks] == [("s-1", "news"), ("abc", "news"), ("", "doc-2")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "f: the file is empty"),
        ("\n\n", "f: no token line"),
        ("# c\n\n", None),
        ("a O\nb\n", "line 2: 1 column separated by space; the other lines of this file have 2"),
        ("a\tO\nb O\nc\tO\n", "line 2: 1 column separated by TAB"),
        ("a\tO\nb\tO\tx\nc\tO", "line 2: 3 columns separated by TAB"),
        ("a\nb\n", "line 1: there is only one column"),
        ("a\tO\n\tO\n", "line 2: the token is empty"),
        ("a O\nb\0 O\n", "line 2: the line holds a NUL"),
    ],
)
def test_bad_input_names_place_and_remedy(data: str, message: str | None) -> None:
    if message is None:
        assert conll.read(data.encode()).blocks == ()
        return
    with pytest.raises(FormatError) as caught:
        conll.read(data.encode(), file="f")
    assert message in str(caught.value)


def test_a_broken_sentence_keeps_its_place() -> None:
    problems = Collected()
    blocks = conll.read(b"a O\n\nb\n\nc O\n", report=problems).blocks
    assert [b.tokens for b in blocks] == [("a",), (), ("c",)]
    assert [p.line for p in problems.items] == [3]


def test_no_tags_is_a_warning() -> None:
    problems = Collected()
    assert conll.read(b"a NN\nb NN\n", report=problems).blocks[0].tags is None
    assert [p.severity for p in problems.items] == ["warning"]


@pytest.mark.parametrize("data", ["a O\nb B-X\n", "a\tO\n", "# id 1\na _ _ O\n"])
def test_columns_with_tags_are_recognised(data: str) -> None:
    assert conll.looks_like(data.encode())


@pytest.mark.parametrize(
    "data", ["Hello there\tGuten Tag\n", "Just a sentence.\nAnd one more.\n", ""]
)
def test_text_is_not_taken_for_columns(data: str) -> None:
    assert not conll.looks_like(data.encode())
