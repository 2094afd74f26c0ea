import math
import unicodedata

import pytest

from core.domain.alignment import Alignment, Link
from core.domain.entity import Entity
from core.evaluation.divergence import Divergence, divergence, entropies


def of(source, target, spans=(), links=None):
    words = source.split(" ")
    kept = [Entity(a, b, "PER") for a, b in spans]
    return divergence([(words, kept, target.split(" "), links)])


@pytest.mark.parametrize(
    ("source", "target", "identical", "near"),
    [
        ("Ada Lovelace slept", "es schlief Ada Lovelace", 1, 1),
        ("ada lovelace slept", "es schlief ADA LOVELACE", 1, 1),
        ("Ada Lovelace slept", "Lovelace Ada schlief", 0, 0),
        ("Ada Lovelace slept", "Ada Lovelaces schlief", 0, 1),
        ("Ada Lovelace slept", "sie schlief", 0, 0),
        # token borders do not count, other scripts are spelt in rough Latin
        ("New-York Times slept", "New - York Times", 1, 1),
        ("Vladimir Putin slept", "Владимир Путин спал", 0, 1),
        ("北 京 睡", "北京 睡", 1, 1),
        ("北 京 睡", "東京 睡", 0, 0),
        # the same letters, encoded in two ways
        ("Zoë Müller", unicodedata.normalize("NFD", "Zoë Müller"), 1, 1),
        ("José García", "Jose Garcia", 0, 1),
    ],
)
def test_names(source, target, identical, near):
    found = of(source, target, [(0, 2)])
    assert (found.identical, found.near, found.entities) == (identical, near, 1)


def test_four_fifths_of_a_name_are_near():
    assert of("abcdefghij", "abcdefghxy", [(0, 1)]).near == 1
    assert of("abcdefghij", "abcdefgxyz", [(0, 1)]).near == 0


def test_entities_stand_each_by_itself():
    assert of("Ada met Ada", "Ada traf sie", [(0, 1), (2, 3)]).identical == 1
    assert of("Ada met Bob", "Ada traf ihn", [(0, 1), (2, 3)]).identical == 0.5


def test_trigrams_by_hand():
    # abc bcd | bcd cde
    assert of("abcd", "bcde").trigrams == pytest.approx(1 / 3)
    assert of("ab cd", "abc d").trigrams == 1
    assert of("abcd", "да").trigrams == 0
    assert of("a", "b").trigrams is None


def test_nothing_to_ask_is_undefined():
    assert divergence([]) == Divergence(None, None, None, None, None, 0)
    found = of("a", "b", links=Alignment(1, 1))
    assert (found.identical, found.entropy, found.linked) == (None, None, 0)


def test_entropy_by_hand():
    links = Alignment(4, 2, (Link(0, 0, 1.0), Link(1, 0, 0.5), Link(2, 0, 0.25), Link(2, 1, 0.25)))
    assert entropies(links) == [0, 1, 1.5]
    assert of("a b c d", "x y", links=links).entropy == pytest.approx(2.5 / 3)
    assert of("a b c d", "x y", links=links).linked == 0.75


def test_links_that_add_up_to_more_than_one_are_scaled():
    links = Alignment(1, 2, (Link(0, 0, 0.9), Link(0, 1, 0.9)))
    assert entropies(links) == [pytest.approx(1.0)]
    assert entropies(Alignment(1, 1, (Link(0, 0, 0.0),))) == [0]


def test_a_link_without_probability_leaves_the_entropy_open():
    links = Alignment(2, 1, (Link(0, 0, 0.5), Link(1, 0)))
    assert entropies(links) == []
    assert of("a b", "x", links=links).entropy is None


@pytest.mark.parametrize("p", [0.1, 0.3, 0.7])
def test_what_is_left_of_the_probability_is_one_more_outcome(p):
    wanted = -p * math.log2(p) - (1 - p) * math.log2(1 - p)
    assert entropies(Alignment(1, 1, (Link(0, 0, p),))) == [pytest.approx(wanted)]
