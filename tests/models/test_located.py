import json

import pytest

from core.errors import ModelError
from core.models.located import architectures, find, is_hub_name, locate


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


COMMIT = "abcdef1234567890abcdef1234567890abcdef12"


@pytest.fixture
def cached(monkeypatch, tmp_path, model):
    """Return the folder of a hub's model in the local cache."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    home = tmp_path / "models--owner--model"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text(COMMIT)
    (home / "snapshots").mkdir()
    return model.rename(home / "snapshots" / COMMIT)


@pytest.mark.parametrize("asked", ["owner/model", "owner/model@abcdef1", "owner/model@abcdef12"])
def test_a_model_of_the_hub_that_was_fetched_before(cached, asked):
    found = locate(asked)
    assert (found.folder, found.revision) == (cached, COMMIT)
    assert is_hub_name(asked)
    with pytest.raises(ModelError, match="is not on this machine"):
        locate("owner/model@1234567")


def in_shards(folder, *there, index=True):
    """Put a model of two shards, as far as it is there, in place of that in one file."""
    (folder / "model.safetensors").unlink(missing_ok=True)
    for name in there:
        (folder / name).write_bytes(b"weights")
    weights = {"a": SHARDS[0], "b": SHARDS[1], "c": SHARDS[0]}
    if index:
        told = json.dumps({"weight_map": weights})
        (folder / "model.safetensors.index.json").write_text(told)


SHARDS = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")


def test_a_model_in_shards(cached):
    in_shards(cached, *SHARDS)
    assert find("owner/model") == (cached, COMMIT)
    assert locate(str(cached)).revision == ""
    (cached / "model.safetensors.index.json").unlink()
    (cached / "other.safetensors").write_bytes(b"weights")
    assert find("owner/model") == (cached, COMMIT)


PARTS = {
    "no configuration": (lambda f: (f / "config.json").unlink(), "has no config.json"),
    "no weights": (lambda f: (f / "model.safetensors").unlink(), "holds no weights"),
    "a link to what has not come": (
        lambda f: ((f / "model.safetensors").unlink(), (f / "model.safetensors").symlink_to("x")),
        "has no model.safetensors",
    ),
    "a shard": (lambda f: in_shards(f, SHARDS[0]), f"has no {SHARDS[1]}, which its model.safeten"),
    "no index": (lambda f: in_shards(f, *SHARDS, index=False), r"no model.safetensors.index.json"),
    "half an index": (
        lambda f: (
            in_shards(f, *SHARDS),
            (f / "model.safetensors.index.json").write_text('{"weight_map": ["x"'),
        ),
        "index.json cannot be read",
    ),
    "an index of something else": (
        lambda f: (
            in_shards(f, *SHARDS),
            (f / "model.safetensors.index.json").write_text('{"weight_map": {"a": 1}}'),
        ),
        "index.json cannot be read",
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_model_that_was_fetched_in_part_is_not_here(cached, part):
    change, words = PARTS[part]
    change(cached)
    assert find("owner/model") is None
    for asked in ("owner/model", f"owner/model@{COMMIT[:7]}"):
        with pytest.raises(ModelError, match=rf"only in part.*{words}.*--fetch {asked}` .*at hand"):
            locate(asked, remedy="at hand: none")
    with pytest.raises(ModelError, match=words):
        locate(str(cached))


def test_a_hub_model_with_pickled_weights_only_is_not_here(cached):
    (cached / "model.safetensors").rename(cached / "pytorch_model.bin")
    assert find("owner/model") is None
    words = r"only as pytorch_model.bin, a form that can run code.*--fetch owner/model` brings its"
    with pytest.raises(ModelError, match=words):
        locate("owner/model")


def test_a_configuration_of_something_else(model):
    for text in ('{"architectures": 5}', "[]"):
        (model / "config.json").write_text(text)
        with pytest.raises(ModelError, match=r"config\.json cannot be read"):
            architectures(model)
