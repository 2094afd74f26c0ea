import numpy as np
import pytest

from core.aligners import ALIGNERS, Bitext, models_from_bytes, models_to_bytes
from core.aligners import statistical as statistical_module
from core.aligners.model import Model
from core.aligners.statistical import train
from core.aligners.stems import KINDS
from core.aligners.table import from_npz, to_npz
from core.errors import FormatError, InputError
from tests.aligners.worlds import corpus


def aligner(**options):
    part = ALIGNERS.get("statistical")
    return part.make(**part.configure(options))


def turned(pairs):
    return [Bitext(p.target, p.source, "xb", "xa") for p in pairs]


def cells(alignment):
    return {(link.i, link.j) for link in alignment.links}


def no_learning(*_, **__):
    raise AssertionError("learned")


@pytest.mark.parametrize(
    "part", [p for p in ALIGNERS.parts() if p.promises.get("learns")], ids=lambda p: p.name
)
def test_a_part_that_learns_hands_over_what_it_learned_and_goes_by_it(part, monkeypatch):
    """The law of every aligner registered with `learns`."""
    pairs = [*corpus(40), *turned(corpus(30, seed=1))]
    learner = part.make(**part.configure({}))
    models = {}
    learned = learner.learn(pairs, keep=lambda model: models.update({model.languages: model}))
    assert learned == learner.align(pairs)
    assert list(models) == [("xa", "xb"), ("xb", "xa")]
    again = models_from_bytes(models_to_bytes(models.values()))
    monkeypatch.setattr(statistical_module, "fit", no_learning)
    used = learner.use(pairs, again)
    same = sum(cells(a) == cells(b) for a, b in zip(learned, used, strict=True))
    assert same / len(pairs) > 0.95
    assert learner.use([], {}) == []


def test_the_model_is_made_once_and_from_the_text_that_was_learned(monkeypatch):
    fits = []
    fit = statistical_module.fit
    monkeypatch.setattr(statistical_module, "fit", lambda *a, **k: fits.append(1) or fit(*a, **k))
    kept = []
    pairs = corpus(20)
    aligner().learn(pairs[:5], training=pairs[5:], keep=kept.append)
    assert len(fits) == 1
    assert [model.to_bytes() for model in kept] == [train(pairs).to_bytes()]


def test_the_threshold_counts_in_use():
    models = {("xa", "xb"): train(corpus(6))}
    low, high = (aligner(threshold=t).use(corpus(6), models) for t in (0.01, 0.99))
    assert all(set(b.links) <= set(a.links) for a, b in zip(low, high, strict=True))
    assert sum(len(a.links) for a in low) > sum(len(a.links) for a in high)


def test_several_languages_go_into_one_file_in_any_order():
    models = [train(turned(corpus(9))), train(corpus(9))]
    data = models_to_bytes(models)
    assert models_to_bytes(reversed(models)) == data
    found = models_from_bytes(data)
    assert list(found) == [("xa", "xb"), ("xb", "xa")]
    assert [m.to_bytes() for m in found.values()] == [m.to_bytes() for m in reversed(models)]


def test_a_model_of_other_languages_names_both():
    with pytest.raises(InputError) as caught:
        aligner().use([Bitext(("a",), ("b",), "en", "fra")], {("en", "de"): train(corpus(2))})
    assert "the model is of English to German (en-de)" in str(caught.value)
    assert "the pairs are English to French (en-fr)" in str(caught.value)


def changed(data: bytes, **arrays: np.ndarray) -> bytes:
    names = ("source_words", "target_words", "steps", "forward", "backward")
    shared = (f"{kind}_{n}" for kind in KINDS for n in names)
    own = ("jumps", "nulls", "languages", "has_lexicon", "weights")
    sides = (f"{side}_{what}" for side in ("source", "target") for what in ("counts", "totals"))
    every = (*names, *shared, *own, *sides)
    return to_npz(from_npz(data, file="", names=every) | arrays)


def test_a_model_of_an_earlier_version_is_named_as_one():
    data = changed(train(corpus(3)).to_bytes(), jumps=np.ones((2, 41)))
    with pytest.raises(FormatError, match=r"m\.npz: a model of an earlier version.*again"):
        Model.from_bytes(data, file="m.npz")


def text(words: str) -> np.ndarray:
    return np.frombuffer(words.encode(), np.uint8)


@pytest.mark.parametrize(
    "arrays",
    [
        {"source_words": text("[1, 2]")},
        {"source_words": text('{"a": 1}')},
        {"source_words": text("no json")},
        {"target_words": text("[]")},
        {"steps": np.zeros(3)},
        {"steps": np.zeros((2, 2))},
        {"forward": np.zeros(3)},
        {"forward": np.array(["a"])},
        {"bare_forward": np.full(1, np.nan)},
        {"end_steps": np.full(2, -1)},
        {"jumps": np.zeros(3)},
        {"jumps": np.zeros((2, 4, 4))},
        {"jumps": np.zeros((2, 3, 5))},
        {"jumps": np.full((2, 4, 3), -1.0)},
        {"jumps": np.full((2, 4, 3), np.nan)},
        {"weights": np.zeros(3)},
        {"weights": np.full(4, np.inf)},
        {"source_counts": np.zeros(1)},
        {"target_counts": np.zeros((2, 2))},
        {"source_totals": np.zeros(0)},
        {"target_totals": np.array(["a"])},
        {"nulls": np.zeros(3)},
        {"languages": text("3")},
        {"languages": text("[1, 2]")},
        {"languages": text('["en"]')},
    ],
)
def test_arrays_that_do_not_go_together_are_refused(arrays):
    data = train(corpus(3)).to_bytes()
    assert Model.from_bytes(changed(data)).to_bytes() == data
    with pytest.raises(FormatError, match=r"m\.npz: not an aligner file"):
        Model.from_bytes(changed(data, **arrays), file="m.npz")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 something else",
        to_npz({"models": np.array([0])}),
        to_npz({"models": np.array([10**9])}),
        to_npz({"models": np.array(["a"])}),
        to_npz({"models": np.array([1])}),
        to_npz({"models": np.array([1]), "0": np.zeros(9, np.uint8)}),
        train(corpus(2)).to_bytes(),
    ],
)
def test_a_file_of_something_else_is_refused(data):
    with pytest.raises(FormatError, match=r"m\.npz: "):
        models_from_bytes(data, file="m.npz")


def test_a_file_with_changed_bytes_is_refused_or_reads_as_before():
    data = models_to_bytes([train(corpus(4))])
    whole = models_from_bytes(data)
    rng = np.random.default_rng(0)
    for at in rng.integers(0, len(data), 300):
        bad = bytearray(data)
        bad[at] ^= int(rng.integers(1, 256))
        try:
            found = models_from_bytes(bytes(bad), file="m.npz")
        except FormatError:
            continue
        assert {k: m.to_bytes() for k, m in found.items()} == {
            k: m.to_bytes() for k, m in whole.items()
        }
    for cut in range(0, len(data), max(1, len(data) // 40)):
        with pytest.raises(FormatError):
            models_from_bytes(data[:cut])
