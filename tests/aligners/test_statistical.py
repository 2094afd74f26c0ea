import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.aligners import ALIGNERS, Bitext, statistical
from core.aligners import fit as fitting
from core.aligners import workers as sharing
from core.aligners.corpus import index
from core.aligners.evidence import evidence
from core.aligners.model import Model
from core.aligners.statistical import train
from core.errors import FormatError
from tests.aligners.worlds import corpus, right_links

ROOT = Path(__file__).parents[2]


def aligner(**options):
    part = ALIGNERS.get("statistical")
    return part.make(**part.configure(options))


def cells(alignment):
    return {(link.i, link.j) for link in alignment.links}


def test_learns_words_and_their_order():
    pairs = corpus(60)
    found = aligner().align(pairs[:10], training=pairs[10:])
    right = sum(len(cells(a) & right_links(p)) for a, p in zip(found, pairs, strict=False))
    assert right / sum(len(right_links(p)) for p in pairs[:10]) > 0.95
    assert all(0.5 < link.p <= 1 for a in found for link in a.links)


def test_names_are_found_without_any_training():
    pair = Bitext(
        ("Angela", "Merkel", "met", "Barack", "Obama", "in", "Berlin", "."),
        ("In", "Berlin", "traf", "Barack", "Obama", "Angela", "Merkel", "."),
        "qa",
        "qb",
    )
    found = cells(aligner().align([pair])[0])
    assert {(0, 5), (1, 6), (3, 3), (4, 4), (6, 1), (7, 7)} <= found


def test_names_are_found_across_marks_and_scripts():
    pair = Bitext(
        ("Buhari", "met", "Vladimir", "Putin"), ("Владимир", "Путин", "Bùhárí"), "qa", "qb"
    )
    assert {(0, 2), (2, 0), (3, 1)} <= cells(aligner().align([pair])[0])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ((), ()),
        (("a",), ()),
        ((), ("a",)),
        (("a",), ("b",)),
        (("",), ("",)),
        (("a", "a", "a"), ("a", "a")),
        (("\u200b", "x y", "\ud800"), ("\u0301", "😀")),
        (("w",) * 512, ("v",) * 512),
        (tuple(f"w{k}" for k in range(512)), tuple(f"v{k}" for k in range(300))),
        (("a",) * 200, ("b",)),
    ],
)
def test_awkward_pairs(source, target):
    pair = Bitext(source, target, "xa", "xb")
    ordinary = corpus(3)
    found = aligner().align([pair, *ordinary])
    assert (found[0].n, found[0].m) == (len(source), len(target))
    assert [(a.n, a.m) for a in found[1:]] == [(len(p.source), len(p.target)) for p in ordinary]
    assert train(ordinary).align(pair).n == len(source)


def test_no_pairs_and_no_training():
    assert aligner().align([]) == []
    assert aligner().align([], training=corpus(2)) == []
    model = train([])
    assert cells(model.align(Bitext(("Oslo",), ("Oslo",)))) == {(0, 0)}


def test_languages_are_kept_apart():
    here, there = corpus(40), [Bitext(p.target, p.source, "xb", "xa") for p in corpus(40, seed=1)]
    mixed = [pair for both in zip(here, there, strict=True) for pair in both]
    together = aligner().align(mixed)
    assert together[::2] == aligner().align(here)
    assert together[1::2] == aligner().align(there)


def test_codes_of_one_language_go_together():
    pairs = corpus(30)
    other = [Bitext(p.source, p.target, "swa", "yor") for p in pairs]
    mixed = [p._replace(source_lang="sw", target_lang="yo") for p in other[:5]]
    assert aligner(lexicon=False).align(mixed, training=other[5:]) == aligner(lexicon=False).align(
        pairs[:5], training=pairs[5:]
    )


def test_threshold_only_drops_links():
    pairs = corpus(20)
    low, high = (aligner(threshold=t).align(pairs) for t in (0.2, 0.8))
    for a, b in zip(low, high, strict=True):
        assert set(b.links) <= set(a.links)


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_number_of_workers_changes_nothing(monkeypatch, workers):
    pairs = corpus(25)
    expected = aligner().align(pairs)
    monkeypatch.setattr(sharing, "count", lambda: workers)
    assert aligner().align(pairs) == expected


def test_threads_of_numba_change_nothing(monkeypatch):
    code = (
        "from tests.aligners.worlds import corpus\n"
        "from core.aligners.statistical import train\n"
        "import hashlib; print(hashlib.sha256(train(corpus(40)).to_bytes()).hexdigest())"
    )
    env = {**os.environ, "NUMBA_NUM_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, check=True, text=True
    )
    monkeypatch.setattr(sharing, "count", lambda: 2)
    assert ran.stdout.strip() == hashlib.sha256(train(corpus(40)).to_bytes()).hexdigest()


def test_progress_is_told():
    told = []
    aligner().align(corpus(3), progress=lambda *step: told.append(step))
    assert told[0][1] == 0
    assert told[-1][1] == told[-1][2]
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_model_aligns_new_pairs_and_new_words():
    pairs = corpus(80)
    model = train(pairs[:70])
    found = model.align_all(pairs[70:])
    right = sum(len(cells(a) & right_links(p)) for a, p in zip(found, pairs[70:], strict=True))
    assert right / sum(len(right_links(p)) for p in pairs[70:]) > 0.95
    new = Bitext(("the", "red", "Zanzibar", "sees"), ("le", "Zanzibar", "rouk", "bodi"), "xa", "xb")
    assert {(1, 2), (2, 1), (3, 3)} <= cells(model.align(new))


