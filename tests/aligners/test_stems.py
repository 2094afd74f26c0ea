from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.aligners.stems import KINDS, Stems, folded

RESTS = ["".join(letters) for letters in product("bdg", "aeiou", "lmn")]


def test_a_prefix_of_many_words_is_taken_off():
    stems = Stems([*RESTS, *("wa" + rest for rest in RESTS)])
    assert stems.prefixes == {"wa"}
    assert stems.bare("wabal") == stems.bare("bal") == "bal"
    assert stems.bare("WABAL") == "bal"


def test_what_is_left_has_to_be_a_word():
    stems = Stems([*RESTS, *("wa" + rest for rest in RESTS)])
    assert stems.bare("wazzz") == "wazzz"
    assert stems.bare("wa") == "wa"
    assert stems.bare("") == ""


def test_letters_that_seldom_leave_a_word_are_no_prefix():
    few = RESTS[:20]
    assert not Stems([*few, *("wa" + rest for rest in few)]).prefixes
    others = ["wa" + "".join(letters) + "z" for letters in product("kpt", "aeiou", "fgh", "aeiou")]
    assert not Stems([*RESTS, *("wa" + rest for rest in RESTS), *others]).prefixes


def test_the_longest_prefix_goes():
    words = [*RESTS, *("al" + r for r in RESTS), *("wal" + r for r in RESTS)]
    assert Stems(words).bare("walbal") == "bal"


def test_the_arabic_article_and_what_is_written_with_it():
    letters = "بتجدرسشع"
    rests = ["".join(r) for r in product(letters[:4], letters[4:], "كلم")]
    words = [*rests, *("ال" + r for r in rests), *("وال" + r for r in rests)]
    stems = Stems(words)
    assert stems.bare("والبرك") == stems.bare("البرك") == stems.bare("برك") == "برك"


def test_what_families_share():
    assert {kind: form("houses") for kind, form in KINDS.items()} == {
        "beginning": "hous",
        "bare": "houses",
        "end": "uses",
    }
    assert all(form("") == "" for form in KINDS.values())


@pytest.mark.parametrize(("word", "form"), [("été", "ete"), ("Été", "ete"), ("", "")])
def test_marks_are_left_aside(word, form):
    assert folded(word) == form


@given(st.lists(st.text(max_size=8), max_size=40))
def test_order_is_irrelevant_and_a_bare_form_ends_the_word(words):
    stems, turned = Stems(words), Stems(reversed(words))
    for word in words:
        assert stems.bare(word) == turned.bare(word)
        assert folded(word).endswith(stems.bare(word))
