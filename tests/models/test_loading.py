"""What transformers refuses is said in plain words; how many sub-words a model takes."""

import json
from types import SimpleNamespace

import pytest

from core.errors import ModelError
from core.models import reference
from core.models.loading import load_tokeniser, loaded, longest
from tests.tiny import encoders

ANY = SimpleNamespace(model_max_length=int(1e30))
"""A tokeniser whose folder does not say how long a text may be."""
SIZES = {
    "vocab_size": 8,
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
}
HALF = ("layers", "attention_heads", "ffn_dim")


@pytest.mark.parametrize(
    ("name", "takes"),
    [
        ("CamembertForTokenClassification", 18),
        ("CamembertModel", 18),
        ("Data2VecTextModel", 18),
        ("MPNetForTokenClassification", 18),
        ("MPNetModel", 18),
        ("RobertaForTokenClassification", 18),
        ("XLMRobertaXLModel", 18),
        ("BertForTokenClassification", 20),
    ],
)
def test_a_model_takes_as_many_sub_words_as_it_has_positions(name, takes):
    import torch
    import transformers

    kind = getattr(transformers, name)
    config = kind.config_class(max_position_embeddings=20, pad_token_id=1, **SIZES)
    model = kind(config).eval()
    assert longest(model, ANY) == takes
    with torch.no_grad():
        model(input_ids=torch.full((1, takes), 5))
        with pytest.raises((IndexError, RuntimeError)):
            model(input_ids=torch.full((1, takes + 1), 5))


def test_padding_that_counts_elsewhere_shifts_as_far():
    from transformers import CamembertConfig, CamembertModel

    config = CamembertConfig(max_position_embeddings=20, pad_token_id=4, **SIZES)
    assert longest(CamembertModel(config), ANY) == 15


def test_what_a_tokeniser_says_counts_where_it_is_less():
    from transformers import BertConfig, BertModel

    model = BertModel(BertConfig(max_position_embeddings=20, **SIZES))
    assert longest(model, SimpleNamespace(model_max_length=7)) == 7


def test_a_model_with_a_decoder_takes_what_its_configuration_says():
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    sizes = {f"{half}_{what}": 2 for half in ("encoder", "decoder") for what in HALF}
    config = M2M100Config(vocab_size=8, d_model=8, max_position_embeddings=20, **sizes)
    model = M2M100ForConditionalGeneration(config)
    assert longest(model, ANY) == longest(model.get_encoder(), ANY) == 20


@pytest.fixture
def folder(tmp_path):
    return encoders.make_bert(tmp_path / "bert")


def change(path, **values):
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **values}))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"type_vocab_size": None}, "type_vocab_size.*got NoneType"),
        ({"vocab_size": 109.0}, "'vocab_size'.*expected int, got float"),
        ({"id2label": ["O", "B-PER"]}, "list"),
    ],
)
def test_a_configuration_that_is_refused(folder, values, words):
    from transformers import AutoConfig

    change(folder / "config.json", **values)
    with pytest.raises(ModelError, match=words):
        loaded(AutoConfig, folder)
    with pytest.raises(ModelError, match=rf"by simalign: .*{words}"):
        reference.reference(
            str(folder), layer=1, matching="inter", token_type="bpe", distortion=0.0
        )


def unknown_kind(folder):
    path = folder / "tokenizer.json"
    change(path, model={**json.loads(path.read_bytes())["model"], "type": "Unheard"})


BROKEN = {
    "of an unknown kind": (unknown_kind, r"tokenizer\.json cannot be read \(.+\); save the model"),
    "half written": (
        lambda f: (f / "tokenizer.json").write_text('{"version": "1.0", '),
        r"tokenizer\.json cannot be read \(.+\); save the model",
    ),
    "settings as a list": (
        lambda f: (f / "tokenizer_config.json").write_text("[]"),
        "cannot be loaded",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_tokeniser_that_is_refused(folder, name):
    spoil, words = BROKEN[name]
    spoil(folder)
    with pytest.raises(ModelError, match=words):
        load_tokeniser(folder, SimpleNamespace(model_type="bert"))
    with pytest.raises(ModelError, match=words):
        reference.reference(
            str(folder), layer=1, matching="inter", token_type="bpe", distortion=0.0
        )
