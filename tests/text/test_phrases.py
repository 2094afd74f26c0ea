import pytest

from core.text.phrases import initials_alike, phrase, written_alike


@pytest.mark.parametrize(
    ("tokens", "key", "initials", "acronym"),
    [
        ("European Union", "europeanunion", "eu", ""),
        ("Bank of England", "bankofengland", "be", ""),
        ("EU", "eu", "", "eu"),
        ("U.N.", "un", "", "un"),
        ("ABCDEFGHI", "abcdefghi", "", ""),  # too long for initials
        ("A", "a", "", ""),
        ("- /", "", "", ""),
        ("東 京", "東京", "東京", ""),
    ],
)
def test_what_is_seen_of_a_phrase(tokens, key, initials, acronym):
    seen = phrase(tuple(tokens.split()))
    assert (seen.key, seen.initials, seen.acronym) == (key, initials, acronym)


def test_initials_in_order_in_another_and_not_at_all():
    union = phrase(("European", "Union"))
    assert initials_alike(union, phrase(("EU",))) == initials_alike(phrase(("EU",)), union) == 1.0
    assert initials_alike(union, phrase(("UE",))) == 0.8
    assert initials_alike(union, phrase(("UNO",))) == 0.0
    assert initials_alike(phrase(("EU",)), phrase(("EU",))) == 0.0


def test_phrases_of_very_different_length_are_not_alike():
    others = [phrase(("PPE", "/", "DE")), phrase(("P",)), phrase(("-",))]
    assert written_alike(phrase(("PPE-DE",)), others).tolist() == [1.0, 0.0, 0.0]
    assert written_alike(phrase(("-",)), others).tolist() == [0.0, 0.0, 0.0]
