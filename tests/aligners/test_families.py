import numpy as np
import pytest

from core.aligners import Bitext
from core.aligners.corpus import index
from core.aligners.families import families, stem


def corpus(*pairs):
    return index([Bitext(tuple(s.split()), tuple(t.split())) for s, t in pairs])


def test_stem():
    assert stem("houses") == stem("house") == "hous"
    assert stem("été") == stem("ete") == "ete"
    assert stem("") == ""


def test_a_word_pair_does_not_vouch_for_itself():
    world = corpus(("house", "talossa"))
    found = families(world).expected(np.ones(1), np.ones(1))
    assert [side.tolist() for side in found] == [[0.0], [0.0]]


def test_relatives_vouch_by_their_share():
    # "talossa" and "talosta" are one family, each half of it; only the first was ever counted
    world = corpus(("house", "talossa"), ("house", "talosta"))
    forward, backward = families(world).expected(np.array([1.0, 0.0]), np.array([1.0, 0.0]))
    assert forward == pytest.approx([0.0, 0.5])
    assert backward == pytest.approx([0.0, 1.0])


def test_table_holds_families():
    world = corpus(("houses", "talossa"), ("house", "talosta"), ("a", "b"))
    table = families(world).table(np.ones(3), np.ones(3), least=0.5)
    assert "hous" in table.source_words
    assert table.forward == pytest.approx(np.ones(2))


def test_nothing_at_all():
    found = families(index([]))
    assert len(found.of) == 0
    assert len(found.table(np.zeros(0), np.zeros(0), least=0.1).keys) == 0