def test_model_goes_through_bytes():
    pairs = corpus(50)
    model = train(pairs)
    data = model.to_bytes()
    again = Model.from_bytes(data)
    assert again.to_bytes() == data
    assert train(pairs).to_bytes() == data
    for pair in pairs[:5]:
        a, b = model.align(pair), again.align(pair)
        assert cells(a) == cells(b)
        assert [link.p for link in a.links] == pytest.approx([link.p for link in b.links], abs=1e-4)


def test_words_that_json_has_to_escape_go_through_bytes():
    odd = [Bitext(('"', "\n", "\ud800", "\0"), ("\\", "é", "😀", ""), "xa", "xb")] * 3
    model = train(odd)
    assert list(Model.from_bytes(model.to_bytes()).table.source_words) == list(
        model.table.source_words
    )


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"something else", b"\x80\x04]."])
def test_bytes_of_something_else_are_refused(data):
    with pytest.raises(FormatError, match="train the aligner again"):
        Model.from_bytes(data)


def test_a_file_that_lacks_an_array_is_refused():
    from core.aligners.table import to_npz

    with pytest.raises(FormatError):
        Model.from_bytes(to_npz({"jumps": train([]).jumps}))


def test_more_text_than_can_be_held_is_sampled(monkeypatch):
    pairs = corpus(60)
    half = statistical.sample(
        pairs, most_cells=sum(len(p.source) * len(p.target) for p in pairs) // 2
    )
    assert len(half) == 30
    monkeypatch.setattr(statistical, "sample", lambda pairs: pairs[:40])
    found = aligner().align(pairs)
    right = sum(len(cells(a) & right_links(p)) for a, p in zip(found, pairs, strict=True))
    assert right / sum(len(right_links(p)) for p in pairs) > 0.95


def test_a_pair_beyond_all_bounds_is_left_unseen():
    endless = Bitext(("a",) * 2100, ("b",) * 2100, "xa", "xb")
    pairs = corpus(5)
    found = aligner().align([endless, *pairs], training=[endless])
    assert found[0].unseen_src == tuple(range(2100))
    assert not found[0].links
    assert found[1:] == aligner().align(pairs)
    assert train(pairs).align(endless) == found[0]


def test_a_model_finds_its_lexicon_again():
    pair = Bitext(("water",), ("maji",), "en", "swa")
    again = Model.from_bytes(train([pair]).to_bytes())
    assert again.languages == ("en", "sw")
    assert again.lexicon is not None
    assert Model.from_bytes(train([pair], lexicon=False).to_bytes()).lexicon is None


@pytest.mark.parametrize("links", ["calibrated", "intersection", "grow-diag-final-and", "union"])
def test_every_way_of_putting_directions_together_links_the_easy_words(links):
    pairs = corpus(60)
    found = aligner(links=links).align(pairs[:10], training=pairs[10:])
    right = sum(len(cells(a) & right_links(p)) for a, p in zip(found, pairs, strict=False))
    assert right / sum(len(right_links(p)) for p in pairs[:10]) > 0.95
    assert all(0 < link.p <= 1 for a in found for link in a.links)


def test_symmetrised_links_are_nested_and_the_model_puts_them_together_alike():
    pairs = corpus(40)
    model = train(pairs)
    named = {
        links: aligner(links=links).align(pairs) for links in ("intersection", "grow-diag", "union")
    }
    for inner, middle, outer in zip(*named.values(), strict=True):
        assert cells(inner) <= cells(middle) <= cells(outer)
    used = aligner(links="union").use(pairs, {("xa", "xb"): model})
    assert used == model.align_all(pairs, links="union")
    same = sum(cells(a) == cells(b) for a, b in zip(used, named["union"], strict=True))
    assert same > 35


def test_what_a_pair_taught_itself_is_left_aside():
    # "zug" and "qorn" stand together once, beside words that nothing else explains either
    once = Bitext(("zug", "mib", "the", "cat"), ("qorn", "vex", "le", "shaq"), "xa", "xb")
    text = index([*corpus(40), once])
    prior = evidence(text, None)
    places = [int(text.cell_at[-2]) + k for k in (0, 1, 4, 5)]
    likeliest = {}
    for share in (0.0, 1.0):
        settings = fitting.Settings(hold_out=share, family_weight=0.0)
        learned = fitting.fit(text, prior, settings)
        posteriors, _ = fitting.decode(text, learned, prior.form)
        likeliest[share] = posteriors[:, places].max()
    assert likeliest[1.0] < likeliest[0.0]


def test_a_pair_of_a_batch_is_aligned_as_it_is_alone():
    model = train(corpus(50))
    new = Bitext(("the", "red", "Zanzibar", "sees"), ("le", "Zanzibar", "rouk", "bodi"), "xa", "xb")
    others = corpus(20, seed=3)
    assert model.align_all([*others, new])[-1] == model.align(new)


def test_words_that_were_taught_win_over_a_word_order_that_never_varied():
    lesson = [
        Bitext((who, verb, word, "."), (who, wort, new, "."), "en", "de")
        for who, verb, wort in (("Anna", "met", "traf"), ("Eva", "hit", "schlug"))
        for word, new in (("blorp", "zuqqa"), ("snarg", "fimpo"))
    ]
    turned = Bitext(("blorp", "met", "snarg", "."), ("fimpo", "traf", "zuqqa", "."), "en", "de")
    links = train(lesson).align_all([turned])[0].links
    assert [(k.i, k.j) for k in links] == [(0, 2), (1, 1), (2, 0), (3, 3)]
