import json
from pathlib import Path

import numpy as np
import pytest
import torch

from core.errors import InputError, ModelError, StorageError
from core.models.card import CARD
from core.models.networks.network import probabilities
from core.models.taggers import load_tagger
from core.training.fit import ENCODER, Schedule, fit, suited
from core.training.taggers.learn import learn, new_encoder, new_small
from core.training.taggers.save import hash_of, save_network
from core.training.taggers.score import score
from core.training.taggers.silver import labels_of
from tests.storage.test_disk_full import files_up_to
from tests.training.rows import ROWS, silver

LABELS = labels_of(ROWS)
TOKENS = [row.tokens for row in ROWS]
LONG = ("Anna", "lives", "in", "Rome", ".") * 6
QUICK = Schedule(epochs=12, batch=2, rate=0.01)


def test_the_small_network_learns_and_is_the_same_again() -> None:
    found = []
    for _ in range(2):
        network = new_small(LABELS, seed=3)
        losses = learn(network, ROWS, QUICK)
        found.append((losses, probabilities(network, TOKENS)))
    assert found[0][0][-1] < found[0][0][0] / 2
    assert found[0][0] == found[1][0]
    assert all(np.array_equal(a, b) for a, b in zip(found[0][1], found[1][1], strict=True))
    right, whole = score(lambda tokens: found[0][1], LABELS, ROWS)
    assert (right.f1, whole) == (1.0, len(ROWS))


def test_learning_leaves_the_random_numbers_of_others_alone() -> None:
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    learn(new_small(LABELS, seed=0), ROWS, Schedule(epochs=1, batch=4, rate=0.01))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_what_is_masked_teaches_nothing() -> None:
    found = []
    for tag in ("O", "B-LOC"):
        odd = [*ROWS, replaced(silver("Anna sings .", (0.0, 1.0, 1.0)), tag)]
        network = new_small(LABELS, seed=0)
        learn(network, odd, QUICK)
        found.append(probabilities(network, [odd[-1].tokens])[0])
    assert np.array_equal(*found)


def replaced(row, tag: str):
    from dataclasses import replace

    return replace(row, tags=(tag, *row.tags[1:]))


@pytest.mark.parametrize("kind", ["small", "encoder"])
def test_batches_and_padding_change_no_probability(kind: str, encoder: Path) -> None:
    network = new_small(LABELS, seed=1) if kind == "small" else new_encoder(encoder, LABELS, seed=1)
    texts = [*TOKENS, (), LONG, ("Annas", "\u200b", "Zoë")]
    together = probabilities(network, texts)
    for tokens, probs in zip(texts, together, strict=True):
        assert probs.shape == (len(tokens), len(LABELS))
        assert np.allclose(probs, probabilities(network, [tokens])[0], atol=1e-6)
        assert np.allclose(probs.sum(axis=1), 1)


def test_a_sentence_longer_than_the_encoder_takes_is_read_with_context(encoder: Path) -> None:
    network = new_encoder(encoder, LABELS, seed=0)
    # 16 sub-words less two special ones: 14 words at once, half of them shared with the next
    spans = [(w.start, w.end, w.first, w.last) for w in network.windows([LONG])[0]]
    assert spans == [(0, 14, 0, 11), (7, 21, 11, 18), (14, 28, 18, 22), (16, 30, 22, 30)]
    [long] = probabilities(network, [LONG])
    parts = probabilities(network, [LONG[a:b] for a, b, _, _ in spans])
    taken = zip(parts, spans, strict=True)
    expected = np.concatenate([part[c - a : d - a] for part, (a, _, c, d) in taken])
    assert np.allclose(long, expected, atol=1e-6)
    with torch.inference_mode():
        assert np.allclose(network.logits([LONG])[0].double().softmax(dim=-1), long, atol=1e-6)
    [word] = probabilities(network, [("s" * 40, "Anna")])
    assert word.shape == (2, len(LABELS))


def test_the_first_sub_word_stands_for_a_word(encoder: Path) -> None:
    network = new_encoder(encoder, LABELS, seed=0)
    network.module.eval()
    with torch.inference_mode():
        found = network.logits([["Annas", "Bob"]])
        # [CLS] anna ##s bob [SEP]
        scores = network.module(input_ids=torch.tensor([[2, 4, 10, 5, 3]])).logits
    assert torch.allclose(found[0], scores[0, [1, 3]], atol=1e-6)


@pytest.mark.parametrize("kind", ["small", "encoder"])
def test_what_is_saved_gives_the_same_probabilities(kind, encoder, tmp_path) -> None:
    network = new_small(LABELS, seed=1) if kind == "small" else new_encoder(encoder, LABELS, seed=1)
    learn(network, ROWS, Schedule(epochs=1, batch=4, rate=0.01))
    card = save_network(tmp_path / "t", network, {"en", ""}, {"seed": 1})
    loaded = load_tagger(tmp_path / "t")
    assert loaded.card == card
    assert (card.languages, card.labels) == (("en",), LABELS)
    assert set(card.made["versions"]) > {"torch"}
    for a, b in zip(loaded.predict(TOKENS), probabilities(network, TOKENS), strict=True):
        assert np.array_equal(a, b)
    assert not [p.name for p in (tmp_path / "t").iterdir() if p.suffix in {".bin", ".pt", ".pkl"}]
    save_network(tmp_path / "t", network, {"de"}, {})
    assert load_tagger(tmp_path / "t").card.languages == ("de",)
    assert [p.name for p in tmp_path.iterdir()] == ["t"]


