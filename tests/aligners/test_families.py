import numpy as np
import pytest

from core.aligners import Bitext
from core.aligners.corpus import index
from core.aligners.families import families


def corpus(*pairs):
    return index([Bitext(tuple(s.split()), tuple(t.split())) for s, t in pairs])


def test_a_word_pair_does_not_vouch_for_itself():
    world = corpus(("house", "talossa"))
    for group in families(world).values():
        found = group.expected(np.ones(1), np.ones(1))
        assert [side.tolist() for side in found] == [[0.0], [0.0]]


def test_relatives_vouch_by_their_share():
    # "talossa" and "talosta" share a beginning, each half of it; only the first was ever counted
    world = corpus(("house", "talossa"), ("house", "talosta"))
    groups = families(world)
    forward, backward = groups["beginning"].expected(np.array([1.0, 0.0]), np.array([1.0, 0.0]))
    assert forward == pytest.approx([0.0, 0.5])
    assert backward == pytest.approx([0.0, 1.0])
    alone, _ = groups["bare"].expected(np.array([1.0, 0.0]), np.array([1.0, 0.0]))
    assert alone == pytest.approx([0.0, 0.0])


def test_ends_are_shared_too():
    world = corpus(("people", "abantu"), ("people", "ubantu"))
    groups = families(world)
    counts = np.array([1.0, 0.0])
    assert groups["end"].expected(counts, counts)[1] == pytest.approx([0.0, 1.0])
    assert groups["beginning"].expected(counts, counts)[1] == pytest.approx([0.0, 0.0])


def test_table_holds_families():
    world = corpus(("houses", "talossa"), ("house", "talosta"), ("a", "b"))
    table = families(world)["beginning"].table(np.ones(3), np.ones(3), least=0.5)
    assert "hous" in table.source_words
    assert table.forward == pytest.approx(np.ones(2))


def test_a_table_holds_only_forms_that_it_needs():
    world = corpus(("houses", "talossa"), ("a", "b"))
    table = families(world)["beginning"].table(np.array([1.0, 0.0]), np.zeros(2), least=0.5)
    assert list(table.source_words) == ["hous"]
    assert list(table.target_words) == ["talo"]
    assert table.keys.tolist() == [0]


def test_nothing_at_all():
    for group in families(index([])).values():
        assert len(group.of) == 0
        assert len(group.table(np.zeros(0), np.zeros(0), least=0.1).keys) == 0
