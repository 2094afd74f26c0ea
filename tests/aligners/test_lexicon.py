import pytest

from core.aligners import ALIGNERS, Bitext, lexicon
from core.aligners.corpus import index
from core.errors import FormatError


def test_every_shipped_lexicon_reads_and_is_small():
    assert ("en", "de") in lexicon.languages()
    for source, target in lexicon.languages():
        table = lexicon.load(source, target)
        assert table is not None
        assert len(table.keys)
        assert (lexicon.FOLDER / f"{source}-{target}.npz").stat().st_size <= 3_000_000
        assert 0 <= table.forward.min() <= table.forward.max() <= 1
        assert 0 <= table.backward.min() <= table.backward.max() <= 1
        assert (table.keys[1:] > table.keys[:-1]).all()
        assert "word pairs of English" in (lexicon.how_much(source, target) or "")


def test_codes_and_either_order():
    assert lexicon.how_much("eng_Latn", "swa") == lexicon.how_much("en", "sw")
    there, back = lexicon.load("en", "sw"), lexicon.load("swa", "en")
    assert there is not None
    assert back is not None
    one = index([Bitext(("water", "house"), ("maji", "nyumba"))])
    other = index([Bitext(("maji", "nyumba"), ("water", "house"))])
    f, b, known = there.lookup(one)
    g, h, _ = back.lookup(other)
    assert known.all()
    assert f[0] > 0.05
    assert sorted(f) == sorted(h)
    assert sorted(b) == sorted(g)


def test_unknown_languages_have_none():
    assert lexicon.load("xa", "xb") is None
    assert lexicon.how_much("xa", "xb") is None
    assert lexicon.load("en", "en") is None


def test_a_broken_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "en-qq.npz").write_bytes(b"nothing")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    with pytest.raises(FormatError, match=r"en-qq\.npz"):
        lexicon.load("en", "qq")


def test_one_pasted_pair_is_linked_by_what_the_lexicon_knows():
    pair = Bitext(
        ("The", "president", "drinks", "cold", "water", "in", "the", "house", "."),
        ("In", "dem", "Haus", "trinkt", "der", "Präsident", "kaltes", "Wasser", "."),
        "en",
        "de",
    )
    found = ALIGNERS.get("statistical").make().align([pair])[0]
    assert {(1, 5), (4, 7), (7, 2), (5, 0), (8, 8)} <= {(k.i, k.j) for k in found.links}
