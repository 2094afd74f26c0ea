import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.forms import form_similarity
from core.text.looks import alike, holds, look

WORDS = st.sampled_from(
    [
        *("Merkel", "Merkels", "Меркель", "merkel", "de", "a", "A", ",", "85", "86", "C5-1"),
        *("C5-2", "Zürich", "Zurich", "東京", "أوباما", "Obama", ""),
    ]
)


@pytest.mark.parametrize(
    ("token", "short", "capital", "small"),
    [
        ("von", True, False, True),
        ("EU", False, True, False),
        ("d'Alema", False, True, False),
        ("été", True, False, True),
        (",", True, False, False),
        ("85", False, False, False),
        ("的", False, False, False),
        ("أبو", False, False, False),
        ("", True, False, False),
    ],
)
def test_what_is_seen_of_a_token(token, short, capital, small):
    seen = look(token)
    assert (seen.short, seen.capital, seen.small) == (short, capital, small)


def test_the_same_letters_are_seen_however_they_are_encoded():
    assert look("Zürich").key == look("Zu\u0308rich").key
    assert alike(("Zürich",), ("Zu\u0308rich",)) == ((0, 0, 1.0),)


@given(left=st.lists(WORDS, max_size=4), right=st.lists(WORDS, max_size=4))
def test_whatever_is_listed_is_as_alike_as_forms_say(left, right):
    found = alike(tuple(left), tuple(right))
    assert list(found) == sorted(found)
    for i, j, likeness in found:
        assert likeness == pytest.approx(form_similarity(left[i], right[j]))
        assert likeness > 0
        assert look(left[i]).digits == look(right[j]).digits


@pytest.mark.parametrize(
    ("left", "right", "listed"),
    [
        ("Merkel", "Merkels", True),
        ("Merkel", "Меркель", True),
        ("C5-1", "C5-2", False),
        ("a", "a", False),
        (",", ",", False),
        ("7", "7", True),
        ("de", "de", True),
        ("Merkel", "Berlin", False),
    ],
)
def test_what_is_listed(left, right, listed):
    assert bool(alike((left,), (right,))) == listed


@pytest.mark.parametrize(
    ("compound", "word", "held"),
    [
        ("Kohäsionsfonds", "Fund", True),
        ("Nordkorea", "Korea", False),  # two consonants are too few
        ("Wettbewerbspolitik", "politics", False),
        ("Fonds", "Fund", False),  # no longer than the word
        ("", "Fund", False),
        ("東京都庁舎前駅", "東京", False),
    ],
)
def test_a_compound_holds_its_words(compound, word, held):
    assert holds(compound, word) == held
