"""Whole runs on tiny models: from raw sentences to CoNLL, stopped anywhere and resumed."""

import json
import shutil
from contextlib import closing

import pytest

from core.domain.entity import Entity
from core.errors import ConflictError, ModelError, StorageError
from core.pipeline.runs import engine
from core.pipeline.runs.config import from_toml
from core.pipeline.runs.state import read_state
from core.storage import Workspace
from core.storage.results import Results

TOLD = {"state.json", ".lock"}


def configured(world, more="", **replaced):
    text = (world / "run.toml").read_text()
    for old, new in replaced.values():
        text = text.replace(old, new)
    return from_toml((text + more).encode(), file="run.toml")


def go(config, folder, world, *, results=None, report=None, url=None):
    return engine.run(config, folder, base=world, results=results, report=report, url=url)


def written(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name not in TOLD}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """What models found in the tests before."""
    results = Results.open(tmp_path_factory.mktemp("known") / "results.sqlite")
    yield results
    results.close()


@pytest.fixture(scope="module")
def plain(world, known, tmp_path_factory):
    """The folder of a run that went through at once."""
    folder = tmp_path_factory.mktemp("runs") / "plain"
    go(configured(world), folder, world, results=known)
    return folder


def test_raw_sentences_become_projected_data(world, plain):
    assert (plain / "coverage-exact.conll").read_text().split() == (
        (world / "gold.conll").read_text().split()
    )
    state = read_state(plain)
    assert (state.state, state.message) == ("done", "24 sentences")
    assert [step.name for step in state.steps] == [
        "read", "translate", "tag-source", "align", "project",
    ]  # fmt: skip
    row = json.loads((plain / "pairs.jsonl").read_bytes().partition(b"\n")[0])
    assert row["tgt_tokens"] == (world / "sw.txt").read_text().split("\n")[0].split(" ")
    assert row["translation"] == " ".join(row["src_tokens"])


def test_another_run_writes_the_same_bytes(world, plain, tmp_path):
    go(configured(world), tmp_path / "again", world)
    assert written(tmp_path / "again") == written(plain)


class Interrupted(KeyboardInterrupt):
    """Stands for whatever ends a run."""


@pytest.mark.parametrize("step", ["Translating", "Tagging", "Projecting"])
def test_a_run_that_is_stopped_goes_on_and_ends_the_same(world, plain, tmp_path, step):
    results = Results.open(tmp_path / "results.sqlite")
    folder = tmp_path / "out"

    def report(name, done, total):
        if name.startswith(step) and done:
            raise Interrupted

    with pytest.raises(Interrupted):
        go(configured(world), folder, world, results=results, report=report)
    assert read_state(folder).state == "stopped"
    go(configured(world), folder, world, results=results)
    assert written(folder) == written(plain)
    results.close()


def test_what_was_translated_is_not_translated_again(world, plain, known, tmp_path):
    told = []
    config = configured(world, methods=('["default", "heuristic"]', '["span-rule"]'))
    go(config, tmp_path / "two", world, results=known, report=lambda *w: told.append(w))
    assert next(done for step, done, _ in told if step.startswith("Translating")) > 0


def test_a_folder_holds_one_run(world, plain, tmp_path):
    with pytest.raises(ConflictError, match="holds another run"):
        go(configured(world, "[label_map]\nLOC = 'O'\n"), plain, world)
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StorageError, match="holds something else"):
        go(configured(world), tmp_path, world)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_another_model_of_the_same_name_is_noticed(world, plain, tmp_path):
    base = tmp_path / "world"
    shutil.copytree(world, base)
    shutil.copytree(plain, tmp_path / "out")
    config = base / "nllb" / "config.json"
    config.write_text(config.read_text() + "\n")
    with pytest.raises(ConflictError, match=r"translation\.model is another model than when"):
        go(configured(world), tmp_path / "out", base)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('model = "nllb"', 'model = "owner/nllb"', "not on this machine"),
        ('model = "tagger"', 'model = "nowhere"', "no model folder 'nowhere'"),
        ('model = "nllb"', 'model = "tagger"', "config.json"),
    ],
)
def test_a_model_that_is_not_there_ends_the_run_in_words(world, tmp_path, old, new, words):
    with pytest.raises(ModelError, match=words):
        go(configured(world, swap=(old, new)), tmp_path / "out", world)
    assert not (tmp_path / "out" / "pairs.jsonl").exists()


def test_sentences_that_come_out_empty_are_lost_by_name(world, tmp_path, monkeypatch):
    from core.models.translators import Translation, Translator

    def translate(self, texts, *_, **__):
        return [
            Translation("", problem="the model wrote nothing")
            if "Ujerumani" in text
            else Translation(text)
            for text in texts
        ]

    monkeypatch.setattr(Translator, "translate", translate)
    work = go(configured(world), tmp_path / "out", world)
    texts = (world / "sw.txt").read_text().splitlines()
    lost = [k for k, text in enumerate(texts, start=1) if "Ujerumani" in text]
    rows = [json.loads(r) for r in (tmp_path / "out" / "lost.jsonl").read_bytes().splitlines()]
    assert [row["position"] for row in rows] == lost
    assert {row["reason"] for row in rows} == {"the model wrote nothing"}
    assert len(work.pairs) == len(texts) - len(lost)
    assert read_state(tmp_path / "out").message == f"24 sentences, {len(lost)} lost"


