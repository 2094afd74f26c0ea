"""Rare names are linked by form, within and across scripts, whatever is frequent around them."""

import random

import pytest

from core.aligners import ALIGNERS, Bitext
from core.aligners.statistical import train
from tests.aligners.worlds import corpus

NAMES = {
    "arabic": [("Mubarak", "مبارك"), ("Damascus", "دمشق"), ("Mahmoud", "محمود")],
    "cyrillic": [("Vladimir", "Владимир"), ("Gorbachev", "Горбачев"), ("Moskva", "Москва")],
    "greek": [("Papandreou", "Παπανδρέου"), ("Tsipras", "Τσίπρας"), ("Dimitris", "Δημήτρης")],
    "devanagari": [("Manmohan", "मनमोहन"), ("Mumbai", "मुंबई"), ("Narendra", "नरेंद्र")],
    "yoruba": [("Buhari", "Bùhárí"), ("Adebayo", "Adébáyọ̀"), ("Obasanjo", "Ọbásanjọ́")],
}


def with_names(names, *, seed=0):
    """Return a text, one pair a name: among frequent words, nearly at one place on both sides."""
    rng = random.Random(seed)
    pairs, gold = [], []
    for (left, right), pair in zip(names, corpus(len(names), seed=seed + 1), strict=True):
        i = rng.randint(1, len(pair.source) - 1)
        j = i + rng.choice((-1, 0, 1))
        source = (*pair.source[:i], left, *pair.source[i:])
        target = (*pair.target[:j], right, *pair.target[j:])
        pairs.append(Bitext(source, target, "xa", "xb"))
        gold.append((i, j))
    return pairs, gold


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("seed", [0, 10, 20])
def test_a_rare_name_is_not_lost_to_a_frequent_word(script, seed):
    pairs, gold = with_names(NAMES[script], seed=seed)
    part = ALIGNERS.get("statistical")
    found = part.make(**part.configure({})).align(pairs, training=corpus(60))
    used = train(corpus(60)).align_all(pairs)
    for alignments in (found, used):
        for alignment, (i, j) in zip(alignments, gold, strict=True):
            links = {(k.i, k.j) for k in alignment.links}
            assert {c for c in links if c[0] == i or c[1] == j} == {(i, j)}
