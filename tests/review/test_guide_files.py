"""Guidelines as files: what was written comes back, what others wrote is text."""

import pytest

from core.errors import FormatError
from core.review.guide import template, to_json
from core.review.guide_files import MOST_BYTES, from_markdown, read_file, to_markdown
from core.storage.guidelines import Guideline, LabelGuide

TEXTS = [
    "",
    "one line",
    "a\n\nb\n",
    "\n\nbefore",
    "# Guideline: none",
    "## PER\n### Examples\n\\# x\n\\\\# y",
    "  spaces stay  \n\ttab",
    "<script>\r\nowned",
    "عربي\u200f",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("at", ["text", "definition", "examples", "last"])
def test_what_was_written_comes_back(text: str, at: str) -> None:
    labels = (
        LabelGuide("PER", text if at == "definition" else "", text if at == "examples" else "x"),
        LabelGuide("#B-LOC", text if at == "last" else ""),
    )
    given = Guideline(text if at == "text" else "", labels)
    written = to_markdown(given, "news")
    assert read_file(written.encode(), "g.md") == given
    assert read_file(to_json(given).encode(), "g.json") == given


def test_the_one_to_begin_with_comes_back() -> None:
    given = template(("PER", "LOC", "OWN"))
    assert from_markdown(to_markdown(given, "a\nb")) == given


def test_of_what_others_wrote_headings_of_the_labels_alone_part_the_text() -> None:
    rules = "# Rules\n\nMark names.\n\n## Why\n\nBecause."
    text = f"{rules}\n\n## PER \n\nPeople.\n\n### Examples\n\nAda\n### Examples\nBob\n"
    found = read_file(b"\xef\xbb\xbf" + text.encode(), "Rules.MD", ("PER", "LOC"))
    assert found.text == rules
    assert found.labels == (LabelGuide("PER", "People.", "Ada\n### Examples\nBob"),)
    assert read_file(b"", "g.md", ("PER",)) == Guideline()


def test_a_label_that_comes_twice_goes_on_as_text() -> None:
    found = from_markdown("## PER\none\n## PER\ntwo", ("PER",))
    assert found.labels == (LabelGuide("PER", "one\n## PER\ntwo"),)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"good\nb\xe4d", "g.md, line 2: byte 7 is not UTF-8; save it as UTF-8 text"),
        (b"x" * (MOST_BYTES + 1), "1,000,001 bytes, and a guideline at most 1,000,000"),
    ],
)
def test_a_file_that_is_none_says_why(data: bytes, told: str) -> None:
    with pytest.raises(FormatError) as error:
        read_file(data, "g.md")
    assert told in str(error.value)
