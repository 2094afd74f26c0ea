import pytest

from core.text.roman import romanise


@pytest.mark.parametrize(
    ("token", "latin"),
    [
        ("Москва", "Moskva"),
        ("Ελλάδα", "Ellada"),
        ("भारतीय", "bhartiy"),
        ("شَرِكَة", "sharikah"),
        ("ميركل", "myrkl"),  # vowels that are not written are not made up
        ("ירושלים", "yrvslym"),
        ("አበባ", "'abeba"),
        ("华为", "HuaWei"),
        ("กรุงเทพ", "krungtheph"),  # the vowel after its consonant
        ("แม่น้ำ", "maenam"),
        ("১২", "12"),
        ("x-Ленин", "x-Lenin"),
    ],
)
def test_words_of_other_scripts_have_a_latin_form(token, latin):
    assert romanise(token) == latin


LEFT_ALONE = "Merkel café Bọ́lá ẹ\u0301 ŋ Ｂｏｎｎ 14 . 。 ، 💩 1ª µm ʼ"


@pytest.mark.parametrize("token", ["", *LEFT_ALONE.split()])
def test_what_needs_none_or_has_none_is_left_alone(token):
    assert romanise(token) is None


def test_japanese_readings_are_not_guessed():
    assert romanise("東京", lang="ja") is None
    assert romanise("とうきょう", lang="ja") == "toukiyou"
    assert romanise("北京", lang="zh") == "BeiJing"
