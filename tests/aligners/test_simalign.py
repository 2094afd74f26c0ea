import pytest

from core.aligners import ALIGNERS, Bitext
from core.errors import ModelError, OptionError

pytestmark = pytest.mark.usefixtures("one_thread")

PAIRS = [
    Bitext(("Angela", "Merkel", "met", "Obama"), ("Obama", "met", "Angela", "Merkel"), "en", "en"),
    Bitext(("a", "\u200b", "b"), ("b",), "en", "en"),
    Bitext(("\u200b",), ("b",), "en", "en"),
    Bitext((), ("b",), "en", "en"),
    Bitext(
        ("longer", "sentences", "make", "padding", "necessary", "."), ("padding", "."), "en", "en"
    ),
]


def aligner(folder, **options):
    part = ALIGNERS.get("simalign")
    return part.make(**part.configure({"model": folder, "layer": 6, **options}))


@pytest.mark.model
@pytest.mark.parametrize("token_type", ["bpe", "word"])
@pytest.mark.parametrize("matching", ["argmax", "itermax", "match"])
def test_links(real, token_type, matching):
    told = []
    found = aligner(real, token_type=token_type, matching=matching).align(
        PAIRS, progress=lambda *step: told.append(step)
    )
    assert {(0, 2), (1, 3), (2, 1), (3, 0)} <= {(k.i, k.j) for k in found[0].links}
    assert [(a.n, a.m) for a in found] == [(len(p.source), len(p.target)) for p in PAIRS]
    assert found[1].unseen_src == (1,)
    assert found[2].unseen_src == (0,)
    assert not found[3].links
    assert all(k.p is None for a in found for k in a.links)
    assert told[0] == ("Aligning with simalign", 0, len(PAIRS))


@pytest.mark.model
@pytest.mark.parametrize("token_type", ["bpe", "word"])
def test_equals_simalign_itself(real, token_type):
    from simalign.simalign import SentenceAligner

    theirs = SentenceAligner(real, token_type=token_type, matching_methods="aifr", layer=6)
    names = {"argmax": "inter", "itermax": "itermax", "forward": "fwd", "reverse": "rev"}
    for matching, name in names.items():
        found = aligner(real, token_type=token_type, matching=matching).align([PAIRS[0], PAIRS[4]])
        for pair, alignment in zip((PAIRS[0], PAIRS[4]), found, strict=True):
            expected = theirs.get_word_aligns(list(pair.source), list(pair.target))[name]
            assert [(k.i, k.j) for k in alignment.links] == expected


@pytest.mark.parametrize("kind", ["bert", "xlmr"])
def test_what_is_too_long_is_unseen(tiny, kind):
    pair = Bitext(("anna", "bob") * 20, ("anna", "bob"), "en", "en")
    for token_type in ("bpe", "word"):
        found = aligner(tiny(kind), token_type=token_type, layer=2).align([pair])[0]
        assert found.unseen_src == tuple(range(30, 40))
        assert found.unseen_tgt == ()
        assert found.links


def test_layer_out_of_range(tiny):
    with pytest.raises(ModelError, match="layers 0 to 3"):
        aligner(tiny("bert"), layer=8).align(PAIRS)


@pytest.mark.parametrize("folder", ["", "no/such/folder"])
def test_a_missing_model(folder):
    with pytest.raises(ModelError, match="for this aligner a multilingual encoder"):
        aligner(folder).align([])


def test_a_broken_model(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="cannot be loaded"):
        aligner(str(tmp_path)).align([])


def test_what_it_never_had_is_no_option():
    with pytest.raises(OptionError, match="no option 'null_align'; it has: model, layer"):
        ALIGNERS.get("simalign").configure({"null_align": 0.5})
