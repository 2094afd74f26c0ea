import functools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError, ModelError
from core.models.compute import Compute, computing
from core.models.vectors import Encoded, encode, readable
from core.models.windows import fitting, most_central, windows
from tests.tiny import encoders, translators

SENTENCES = [
    ["Anna", "lives", "in", "Xyz", "."],
    [],
    ["Bob", "\u200b", "lebt"],
    ["Anna"] * 9,
]
LANGUAGES = ["en", "de", "de", "en"]
EVERY = pytest.mark.parametrize("kind", encoders.MAKERS)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """Return what gives the folder of a tiny model of some kind, each made once."""
    return functools.cache(lambda kind: str(encoders.MAKERS[kind](tmp_path_factory.mktemp(kind))))


def by_itself(folder, kind, tokens, code, layer):
    """Return the states of a layer and the words, as transformers gives them for one sentence."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokeniser = AutoTokenizer.from_pretrained(
        folder, **({"add_prefix_space": True} if kind == "roberta" else {})
    )
    model = AutoModel.from_pretrained(folder).eval()
    if kind == "nllb":
        model = model.get_encoder()
        tokeniser.src_lang = code
    given = tokeniser([tokens], is_split_into_words=True, return_tensors="pt")
    with torch.no_grad():
        states = model(
            input_ids=given["input_ids"],
            attention_mask=given["attention_mask"],
            output_hidden_states=True,
        ).hidden_states[layer][0]
    own = [k for k, word in enumerate(given.word_ids(0)) if word is not None]
    return states[own].numpy(), [given.word_ids(0)[k] for k in own]


@EVERY
@pytest.mark.parametrize("layer", [0, 1, encoders.LAYERS])
def test_vectors_are_those_of_the_package(tiny, kind, layer):
    found = encode(tiny(kind), SENTENCES, layer=layer, languages=LANGUAGES)
    for k, code in ((0, "eng_Latn"), (2, "deu_Latn"), (3, "eng_Latn")):
        states, words = by_itself(tiny(kind), kind, SENTENCES[k], code, layer)
        assert found[k].words.tolist() == words
        assert np.allclose(found[k].vectors, states, atol=1e-5)
    assert not len(found[1].words)


@pytest.mark.parametrize("layer", [0, 2, encoders.LAYERS])
def test_an_encoder_of_another_kind_is_run_whole(tmp_path, layer):
    folder = str(encoders.make_electra(tmp_path))
    found = encode(folder, SENTENCES, layer=layer)[0]
    states, words = by_itself(folder, "electra", SENTENCES[0], "", layer)
    assert found.words.tolist() == words
    assert np.allclose(found.vectors, states, atol=1e-5)


@EVERY
def test_every_word_of_a_long_sentence_has_vectors(tiny, kind):
    tokens = [f"{word}{k}" for k in range(40) for word in ("Anna", "b")]
    found = encode(tiny(kind), [tokens, ["Bob"]], layer=2, languages=["en", "de"])[0]
    assert sorted(set(found.words.tolist())) == list(range(80))
    assert found.unseen == ()
    assert np.isfinite(found.vectors).all()
    assert (np.abs(found.vectors).sum(axis=1) > 0).all()


def test_a_word_of_a_long_sentence_is_read_in_the_window_where_it_is_most_central(tiny):
    tokens = ["anna", "bob", "rome", "in", "lives", "the", "der", "rom"] * 8
    found = encode(tiny("bert"), [tokens], layer=2)[0]
    # 64 words, a sub-word each; 30 fit. Windows start at 0, 15, 30 and 34.
    for start, first, last in ((0, 0, 22), (15, 23, 37), (30, 38, 46), (34, 47, 63)):
        alone = encode(tiny("bert"), [tokens[start : start + 30]], layer=2)[0]
        own = alone.vectors[first - start : last + 1 - start]
        assert np.allclose(found.vectors[first : last + 1], own, atol=1e-5)


def test_what_fits_exactly_is_one_window(tiny):
    tokens = ["anna", "bob"] * 15
    states, _ = by_itself(tiny("bert"), "bert", tokens, "", 2)
    assert np.allclose(encode(tiny("bert"), [tokens], layer=2)[0].vectors, states, atol=1e-5)


@EVERY
def test_of_a_word_with_too_many_sub_words_the_first_are_read_and_it_is_named(tiny, kind):
    tokens = ["Anna", "x" * 100, "Bob"]
    found = encode(tiny(kind), [tokens], layer=2, languages=["en"])[0]
    assert found.unseen == (1,)
    assert sorted(set(found.words.tolist())) == [0, 1, 2]
    assert 20 <= (found.words == 1).sum() <= 30


def test_unseen_words(tiny):
    found = encode(tiny("bert"), [["\u200b", "Anna", ""], ["\u200b"], []], layer=1)
    assert [one.unseen for one in found] == [(0, 2), (0,), ()]
    assert [one.words.tolist() for one in found] == [[1], [], []]
    assert found[1].averaged().vectors.shape == found[1].vectors.shape


def test_no_sentences(tiny):
    assert encode(tiny("bert"), [], layer=0) == []


def test_halves_of_characters_are_read_as_unknown(tiny):
    assert readable(["a", "\ud800b", "日\U0001f600"]) == ["a", "\ufffdb", "日\U0001f600"]
    assert encode(tiny("xlmr"), [["Anna", "\ud800"]], layer=1)[0].unseen == ()


def test_equal_sentences_are_read_once(tiny):
    told = []
    sentences = [["Anna"], ["Bob"], ["Anna"], []]
    found = encode(tiny("bert"), sentences, layer=1, progress=lambda *step: told.append(step))
    assert found[0] is found[2]
    assert told[-1] == (2, 2)


def test_the_language_changes_the_vectors_of_a_translation_model(tiny):
    german, english = encode(tiny("nllb"), [["Anna"], ["Anna"]], layer=3, languages=["de", "en"])
    assert not np.allclose(german.vectors, english.vectors, atol=1e-3)


def test_mbart_is_told_languages_by_its_own_codes(tmp_path):
    folder = str(translators.make_mbart(tmp_path, encoders.WORDS))
    asked = ["en", "de_DE", "de"]
    english, german, same = encode(folder, [["Anna", "lives"]] * 3, layer=1, languages=asked)
    assert german is same
    assert german.words.tolist() == [0, 1]
    assert not np.allclose(german.vectors, english.vectors, atol=1e-3)


def test_a_translation_model_without_codes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(encoders, "CODES", ("eng_Latn", "eng_Latn"))
    with pytest.raises(ModelError, match="has no codes of languages"):
        encode(str(encoders.make_nllb(tmp_path)), [["Anna"]], layer=1, languages=["en"])


def test_m2m100_aligns_nothing_and_says_what_does(tmp_path):
    folder = str(translators.make_m2m100(tmp_path, encoders.WORDS))
    with pytest.raises(ModelError, match=r"cannot be used to align: .* NLLB-200 can be used"):
        encode(folder, [["Anna"]], layer=1, languages=["en"])


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_batches_change_no_vector(tiny, size):
    with computing(Compute(device="cpu", batch_tokens=size)):
        found = encode(tiny("bert"), SENTENCES, layer=3)
    for tokens, one in zip(SENTENCES, found, strict=True):
        alone = encode(tiny("bert"), [tokens], layer=3)[0]
        assert np.allclose(one.vectors, alone.vectors, atol=1e-5)


def test_lower_precision_gives_close_vectors(tiny):
    whole = encode(tiny("bert"), SENTENCES[:1], layer=2)[0]
    with computing(Compute(device="cpu", precision="bfloat16")):
        half = encode(tiny("bert"), SENTENCES[:1], layer=2)[0]
    assert half.vectors.dtype == np.float32
    assert not np.array_equal(half.vectors, whole.vectors)
    assert np.allclose(half.vectors, whole.vectors, atol=0.1)


def test_the_mean_of_each_word():
    vectors = np.array([[1, 2], [3, 4], [5, 6], [7, 8]], dtype=np.float32)
    found = Encoded(vectors, np.array([0, 2, 2, 3]), (1,)).averaged()
    assert found.vectors.tolist() == [[1, 2], [4, 5], [7, 8]]
    assert found.words.tolist() == [0, 2, 3]
    assert found.unseen == (1,)


@pytest.mark.parametrize("layer", [4, -2, 100])
def test_a_layer_that_there_is_not(tiny, layer):
    with pytest.raises(ModelError, match=rf"layer {layer}: the model .* has layers 0 to 3"):
        encode(tiny("bert"), [["a"]], layer=layer)


def test_the_last_layer_has_a_number_of_its_own(tiny):
    last, third = (encode(tiny("bert"), [["Anna"]], layer=k)[0] for k in (-1, 3))
    assert np.array_equal(last.vectors, third.vectors)


@pytest.mark.parametrize(
    ("lang", "error", "message"),
    [
        ("sw", InputError, r"no code for 'sw' \(Swahili\); it has 5 codes, near ones: "),
        ("und", InputError, "has to be told the language"),
    ],
)
def test_a_language_that_a_translation_model_lacks(tiny, lang, error, message):
    with pytest.raises(error, match=message):
        encode(tiny("nllb"), [["a"]], layer=1, languages=[lang])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "no model is named; .*; try this one"),
        ("no/such/folder", "no model folder 'no/such/folder'; .*; try this one"),
        ("owner/name", r"not on this machine; `python -m core models --fetch owner/name` .* try"),
    ],
)
def test_an_unknown_model(name, message):
    with pytest.raises(ModelError, match=message):
        encode(name, [["a"]], layer=0, remedy="try this one")


def test_a_folder_that_holds_something_else(tiny, tmp_path):
    with pytest.raises(ModelError, match=r"no config\.json"):
        encode(str(tmp_path), [["a"]], layer=0)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(ModelError, match=r"only as pytorch_model\.bin, .* convert them"):
        encode(str(tmp_path), [["a"]], layer=0)
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="cannot be loaded"):
        encode(str(tmp_path), [["a"]], layer=0)


def test_weights_of_another_architecture(tiny, tmp_path):
    encoders.make_bert(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 4}))
    with pytest.raises(ModelError, match=r"without the weights .*layer\.3.* an encoder is needed"):
        encode(str(tmp_path), [["a"]], layer=0)


@given(st.lists(st.integers(1, 12), max_size=60), st.integers(1, 10))
def test_windows_cover_everything_and_cut_no_word(counts, room):
    words = np.repeat(np.arange(len(counts)), counts)
    kept = words[fitting(words, room)]
    assert np.bincount(kept, minlength=len(counts)).tolist() == [min(c, room) for c in counts]
    spans = windows(kept, room)
    assert {k for a, b in spans for k in range(a, b)} == set(range(len(kept)))
    for a, b in spans:
        assert 0 < b - a <= room
        assert a == 0 or kept[a - 1] != kept[a]
        assert b == len(kept) or kept[b - 1] != kept[b]
    chosen = most_central(kept, spans)
    for word in set(kept.tolist()):
        assert len(set(chosen[kept == word].tolist())) == 1
    assert all(spans[c][0] <= k < spans[c][1] for k, c in enumerate(chosen.tolist()))