@pytest.mark.parametrize("size", [10, 200, 5_000])
@pytest.mark.parametrize("kind", ["small", "encoder"])
def test_a_full_disk_is_told_and_the_older_tagger_stays(kind, size, encoder, tmp_path) -> None:
    network = new_small(LABELS, seed=1) if kind == "small" else new_encoder(encoder, LABELS, seed=1)
    save_network(tmp_path / "t", network, {"en"}, {})
    before = {path.name: path.read_bytes() for path in (tmp_path / "t").iterdir()}
    with files_up_to(size), pytest.raises(StorageError, match=r"File too large; nothing was wr"):
        save_network(tmp_path / "t", network, {"de"}, {})
    assert {path.name: path.read_bytes() for path in (tmp_path / "t").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StorageError, match="holds something else"):
        save_network(tmp_path, new_small(LABELS, seed=0), (), {})
    with pytest.raises(StorageError, match="is a file"):
        save_network(tmp_path / "notes.txt", new_small(LABELS, seed=0), (), {})
    with pytest.raises(StorageError, match="there is no folder"):
        save_network(tmp_path / "a" / "b", new_small(LABELS, seed=0), (), {})
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_an_encoder_that_is_none(tmp_path) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        new_encoder(tmp_path / "nix", LABELS, seed=0)
    with pytest.raises(ModelError, match=r"has no config\.json"):
        new_encoder(tmp_path, LABELS, seed=0)
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(ModelError, match=r"only as pytorch_model\.bin"):
        new_encoder(tmp_path, LABELS, seed=0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "other"}, "this version reads"),
        ({"labels": ["PER"]}, "has the label 'PER'"),
        ({"kind": "huge"}, "known: small"),
        ({"languages": None}, "is no card"),
        ({"settings": {"rows": 5, "width": 3}}, "does not fit its card"),
        ({"settings": {"rows": 0}}, "need 2 to"),
    ],
)
def test_a_card_that_is_none(tmp_path, change, message) -> None:
    save_network(tmp_path / "t", new_small(LABELS, seed=0), (), {})
    path = tmp_path / "t" / CARD
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ModelError, match=message):
        load_tagger(tmp_path / "t")


def test_frozen_layers_stay_as_they_are(encoder) -> None:
    network = new_encoder(encoder, LABELS, seed=0, frozen=1)
    before = {name: w.detach().clone() for name, w in network.module.named_parameters()}
    learn(network, ROWS, Schedule(epochs=1, batch=4, rate=0.01))
    same = {name for name, w in network.module.named_parameters() if torch.equal(w, before[name])}
    assert any("embeddings" in name for name in same)
    assert any("layer.0." in name for name in same)
    assert not any("layer.1.output" in name or "classifier" in name for name in same)
    with pytest.raises(ModelError, match="2 layers to keep as they are, of an encoder that has 2"):
        new_encoder(encoder, LABELS, seed=0, frozen=2)


def test_rates_rise_and_fall_and_settings_are_checked() -> None:
    seen = []
    network = new_small(LABELS, seed=0)
    zero = lambda logits, places: seen.append(list(places)) or logits.sum() * 0  # noqa: E731 (short)
    fit(network, TOKENS, zero, Schedule(epochs=2, batch=4, rate=1.0, decay=0.0))
    assert [len(places) for places in seen] == [4, 2, 4, 2]
    assert sorted(seen[0] + seen[1]) == sorted(seen[2] + seen[3]) == list(range(6))
    for bad in ({"epochs": 0}, {"batch": 0}, {"rate": 0.0}, {"seed": -1}, {"warm_up": 1.0}):
        with pytest.raises(InputError, match="need"):
            Schedule(**({"epochs": 1, "batch": 1, "rate": 1.0} | bad))


@pytest.mark.parametrize(
    ("sentences", "epochs", "expected"),
    [
        (32_000, None, 3),  # 1,000 steps a round
        (3_200, None, 3),
        (320, None, 30),  # 10 steps a round
        (1, None, 300),
        (1, 7, 7),
    ],
)
def test_few_sentences_are_seen_more_often(sentences, epochs, expected) -> None:
    found = suited(ENCODER, sentences, epochs=epochs, seed=4)
    assert (found.epochs, found.seed, found.rate) == (expected, 4, ENCODER.rate)


def test_the_hash_of_the_data_knows_tags_and_weights() -> None:
    assert hash_of(ROWS) == hash_of(list(ROWS))
    assert hash_of(ROWS) != hash_of(ROWS[1:])
    assert hash_of([silver("Anna")]) != hash_of([silver("Anna", (0.5,))])
