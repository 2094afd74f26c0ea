import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.key import comparison_key


@pytest.mark.parametrize(
    ("token", "plain", "folded"),
    [
        ("", "", ""),
        ("Berlin", "berlin", "berlin"),
        ("STRASSE", "strasse", "strasse"),
        ("Straße", "strasse", "strasse"),
        ("e\u0301te\u0301", "été", "ete"),
        ("été", "été", "ete"),
        ("Ọdún", "ọdún", "odun"),
        ("\u0301", "\u0301", "\u0301"),  # a lone mark is all there is
        ("İ", "i\u0307", "i"),
        ("مُحَمَّد", "مُحَمَّد", "محمد"),
        ("हिन्दी", "हिन्दी", "हिनदी"),  # a vowel sign takes space, so it stays
        ("25", "25", "25"),
        ("日本", "日本", "日本"),
    ],
)
def test_table(token, plain, folded):
    assert comparison_key(token) == comparison_key(plain)
    assert comparison_key(token, fold_marks=True) == comparison_key(folded, fold_marks=True)


@given(st.text())
def test_key_of_key_is_the_key(token):
    for fold in (False, True):
        key = comparison_key(token, fold_marks=fold)
        assert comparison_key(key, fold_marks=fold) == key


@given(st.text())
def test_encoding_does_not_matter(token):
    import unicodedata

    nfd = unicodedata.normalize("NFD", token)
    assert comparison_key(nfd) == comparison_key(token)
