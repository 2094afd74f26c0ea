import numpy as np

from core.aligners.wordclasses import CLASSES, MARK, RARE, word_classes


def test_punctuation_has_its_own_class_however_frequent():
    words = [",", "the", "a", "house", "zebra", "…", "2021"]
    counts = np.array([50.0, 30.0, 30.0, 20.0, 1.0, 1.0, 1.0])
    found = word_classes(words, counts).tolist()
    assert found[0] == found[5] == MARK
    assert found[4] == found[6] == RARE
    assert found[1] <= found[2] <= found[3] <= found[4]
    assert 0 <= min(found) <= max(found) < CLASSES


def test_rarer_words_are_in_higher_classes():
    counts = np.sort(np.random.default_rng(0).integers(1, 999, 300))[::-1].astype(float)
    found = word_classes([f"w{k}" for k in range(300)], counts)
    assert (np.diff(found) >= 0).all()
    assert set(found.tolist()) == {1, 2, 3}


def test_nothing_at_all():
    assert word_classes([], np.zeros(0)).tolist() == []
    assert word_classes(["a", ""], np.zeros(2)).tolist() == [1, MARK]
