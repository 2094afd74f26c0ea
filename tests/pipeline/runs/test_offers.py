import fcntl
import json

import pytest

from core.models.fetch import Offer
from core.pipeline import background
from core.pipeline.runs import desk, offers
from core.pipeline.runs.config import RunConfig

NLLB = "facebook/nllb-200-distilled-600M"


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """Return an empty cache of the hub."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


@pytest.fixture
def runs(tmp_path):
    return tmp_path / "workspace" / "runs"


def bring(hub, name, architecture, size=3_000_000):
    """Put a model into the cache as a fetch would."""
    home = hub / f"models--{name.replace('/', '--')}"
    folder = home / "snapshots" / "a"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"architectures": [architecture]}))
    (folder / "model.safetensors").write_bytes(b"\0" * size)
    (home / "refs").mkdir()
    (home / "refs" / "main").write_text("a")
    return folder


def names(key, runs, aligner=""):
    return [(one.name, one.here) for one in offers.choices(key, aligner, runs)]


def test_what_is_not_here_is_offered_with_size_and_licence(hub, runs):
    found = {one.name: one for one in offers.choices("translation.model", "", runs)}
    nllb = found[NLLB]
    assert not nllb.here
    assert nllb.can_be_fetched()
    assert (nllb.megabytes, nllb.licence, nllb.commercial) == (2460, "CC-BY-NC-4.0", False)
    assert found["facebook/m2m100_418M"].commercial


def test_what_is_here_comes_first_whoever_fetched_it(hub, runs):
    bring(hub, "facebook/m2m100_418M", "M2M100ForConditionalGeneration")
    bring(hub, "someone/ours", "MBartForConditionalGeneration")
    bring(hub, "someone/tagger", "BertForTokenClassification")
    (hub / "models--some--broken" / "snapshots").mkdir(parents=True)
    found = names("translation.model", runs)
    assert found[:2] == [("someone/ours", True), ("facebook/m2m100_418M", True)]
    assert (NLLB, False) in found
    assert ("someone/tagger", True) in names("source_tagger.model", runs)
    assert offers.choice("someone/ours").megabytes == 3


@pytest.mark.parametrize(
    ("aligner", "first"),
    [
        ("accalign", "sentence-transformers/LaBSE"),
        ("transalign", NLLB),
        ("awesome", "google-bert/bert-base-multilingual-cased"),
        ("embedding", "google-bert/bert-base-multilingual-cased"),
    ],
)
def test_an_aligner_is_offered_the_models_it_was_published_with(aligner, first, hub, runs):
    found = names("aligner.model", runs, aligner)
    assert found[0] == (first, False)
    assert (aligner == "embedding") == (("FacebookAI/xlm-roberta-base", False) in found)


def test_models_of_earlier_runs_and_trained_taggers_are_remembered(hub, runs, tmp_path):
    config = RunConfig(text="t", target_lang="de", setting="parallel", source_tagger="/models/mine")
    desk.make(runs, "a run", config, "t.jsonl", b"")
    (desk.find(runs, "a-run").folder.parent / "broken").mkdir()
    (runs / "broken" / "config.toml").write_text("no run")
    card = {
        "format": "silverlens-tagger-1", "kind": "small", "labels": ["O", "B-PER", "I-PER"],
        "languages": ["en"], "settings": {}, "made": {},
    }  # fmt: skip
    (runs.parent / "english").mkdir()
    (runs.parent / "english" / "tagger.json").write_text(json.dumps(card))
    found = {one.name: one for one in offers.choices("source_tagger.model", "", runs)}
    assert not found["/models/mine"].here
    assert not found["/models/mine"].can_be_fetched()
    trained = found[str(runs.parent / "english")]
    assert (trained.here, trained.about) == (True, "trained here · English · PER")
    assert "/models/mine" not in dict(names("target_tagger.model", runs))


def test_a_folder_is_named_in_full_and_nothing_else_is_changed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    assert offers.whole(" mine ") == str(tmp_path / "mine")
    assert offers.whole("owner/name@abcdef0") == "owner/name@abcdef0"
    for no_folder in ("nowhere", "~nobody-of-this-name/model", "x" * 5000):
        assert offers.whole(no_folder) == no_folder
    assert offers.whole("") == ""


def test_methods_say_what_they_lack():
    lacking = offers.unmet(())
    assert "coverage-exact" not in lacking
    assert lacking["align-ner"] == "a tagger of the target"
    assert lacking["all-fusion"] == "a tagger of the target and translation scores"
    assert "align-ner" not in offers.unmet(["tag_probs"])
    assert offers.unmet(["tag_probs", "translation_scores", "spans"]) == {}


def test_the_usual_aligner_comes_first_and_needs_no_model():
    found = offers.aligners()
    assert next(iter(found)) == "statistical"
    assert not found["statistical"][1]
    assert found["embedding"][1]


def test_the_hub_is_asked_for_size_and_licence_only(monkeypatch):
    asked = []

    def offer(name):
        asked.append(name)
        return Offer("owner/name", "c" * 40, "cc-by-nc-4.0", 1_499_999)

    monkeypatch.setattr("core.models.fetch.offer", offer)
    found = offers.ask_hub("owner/name")
    assert (found.megabytes, found.licence, found.commercial) == (1, "cc-by-nc-4.0", False)
    assert (found.name, found.here, asked) == ("owner/name", False, ["owner/name"])


def test_a_fetch_is_watched_and_says_why_it_failed(hub, runs, monkeypatch):
    started = []
    monkeypatch.setattr(background, "start_watched", lambda *given: started.append(given))
    offers.fetch(NLLB, runs)
    folder = runs.parent / "fetches" / "facebook-nllb-200-distilled-600m"
    assert started == [(folder, "models", f"--fetch={NLLB}")]
    assert (offers.is_fetching(NLLB, runs), offers.fetch_failed(NLLB, runs)) == (False, "")
    with (folder / background.PROCESS).open("wb") as process:
        fcntl.flock(process, fcntl.LOCK_EX)
        assert offers.is_fetching(NLLB, runs)
        assert offers.fetch_failed(NLLB, runs) == ""
    assert "fetch it again" in offers.fetch_failed(NLLB, runs)
    (folder / background.LOG).write_text("2,460 MB\nerror: the hub cannot be reached\n")
    assert offers.fetch_failed(NLLB, runs) == "the hub cannot be reached"
    blobs = hub / "models--facebook--nllb-200-distilled-600M" / "blobs"
    blobs.mkdir(parents=True)
    (blobs / "x.incomplete").write_bytes(b"\0" * 2_000_000)
    assert offers.fetched_megabytes(NLLB) == 2
