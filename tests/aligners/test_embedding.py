import numpy as np
import pytest

from core.aligners import ALIGNERS, Bitext
from core.aligners.neural import ENCODING, mean, most
from core.models.vectors import encode
from tests.tiny import encoders

pytestmark = pytest.mark.usefixtures("one_thread")

KINDS = ("bert", "xlmr")
RULES = ("argmax", "itermax", "match", "forward", "reverse")
AWKWARD = [
    Bitext((), ("b",), "en", "de"),
    Bitext(("\u200b",), ("b",), "en", "de"),
    Bitext(("a", "\u200b", "b"), ("b",), "en", "de"),
]
PAIRS = [
    Bitext(tuple(source.split()), tuple(target.split()), "en", "de")
    for source, target in (
        ("Anna lives in Rome .", "Anna lebt in Rom ."),
        ("Rome : Bob !", "Bob , Rom , Rom"),
        ("in", "in der Rome"),
        ("the the the", "der der Xaver"),
    )
]


def aligner(name, folder, **options):
    part = ALIGNERS.get(name)
    return part.make(**part.configure({"model": folder, "layer": 2, **options}))


def cells(alignment):
    return [(k.i, k.j) for k in alignment.links]


@pytest.mark.parametrize("matching", RULES)
@pytest.mark.parametrize("token_type", ["bpe", "word"])
@pytest.mark.parametrize("kind", KINDS)
def test_equals_simalign(tiny, kind, matching, token_type):
    options = {"matching": matching, "token_type": token_type, "distortion": 0.3}
    mine, theirs = (
        aligner(name, tiny(kind), **options).align([*PAIRS, *AWKWARD])
        for name in ("embedding", "simalign")
    )
    assert [cells(a) for a in mine] == [cells(a) for a in theirs]
    assert any(cells(a) for a in mine)


@pytest.mark.parametrize("kind", encoders.MAKERS)
def test_every_kind_of_encoder_links(tiny, kind):
    told = []
    found = aligner("embedding", tiny(kind)).align(
        [*PAIRS, *AWKWARD], progress=lambda *step: told.append(step)
    )
    assert all(a.links for a in found[: len(PAIRS)])
    assert all(0 <= k.p <= 1 for a in found for k in a.links)
    assert not found[len(PAIRS)].links
    assert told[-1] == (ENCODING, 7, 7)


def test_the_probability_is_the_mean_similarity_of_the_sub_words(tiny):
    pair = Bitext(("Xy", "anna"), ("xy",), "en", "de")
    options = {"matching": "forward", "layer": 1}
    found = aligner("embedding", tiny("bert"), **options).align([pair])[0]
    source, target = encode(tiny("bert"), pair[:2], layer=1)
    assert source.words.tolist() == [0, 0, 1]
    x, y = (v.vectors / np.linalg.norm(v.vectors, axis=1, keepdims=True) for v in (source, target))
    best = ((x @ y.T + 1) / 2).max(axis=1)
    assert [k.p for k in found.links] == pytest.approx([best[:2].mean(), best[2]], abs=1e-5)


def test_words_beyond_the_limit_are_linked(tiny):
    words = tuple(f"{word}{k}" for k in range(12) for word in ("Anna", "Rome"))
    found = aligner("embedding", tiny("xlmr"), matching="forward").align(
        [Bitext(words, words, "en", "en")]
    )[0]
    assert found.unseen_src == found.unseen_tgt == ()
    assert [k.i for k in found.links if k.i == k.j] == list(range(24))


def test_a_pair_too_large_to_look_at_is_unseen(tiny, monkeypatch):
    monkeypatch.setattr("core.aligners.neural._MOST_CELLS", 20)
    found = aligner("embedding", tiny("bert")).align(PAIRS)
    assert found[0].unseen_src == tuple(range(5))
    assert not found[0].links
    assert found[2].links
    assert found[2].unseen_src == ()


def test_null_align_drops_the_flattest_links_of_all(tiny):
    everything, half, few = (
        aligner("embedding", tiny("bert"), null_align=share).align([*PAIRS, *AWKWARD])
        for share in (1.0, 0.5, 0.0)
    )
    counts = [sum(len(a.links) for a in found) for found in (everything, half, few)]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == 3
    for kept, before in zip(half, everything, strict=True):
        assert set(cells(kept)) <= set(cells(before))
        assert kept.unseen_src == before.unseen_src
    # Pairs too small to tell keep what they have.
    assert few[-1] == everything[-1]


@pytest.mark.parametrize(("null_align", "expected"), [(1.0, True), (0.9, False)])
def test_links_of_a_pair_depend_on_others_with_null_align_only(null_align, expected):
    made = aligner("embedding", "some/model", null_align=null_align)
    assert made.per_pair is expected
    assert made.model == "some/model"


def test_no_pairs(tiny):
    assert aligner("embedding", tiny("bert")).align([]) == []


def test_joined_probabilities():
    p, starts = np.array([0.1, 0.3, 0.5, 0.2]), np.array([0, 2, 3])
    assert mean(p, starts) == pytest.approx([0.2, 0.5, 0.2])
    assert most(p, starts) == pytest.approx([0.3, 0.5, 0.2])
