import pytest
from markdown_it import MarkdownIt

from ui.panels.text import plain, read_out

HOSTILE = [
    "plain",
    "<script>alert(1)</script>",
    "![x](http://evil.invalid/x.png)",
    "[x](javascript:alert(1)) **b** _i_ `c` ~~s~~",
    "# heading",
    "- item",
    "1. item",
    "| a | b |",
    "a &amp; b &lt;",
    "http://evil.invalid",
    "WWW.evil.invalid and anna@evil.invalid",
    "क्षि 👨🏻‍🚒 لا",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_users_renders_as_itself(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(plain(text))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inline = tokens[1].children
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert "".join(child.content for child in inline).replace("\u2060", "") == text


@pytest.mark.parametrize("mark", ["$", ":", "[", "~"])
def test_what_streamlit_adds_to_markdown_is_escaped_too(mark: str) -> None:
    assert plain(mark) == "\\" + mark


@pytest.mark.parametrize(
    "text", ["http://evil.invalid", "HTTPS://evil.invalid", "www.evil.invalid", "a@evil.invalid"]
)
def test_an_address_stays_text(text: str) -> None:
    assert "\u2060" in plain(text)


def test_line_breaks_become_spaces() -> None:
    assert plain("a\n\n b\tc") == "a b c"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_only_read_out_is_words_alone(text: str) -> None:
    said = f"Pairs of {read_out(text)}"
    (inline,) = [t for t in MarkdownIt("commonmark").parse(said) if t.type == "inline"]
    assert {child.type for child in inline.children} == {"text"}
    assert inline.content == said
    assert not {"$", ":", "[", "~"} & set(said)
    assert "www.evil" not in said.lower()


def test_names_are_read_out_as_they_are() -> None:
    assert read_out("Types (rows) and of max (Jaccard), ILP") == (
        "Types (rows) and of max (Jaccard), ILP"
    )
    assert read_out("ngram-exact of v1_final_2") == "ngram-exact of v1_final_2"


@pytest.mark.parametrize("text", ["_a_", "a _b_ c", "a__b__c", "*_a_*", "a_*b*_c"])
def test_lines_below_are_read_out_between_letters_alone(text: str) -> None:
    said = read_out(text)
    (inline,) = [t for t in MarkdownIt("commonmark").parse(said) if t.type == "inline"]
    assert {child.type for child in inline.children} == {"text"}
