import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.tokenisers import tokenise


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("", "en", ()),
        (" \t\u00a0\n", "en", ()),
        ("", "zh", ()),
        ("Hello, world!", "en", ("Hello", ",", "world", "!")),
        ("l'été", "fr", ("l'", "été")),
        ("Habari ya leo?", "swa", ("Habari", "ya", "leo", "?")),
        ("ọdún 1918", "yor", ("ọdún", "1918")),
        ("안녕하세요 세계", "ko", ("안녕하세요", "세계")),  # spaCy would need another package
        ("Xin chào", "vi", ("Xin", "chào")),
        ("abc def", "tlh", ("abc", "def")),
        (
            "在2020年用iPhone 12Pro買。",
            "zh",
            ("在", "2020", "年", "用", "iPhone", "12Pro", "買", "。"),
        ),
        ("了3.5斤", "zh", ("了", "3.5", "斤")),
        ("東京タワーへLet's go", "ja", ("東", "京", "タ", "ワ", "ー", "へ", "Let's", "go")),
        ("ไป Tom", "th", ("ไ", "ป", "Tom")),
        ("𠀀a_b", "zh_Hans", ("𠀀", "a_b")),
        ("(AM)", "zh", ("(", "AM", ")")),
    ],
)
def test_table(text, lang, expected):
    assert tokenise(text, lang) == expected


@pytest.mark.parametrize("lang", ["en", "zh", "th", "und"])
@given(st.text(max_size=30))
def test_nothing_but_whitespace_is_lost(lang, text):
    tokens = tokenise(text, lang)
    assert all(token.strip() for token in tokens)
    assert "".join("".join(tokens).split()) == "".join(text.split())


def test_a_word_of_signs_without_end_is_split_at_once() -> None:
    began_s = time.perf_counter()
    assert tokenise("Look: " + "[" * 100_000, "en") == ("Look", ":", *["["] * 100_000)
    assert tokenise("a" * 400 + ".b c", "en") == ("a" * 400 + ".b", "c")
    assert time.perf_counter() - began_s < 5


def test_a_text_longer_than_spacy_takes_is_split_at_white_space() -> None:
    words = ("x" * 290, "don't") * 3500
    assert tokenise(" ".join(words), "en") == ("x" * 290, "do", "n't") * 3500
