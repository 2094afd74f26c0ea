import numpy as np
import pytest

from core.aligners import ALIGNERS, Bitext
from core.aligners.mutual import mutual
from core.errors import InputError
from core.models.vectors import Encoded
from tests.tiny import encoders

pytestmark = pytest.mark.usefixtures("one_thread")

PRODUCTS = np.array([[9, 2, 1], [3, 6, 5.5], [0, 1, 8]])
PAIRS = [
    Bitext(("Anna", "lives", "in", "Rome", "."), ("Anna", "lebt", "in", "Rom", "."), "en", "de"),
    Bitext(("\u200b", "Bob"), (), "en", "de"),
    Bitext(("Bob",), ("Bob", "!"), "en", "de"),
]


def aligner(name, **options):
    part = ALIGNERS.get(name)
    return part.make(**part.configure(options))


def given(monkeypatch, source_words, target_words):
    """Let the encoder give vectors whose products are `PRODUCTS`."""
    sides = [Encoded(PRODUCTS, np.array(source_words)), Encoded(np.eye(3), np.array(target_words))]
    monkeypatch.setattr("core.aligners.neural.encode", lambda *_, **__: sides)


def linked(made, n, m):
    pair = Bitext(("w",) * n, ("w",) * m)
    return {(k.i, k.j): k.p for k in made.align([pair])[0].links}


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (0.001, {(0, 0): 0.9689, (1, 0): 0.0454, (1, 1): 0.6491, (1, 2): 0.2538, (2, 2): 0.8768}),
        (0.1, {(0, 0): 0.9689, (1, 1): 0.6491, (2, 2): 0.8768}),
    ],
)
def test_links_and_probabilities_of_the_published_rule(monkeypatch, threshold, expected):
    given(monkeypatch, [0, 1, 2], [0, 1, 2])
    found = linked(aligner("awesome", threshold=threshold), 3, 3)
    assert found == pytest.approx(expected, abs=1e-4)
    assert linked(mutual("", 8, threshold, remedy=""), 3, 3) == found


def test_a_word_is_as_sure_as_the_surest_of_its_sub_words(monkeypatch):
    given(monkeypatch, [0, 0, 2], [1, 2, 2])
    found = linked(aligner("awesome"), 3, 3)
    expected = {(0, 1): 0.9689, (0, 2): 0.6491, (2, 2): 0.8768}
    assert found == pytest.approx(expected, abs=1e-4)


def test_entmax(monkeypatch):
    given(monkeypatch, [0, 1, 2], [0, 1, 2])
    found = linked(aligner("awesome", extraction="entmax15", threshold=0), 3, 3)
    assert found == pytest.approx({(0, 0): 0.9689, (1, 1): 0.6491, (2, 2): 0.8768}, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "layer", "threshold"),
    [("awesome", 8, 0.001), ("accalign", 6, 0.1), ("transalign", -1, 0.001)],
)
def test_the_settings_are_the_published_ones(name, layer, threshold):
    options = ALIGNERS.get(name).configure({})
    assert (options["layer"], options["threshold"]) == (layer, threshold)
    made = aligner(name, model="m")
    assert (made.model, made.per_pair) == ("m", True)


@pytest.mark.parametrize("name", ["awesome", "accalign", "transalign"])
@pytest.mark.parametrize("kind", encoders.MAKERS)  # the last varies slowest: loaded once each
def test_tiny_models(tiny, name, kind):
    made = aligner(name, model=tiny(kind), layer=2, threshold=0.001)
    found = made.align(PAIRS)
    assert [(a.n, a.m) for a in found] == [(5, 5), (2, 0), (1, 2)]
    assert found[0].links
    assert all(0 < k.p <= 1 for a in found for k in a.links)
    assert made.align(PAIRS[:1])[0].links == found[0].links


def test_each_side_is_read_under_its_own_language(tiny):
    made = aligner("transalign", model=tiny("nllb"))
    same = [Bitext(PAIRS[0].source, PAIRS[0].source, "en", lang) for lang in ("en", "deu_Latn")]
    english, german = made.align(same)
    assert english.links != german.links
    with pytest.raises(InputError, match="no code for 'sw'"):
        made.align([Bitext(("a",), ("b",), "en", "sw")])