def test_a_run_becomes_a_project_once(world, plain, known, tmp_path):
    url = f"sqlite:///{tmp_path}/db.sqlite"
    more = 'project = "swahili *news*"\n'
    config = from_toml(
        (world / "run.toml").read_bytes().replace(b"methods", more.encode() + b"methods")
    )
    go(config, tmp_path / "out", world, results=known, url=url)
    go(config, tmp_path / "out", world, results=known, url=url)
    with closing(Workspace.open(url)) as workspace:
        info = workspace.project("swahili *news*")
        assert [layer.name for layer in info.layers] == ["coverage-exact", "heuristic"]
        assert info.pairs == 24
    with pytest.raises(ConflictError, match="there is a project"):
        go(config, tmp_path / "other", world, results=known, url=url)


def test_pairs_that_are_there_need_no_model(tmp_path):
    row = {
        "id": "1", "src_lang": "en", "tgt_lang": "de",
        "src_tokens": ["Anna", "lives"], "src_tags": ["B-PER", "O"],
        "tgt_tokens": ["Anna", "wohnt"], "tgt_tags": None,
    }  # fmt: skip
    (tmp_path / "pairs.jsonl").write_text(json.dumps(row) + "\n")
    config = from_toml(
        b'format = "silverlens-run-1"\nsetting = "parallel"\ntext = "pairs.jsonl"\n'
        b'target_lang = "de"\n'
    )
    work = go(config, tmp_path / "out", tmp_path)
    assert work.counts["project"]["coverage-exact entities"] == 1
    assert work.pairs[0].source.entities == (Entity(0, 1, "PER"),)
    inputs = json.loads((tmp_path / "out" / "inputs.json").read_text())
    assert inputs.keys() == {"text"}


EVERYTHING = """
[target_tagger]
model = "tagger"

[translation_scores]
model = "nllb"
max_len = 2
"""
EIGHT = ["align", "ner", "nmt", "align-ner", "align-ner-spans", "align-nmt", "ner-spans-nmt"]


def test_every_pipeline_of_the_thesis_and_model_transfer(world, plain, known, tmp_path):
    names = [*EIGHT, "all-fusion", "ner-candidates"]
    methods = (
        '["default", "heuristic"]',
        f"{names}\ntransfer = true\nproject = 'all'".replace("'", '"'),
    )
    url = f"sqlite:///{tmp_path}/db.sqlite"
    folder = tmp_path / "out"
    go(configured(world, EVERYTHING, methods=methods), folder, world, results=known, url=url)
    assert {path.stem for path in folder.glob("*.conll")} == {*names, "model-transfer"}
    with closing(Workspace.open(url)) as workspace:
        layers = workspace.project("all").layers
        assert {layer.name for layer in layers} == {*names, "model-transfer"}
        pairs = [stored.pair for stored in workspace.iter_pairs("all")]
    assert [pair.id for pair in pairs] == [str(k) for k in range(1, 25)]
    for name in ("tag-probs.jsonl", "translation-scores.jsonl", "links.jsonl"):
        assert len((folder / name).read_bytes().splitlines()) == 24


@pytest.mark.parametrize("part", ["brackets", "xml"])
def test_labelled_source_goes_through_the_translation_with_markers(world, known, tmp_path, part):
    config = from_toml(
        b'format = "silverlens-run-1"\nsetting = "translate-train"\ntext = "tagger.conll"\n'
        b'target_lang = "sw"\nmethods = []\n[translation]\nmodel = "nllb"\nbeams = 2\n'
        b'[markers]\npart = "' + part.encode() + b'"\n'
    )
    work = go(config, tmp_path / "out", world, results=known)
    lines = (tmp_path / "out" / "marked.conll").read_text().split("\n")
    tags = [line.split("\t")[1] for line in lines if line]
    gold = [
        line.split("\t")[1] for line in (world / "tagger.conll").read_text().split("\n") if line
    ]
    assert tags == gold
    assert work.counts["markers"] == {"kept": 60}


def test_back_translation_takes_the_place_of_the_source(world, known, tmp_path):
    more = '\n[back_translation]\nmodel = "nllb"\n'
    work = go(configured(world, more), tmp_path / "out", world, results=known)
    assert work.counts["back-translate"] == {"refined": 24, "as_they_were": 0}
    assert {pair.source.lang for pair in work.pairs} == {"swh_Latn"}
    assert work.pairs[0].extra["translated_src_tokens"]
