import json

import pytest

from core.errors import ModelError
from core.models.located import architectures, is_hub_name, locate


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"architectures": ["BertModel"]}))
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def test_a_folder(model):
    found = locate(str(model))
    assert (found.folder, found.revision, len(found.identity)) == (model, "", 16)
    assert architectures(model) == ("BertModel",)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_another_file_another_identity(model, name):
    before = locate(str(model)).identity
    (model / name).write_bytes(b'{"architectures": []}')
    assert locate(str(model)).identity != before


def test_what_makes_no_result_is_left_out(model):
    before = locate(str(model)).identity
    (model / "README.md").write_text("about")
    assert locate(str(model)).identity == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "no model is named"),
        ("nowhere/at/all", "no model folder 'nowhere/at/all'; name a folder with config.json"),
        ("owner/model", r"'owner/model' is not on this machine; .*--fetch owner/model"),
        ("https://example.org/x", "no model folder"),
        ("../no/where", "no model folder"),
    ],
)
def test_what_is_not_here_is_said_with_a_remedy(name, words, monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match=words):
        locate(name)


def test_the_remedy_of_whoever_asks_stands_behind():
    with pytest.raises(ModelError, match=r"at hand: none$"):
        locate("nowhere", remedy="at hand: none")


def test_pickled_weights_are_refused(model):
    (model / "model.safetensors").rename(model / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"only as pytorch_model.bin.*convert them to safetensors"):
        locate(str(model))


def test_no_configuration(model):
    (model / "config.json").unlink()
    with pytest.raises(ModelError, match=r"has no config\.json"):
        locate(str(model))


@pytest.mark.parametrize("asked", ["owner/model", "owner/model@abcdef1", "owner/model@abcdef12"])
def test_a_model_of_the_hub_that_was_fetched_before(monkeypatch, tmp_path, model, asked):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    commit = "abcdef1234567890abcdef1234567890abcdef12"
    home = tmp_path / "models--owner--model"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text(commit)
    (home / "snapshots").mkdir()
    model.rename(home / "snapshots" / commit)
    found = locate(asked)
    assert found.revision == commit
    assert is_hub_name(asked)
    with pytest.raises(ModelError, match="is not on this machine"):
        locate("owner/model@1234567")
