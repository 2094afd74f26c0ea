"""Sentences with boxes: text alone, in the direction of their language."""

from html.parser import HTMLParser

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.entity import Entity
from ui.panels import marks

SHOW = """
from core.domain.pair import Sentence
from ui.panels import marks
found = [marks.Mark(*one) for one in {marks!r}]
marks.show(Sentence({tokens!r}, None, {lang!r}), found, name={name!r})
"""
HOSTILE = "<img src=x onerror=alert(1)>\"' &amp;"


class Reader(HTMLParser):
    """Reads tags with their attributes, and what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(tokens: tuple[str, ...], found: list[tuple], lang: str = "en", name: str = "") -> Reader:
    script = SHOW.format(marks=found, tokens=tokens, lang=lang, name=name)
    page = AppTest.from_string(script, default_timeout=30).run()
    assert not page.exception
    reader = Reader()
    reader.feed(page.get("html")[0].proto.body)
    return reader


def test_hostile_words_titles_names_and_languages_are_text() -> None:
    page = shown((HOSTILE, "b", HOSTILE), [(0, 2, HOSTILE)], lang=f'en"{HOSTILE}', name=HOSTILE)
    assert {tag for tag, _ in page.tags} == {"div", "span", "p", "b", "small", "bdi"}
    assert {key for _, attrs in page.tags for key in attrs} == {"class", "dir", "lang"}
    assert page.text == f"{HOSTILE}{HOSTILE}{HOSTILE} b {HOSTILE}"


@pytest.mark.parametrize(
    ("lang", "turned", "text"),
    [("ar", "rtl", "a b c"), ("he", "rtl", "a b c"), ("fa", "rtl", "a b c"), ("en", "ltr", "a b c"),
     ("zh", "ltr", "abc")],
)  # fmt: skip
def test_a_sentence_is_read_in_the_direction_of_its_language(lang, turned, text) -> None:
    page = shown(("a", "b", "c"), [], lang)
    assert dict(page.tags)["p"] == {"dir": turned, "lang": lang}
    assert page.text == text


def test_of_boxes_that_overlap_the_first_is_drawn_and_no_word_is_lost() -> None:
    page = shown(("a", "b", "c"), [(1, 3, "LOC"), (0, 2, "PER")])
    assert page.text == "PERa b c"
    assert [tag for tag, _ in page.tags].count("b") == 1


def test_every_entity_has_its_box_and_text_does_not_turn_what_stands_around_it() -> None:
    found = marks.of([Entity(0, 2, "PER")], marks.Look.OTHER)
    assert found == [marks.Mark(0, 2, "PER", marks.Look.OTHER)]
    assert marks.isolated("עברית") == "\u2068עברית\u2069"
