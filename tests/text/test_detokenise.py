import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.detokenise import cleaned, detokenised, is_unspaced, placed

AWKWARD = (
    "Rome it `` '' \" ' 's n't ( ) [ ] . , ... ?! $ 5 % l' “ ” „ « » 北 京 New N ไทย ، <a> / -"
)
TOKENS = st.lists(st.sampled_from([*AWKWARD.split(), "a b", "\u00a0"]), max_size=12)


@pytest.mark.parametrize(
    ("tokens", "lang", "text"),
    [
        ("He said `` hi '' ( twice ) .", "en", 'He said "hi" (twice).'),
        ('He said " hi " , she " ho " !', "en", 'He said "hi", she "ho"!'),
        ('5 " of rain', "en", '5 " of rain'),
        ("the dogs ' bone isn't Anna 's", "en", "the dogs' bone isn't Anna's"),
        ("do n't rock ' n ' roll", "en", "don't rock 'n' roll"),
        ("it cost $ 3.88 ; 12 % more ... wait", "en", "it cost $3.88; 12% more... wait"),
        ("Europe ' s debt isn ' t ' it '", "en", "Europe's debt isn't 'it'"),
        ("d ' accordo con l ' Europa , ' sì '", "it", "d'accordo con l'Europa, 'sì'"),
        ("a ' b ' c '", "en", "a ' b ' c '"),
        ("5 $ 20", "en", "5 $ 20"),
        ("l' homme qu' il voit , « oui »", "fr", "l'homme qu'il voit, « oui »"),
        ("dogs' bone", "en", "dogs' bone"),
        ("c' è l’ Aquila", "it", "c'è l’Aquila"),
        ("„ Ja “ , sagte er . “ No ” .", "de", "„Ja“, sagte er. “No”."),
        ("» Ja « und « Nej »", "da", "»Ja« und «Nej»"),
        ("” Nej ” sa hon", "sv", "”Nej” sa hon"),
        ("¿ Qué ? ¡ Ay !", "es", "¿Qué? ¡Ay!"),
        ("قال محمد : ذهبت ، ثم عدت ؟", "ar", "قال محمد: ذهبت، ثم عدت؟"),
        ("वह दिल्ली गया ।", "hi", "वह दिल्ली गया।"),
        ("wan na gon na", "ha", "wan na gon na"),
        ("我 在 New York 工 作 。", "zh", "我在New York工作。"),
        ("我 看 J a z z 。 2 0 1 0 年", "zh", "我看Jazz。2010年"),
        (
            "他 用 iPhone X ( 新 ) 和 U.S. Steel , Inc. 。",
            "zh",
            "他用iPhone X (新)和U.S. Steel, Inc.。",
        ),
        ("ฉัน รัก Bangkok Post มาก", "th", "ฉันรักBangkok Postมาก"),
        ("東 京 、 Apple Inc. の 本 社", "ja", "東京、Apple Inc.の本社"),
        ("서울 에서 일 했다 .", "ko", "서울 에서 일 했다."),
        ("the word 北京 here", "en", "the word 北京 here"),
        ("", "en", ""),
        (".", "en", "."),
        ("( (", "en", "(("),
        ("<script> & </script>", "en", "<script> & </script>"),
    ],
)
def test_text_of_tokens(tokens, lang, text):
    assert detokenised(tokens.split(), lang) == text


def test_tokens_with_spaces_and_odd_characters_inside_stay_whole():
    tokens = ["New\u00a0York", "a b", "\u00a0", "e\u0301", "👍🏽"]
    assert detokenised(tokens, "en") == "New\u00a0York a b \u00a0 e\u0301 👍🏽"


@given(TOKENS, st.sampled_from(["en", "fr", "zh", "th", "ar", "und", "swh_Latn"]))
def test_every_character_of_every_token_is_in_its_place(tokens, lang):
    made = placed(tokens, lang)
    shown = [made.text[a:b] for a, b in made.spans_char]
    assert shown == ['"' if token in {"``", "''"} else token for token in tokens]
    ends = [0, *(b for _, b in made.spans_char)]
    between = [made.text[b:a] for b, (a, _) in zip(ends, made.spans_char, strict=False)]
    assert set(between) <= {"", " "}
    assert made.text == "".join(g + s for g, s in zip(between, shown, strict=True))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("", ""),
        (" \u200b\u00a0\n", ""),
        ("New\u00a0York\u200b  is\tbig ", "New York is big"),
        ("``a'' b", '"a" b'),
        ("a\u200db\u200ec", "a b c"),
        ("می\u200cشود", "می\u200cشود"),
        ("ශ්\u200dරී ලංකා", "ශ්\u200dරී ලංකා"),
        ("می\u200c x", "می x"),
        ("\ufeffمحمد\u200f.", "محمد ."),
        ("it's <b>", "it's <b>"),
    ],
)
def test_what_a_model_wrote_is_cleaned(raw, text):
    assert cleaned(raw) == text
    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("text", "is_so"), [("a", False), ("漢a", True), ("。", True), ("한", False)]
)
def test_scripts_without_spaces(text, is_so):
    assert is_unspaced(text) is is_so
