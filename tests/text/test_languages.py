import pytest

from core.text import languages
from core.text.language_table import LANGUAGES, MEMBERS


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("sw", "sw"), ("swa", "sw"), ("swh", "sw"), ("swa_Latn", "sw"), ("sw-KE", "sw"),
        ("yor", "yo"), ("hau", "ha"), ("lug", "lg"), ("twi", "tw"), ("ewe", "ee"), ("amh", "am"),
        ("pcm", "pcm"), ("ZH-Hant", "zh"), ("cmn", "zh"), ("iw", "he"), ("xx", "xx"),
        ("", "und"), ("tlh", "tlh"),
    ],
)  # fmt: skip
def test_canonical(given, code):
    assert languages.canonical(given) == code


@pytest.mark.parametrize(
    ("lang", "name", "direction", "spaced"),
    [
        ("en", "English", "ltr", True),
        ("ar", "Arabic", "rtl", True),
        ("pes", "Persian", "rtl", True),
        ("he", "Hebrew", "rtl", True),
        ("zho", "Chinese", "ltr", False),
        ("ja", "Japanese", "ltr", False),
        ("th", "Thai", "ltr", False),
        ("ko", "Korean", "ltr", True),
        ("yor", "Yoruba", "ltr", True),
        ("pa-Arab", "Punjabi", "rtl", True),
        ("zh-Latn", "Chinese", "ltr", True),
        ("tlh", "tlh", "ltr", True),
        ("", "undetermined", "ltr", True),
    ],
)
def test_what_is_known(lang, name, direction, spaced):
    assert languages.name(lang) == name
    assert languages.direction(lang) == direction
    assert languages.spaced(lang) is spaced


def test_table_is_sound():
    codes = [row.code for row in LANGUAGES]
    assert len(codes) == len(set(codes)) >= 120
    assert len({row.code3 for row in LANGUAGES}) == len(codes)
    assert len({row.name for row in LANGUAGES}) == len(codes)
    assert set(MEMBERS.values()) <= set(codes)
    assert not set(MEMBERS) & set(codes)
    for row in LANGUAGES:
        assert languages.canonical(row.code) == languages.canonical(row.code3) == row.code
    assert languages.codes()[0] == "af"
