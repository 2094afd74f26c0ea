import gzip

import pytest

from core.errors import FormatError, InputError
from core.formats.gazetteer import Name, read
from core.formats.problems import Collected

FILE = "# places\nNew York\tLOC\n\nUN\tORG\r\nNew  York\tLOC\n"


def names(text: str, label: str = "") -> list[tuple[str, str]]:
    return [(name.text, name.label) for name in read(text.encode(), label)]


def test_names_with_labels() -> None:
    assert list(read(FILE.encode())) == [Name(2, "New York", "LOC"), Name(4, "UN", "ORG")]
    assert list(read(gzip.compress(FILE.encode()))) == list(read(FILE.encode()))


def test_one_label_for_names_without_one() -> None:
    assert names("Rome\nBonn\tCITY\nParis\t\n", "LOC") == [
        ("Rome", "LOC"),
        ("Bonn", "CITY"),
        ("Paris", "LOC"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Rome\n", "n.tsv, line 1: there is no label; write name TAB label"),
        ("a\tLOC\n\nRome\tLOC\tx\n", "n.tsv, line 3: 3 columns; a line is name TAB label"),
        ("Rome\tNO LABEL\n", "line 1: 'NO LABEL' is no label"),
        ("Rome\t" + "L" * 41, "is no label; 1 to 40 characters"),
        ("\tLOC\n", "line 1: there is no name"),
        ("x" * 1001 + "\tLOC\n", "line 1: the name is too long"),
        ("Jordan\tLOC\nJordan\tPER\n", "line 2: 'Jordan' is PER here and LOC on line 1; keep one"),
        ("", "the file is empty"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        list(read(text.encode(), file="n.tsv"))


def test_all_problems_are_collected_and_the_rest_is_read() -> None:
    report = Collected()
    found = list(read(b"Rome\nBonn\tLOC\n\xff\tLOC\nUlm\tLOC\n", report=report))
    assert [name.text for name in found] == ["Bonn", "Ulm"]
    assert [problem.line for problem in report.items] == [1, 3]


def test_the_label_given_has_to_be_one() -> None:
    for label in ("A B", "x" * 41, "bell\x07"):
        with pytest.raises(InputError, match="a label is 1 to 40 characters"):
            list(read(b"Rome\n", label))
