import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.forms import blocks, form_similarity, similarities
from core.text.key import comparison_key
from core.text.transliterate import latin, script, skeleton


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("Merkel", "merkel", 1, 1),
        ("a", "a", 0, 0),  # one letter says nothing
        (".", ".", 1, 1),
        ("7", "7", 1, 1),
        ("25", "٢٥", 1, 1),
        ("", "", 0, 0),
        ("", "a", 0, 0),
        ("Buhari", "Bùhárí", 0.9, 0.99),
        ("Commission", "Kommission", 0.4, 0.8),
        ("nation", "nación", 0.2, 0.6),
        ("dog", "dot", 0, 0),  # too short
        ("house", "Haus", 0, 0.3),
        ("Merkel", "मर्केल", 0.9, 1),
        ("Putin", "Путин", 0.5, 1),
        ("Papadopoulos", "Παπαδόπουλος", 0.9, 1),
        ("Obama", "أوباما", 0.2, 0.6),
        ("Netanyahu", "נתניהו", 0.5, 1),
        ("London", "巴黎", 0, 0),
        ("table", "стол", 0, 0),
    ],
)
def test_table(a, b, low, high):
    assert low <= form_similarity(a, b) <= high


@given(st.text(), st.text())
def test_bounds_and_symmetry(a, b):
    value = form_similarity(a, b)
    assert 0 <= value <= 1
    assert form_similarity(b, a) == value


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=8))
def test_blocks_spare_nothing_alike(pairs):
    a = [comparison_key(x) for x, _ in pairs]
    b = [comparison_key(y) for _, y in pairs]
    values = similarities(a, b)
    for x, y, value in zip(blocks(a), blocks(b), values, strict=True):
        assert value == 0 or (x == y != "")


@pytest.mark.parametrize(
    ("key", "rough", "consonants"),
    [
        ("washington", "washington", "snktn"),
        ("москва", "moskva", "mskf"),
        ("ሰላም", "salam", None),
        ("தமிழ்", "tmil", None),
        ("日本", "", ""),
        ("łódź", "lodz", None),
        ("٢٥", "25", "25"),
        ("", "", ""),
    ],
)
def test_transliteration(key, rough, consonants):
    assert latin(key) == rough
    if consonants is not None:
        assert skeleton(key) == consonants


def test_script():
    assert script("abc") == script("été") == "LATIN"
    assert script("«أ»") == "ARABIC"
    assert script("12") == script("") == ""
