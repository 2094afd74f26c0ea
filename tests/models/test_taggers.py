"""Any token classifier and any spaCy pipeline as a tagger."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError, OptionError
from core.models.compute import Compute, computing
from core.models.taggers import load_tagger
from tests.tiny.encoders import make_bert, make_nllb
from tests.tiny.taggers import (
    ARCHITECTURES,
    BARE,
    BIOES,
    IOB1,
    IOB2,
    make_spacy,
    make_tagger,
    unnamed,
)

SENTENCE = ("Anna", "lives", "in", "Rome", ".")
LONG = SENTENCE * 12
TEXTS = [SENTENCE, (), ("x",), ("Anna", "\u200b", "Zoë"), LONG]


@pytest.fixture(scope="session")
def classifiers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("taggers")
    return {kind: make_tagger(root / kind, kind=kind) for kind in ARCHITECTURES}


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_spacy(tmp_path_factory.mktemp("spacy") / "plain")


def plain(folder: Path, words: tuple[str, ...]) -> np.ndarray:
    """What transformers itself gives the first sub-word of each word."""
    import torch
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    more = {"add_prefix_space": True} if folder.name == "roberta" else {}
    tokeniser = AutoTokenizer.from_pretrained(folder, **more)
    model = AutoModelForTokenClassification.from_pretrained(folder).eval()
    given = tokeniser(list(words), is_split_into_words=True, return_tensors="pt")
    ids = given.word_ids(0)
    with torch.inference_mode():
        probs = model(**given).logits[0].double().softmax(dim=-1).numpy()
    return probs[[ids.index(k) for k in range(len(words))]]


@pytest.mark.parametrize("kind", ARCHITECTURES)
def test_every_word_has_the_probabilities_of_its_first_sub_word(kind, classifiers) -> None:
    tagger = load_tagger(classifiers[kind])
    assert tagger.labels == tagger.own == IOB2
    found = tagger.predict(TEXTS)
    assert np.allclose(found[0], plain(classifiers[kind], SENTENCE), atol=1e-5)
    for tokens, probs in zip(TEXTS, found, strict=True):
        assert probs.shape == (len(tokens), len(IOB2))
        assert np.allclose(probs.sum(axis=1), 1)
        assert np.allclose(probs, tagger.predict([tokens])[0], atol=1e-5)


@pytest.mark.parametrize("kind", ARCHITECTURES)
def test_small_batches_change_nothing(kind, classifiers) -> None:
    tagger = load_tagger(classifiers[kind])
    expected = tagger.predict(TEXTS)
    with computing(Compute(device="cpu", batch_tokens=8)):
        for a, b in zip(tagger.predict(TEXTS), expected, strict=True):
            assert np.allclose(a, b, atol=1e-5)


def test_memory_that_runs_out_is_told_and_the_batch_halved(classifiers, monkeypatch) -> None:
    from core.models.networks.encoder import EncoderNetwork

    told: list[str] = []
    tagger = load_tagger(classifiers["bert"], tell=told.append)
    expected = tagger.predict(TEXTS)
    real = EncoderNetwork.scores

    def tight(self, pieces):
        if len(pieces) > 1:
            raise RuntimeError("CUDA out of memory.")
        return real(self, pieces)

    monkeypatch.setattr(EncoderNetwork, "scores", tight)
    for a, b in zip(tagger.predict(TEXTS), expected, strict=True):
        assert np.allclose(a, b, atol=1e-5)
    assert told
    assert "going on with" in told[0]


def test_columns_of_other_schemes_are_mapped(tmp_path) -> None:
    ends = load_tagger(make_tagger(tmp_path / "bioes", BIOES))
    assert (ends.labels, ends.own) == (IOB2, BIOES)
    [probs] = ends.predict([SENTENCE])
    raw = plain(tmp_path / "bioes", SENTENCE)
    column = BIOES.index
    assert np.allclose(probs[:, 1], raw[:, column("S-PER")] + raw[:, column("B-PER")], atol=1e-5)
    assert np.allclose(probs[:, 2], raw[:, column("I-PER")] + raw[:, column("E-PER")], atol=1e-5)
    old = load_tagger(make_tagger(tmp_path / "iob1", IOB1))
    assert old.labels == ("O", "B-LOC", "I-LOC", "B-PER", "I-PER")
    bare = load_tagger(
        make_tagger(tmp_path / "bare", BARE), label_map={"PERSON": "PER", "MISC": "O"}
    )
    assert bare.labels == ("O", "B-PER", "I-PER")
    [probs] = bare.predict([SENTENCE])
    raw = plain(tmp_path / "bare", SENTENCE)
    assert np.allclose(probs[:, 0], raw[:, 0] + raw[:, 2], atol=1e-5)


def test_labels_without_a_name_need_a_map(tmp_path) -> None:
    folder = unnamed(make_tagger(tmp_path / "t", ("O", "B-PER", "I-PER")))
    with pytest.raises(ModelError, match=r"LABEL_0', which says nothing; .*--label-map LABEL_0=O"):
        load_tagger(folder)
    known = {"LABEL_0": "O", "LABEL_1": "B-PER", "LABEL_2": "I-PER"}
    assert load_tagger(folder, label_map=known).labels == ("O", "B-PER", "I-PER")
    with pytest.raises(OptionError, match="knows no 'LABEL_3'"):
        load_tagger(folder, label_map=known | {"LABEL_3": "O"})
    assert load_tagger(folder, label_map=known | {"LABEL_3": "O"}, others=True)


def test_another_map_weight_or_precision_is_another_identity(classifiers, tmp_path) -> None:
    same = load_tagger(classifiers["bert"]).identity
    assert same == load_tagger(make_tagger(tmp_path / "again")).identity
    others = [
        load_tagger(classifiers["bert"], label_map={"PER": "PERSON"}).identity,
        load_tagger(make_tagger(tmp_path / "other", seed=1)).identity,
    ]
    with computing(Compute(device="cpu", precision="bfloat16")):
        tagger = load_tagger(classifiers["bert"])
        others.append(tagger.identity)
        rounded = tagger.predict([SENTENCE])[0]
    assert len({same, *others}) == 4
    exact = load_tagger(classifiers["bert"]).predict([SENTENCE])[0]
    assert 0 < np.abs(rounded - exact).max() < 0.2


@pytest.mark.parametrize("shared", [False, True])
def test_a_plain_spacy_pipeline_is_a_tagger(shared, pipeline, tmp_path) -> None:
    folder = make_spacy(tmp_path / "shared", shared=True) if shared else pipeline
    tagger = load_tagger(folder, label_map={"PERSON": "PER", "GPE": "O"})
    assert (tagger.card.kind, tagger.card.languages) == ("spacy", ("en",))
    assert tagger.labels == ("O", "B-PER", "I-PER")
    probs, nothing = tagger.predict([SENTENCE, ()])
    assert [tagger.labels[k] for k in probs.argmax(axis=1)] == ["B-PER", "O", "O", "O", "O"]
    assert nothing.shape == (0, 3)


def test_an_installed_spacy_package_is_found_by_its_name(pipeline, tmp_path, monkeypatch) -> None:
    package = tmp_path / "xx_names_sm"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('its code is not run')")
    (package / "xx_names_sm-1.0.0").symlink_to(pipeline)
    monkeypatch.syspath_prepend(str(tmp_path))
    found = load_tagger("xx_names_sm")
    assert found.labels == ("O", "B-GPE", "I-GPE", "B-PERSON", "I-PERSON")
    assert found.identity == load_tagger(pipeline).identity


def test_a_hub_model_of_the_local_cache(classifiers, tmp_path, monkeypatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    home = tmp_path / "models--owner--ner"
    (home / "refs").mkdir(parents=True)
    (home / "snapshots").mkdir()
    (home / "refs" / "main").write_text("c0ffee0" * 5)
    (home / "snapshots" / ("c0ffee0" * 5)).symlink_to(classifiers["bert"])
    assert load_tagger("owner/ner").identity == load_tagger(classifiers["bert"]).identity
    assert load_tagger("owner/ner@c0ffee0").labels == IOB2


def test_what_is_no_tagger_is_refused_with_what_would_be_right(tmp_path) -> None:
    with pytest.raises(ModelError, match=r"no model folder .*train-tagger -o FOLDER"):
        load_tagger(tmp_path / "nix")
    with pytest.raises(ModelError, match=r"'owner/name' is not on this machine; .*--fetch"):
        load_tagger("owner/name")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"neither tagger.json .* nor config.json .* nor config.c"):
        load_tagger(tmp_path / "empty")
    with pytest.raises(ModelError, match=r"holds BertModel without .* a token classifier is need"):
        load_tagger(make_bert(tmp_path / "bert"))
    with pytest.raises(ModelError, match=r"M2M100ForConditional.*; a token classifier is needed"):
        load_tagger(make_nllb(tmp_path / "nllb"))


def test_weights_that_can_run_code_or_are_broken_are_refused(tmp_path) -> None:
    folder = make_tagger(tmp_path / "t")
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    weights.rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"only as pytorch_model\.bin, .*convert them"):
        load_tagger(folder)
    weights.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_tagger(folder)
    weights.write_bytes(whole)
    assert load_tagger(folder).labels == IOB2
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"has no tokenizer\.json"):
        load_tagger(folder)


def test_a_spacy_folder_without_a_recogniser(tmp_path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no entity recogniser"):
        load_tagger(tmp_path / "blank")
    config = tmp_path / "blank" / "meta.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "spacy_version": ">=99"}))
    (tmp_path / "blank" / "config.cfg").write_text("[nlp]\n")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_tagger(tmp_path / "blank")
