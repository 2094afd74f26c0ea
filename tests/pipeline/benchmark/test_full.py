"""The whole pipeline on parallel sentences, with a tiny tagger of the target."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.spec import PartSpec
from core.formats.corpora import Corpus
from core.pipeline.benchmark import PROTOCOLS, Found, Material
from core.pipeline.benchmark.full import Pipeline, pipeline_work
from core.pipeline.methods import METHODS
from core.pipeline.outcomes import Extras
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.fields import PARALLEL
from tests.tiny.taggers import make_spacy

WORDS = ("Anna", "lives", "in", "Rome", ".")
PERSON, PLACE = Entity(0, 1, "PER"), Entity(3, 4, "LOC")
SOURCE = Sentence(WORDS, (PERSON, PLACE), "en")
ALIGNER = PartSpec("fuzzy")
SPECS = {"align-ner": replace(METHODS["align-ner"], aligner=ALIGNER)}


def corpus(*, count: int = 1) -> Corpus:
    ids = tuple(f"hau-{k}" for k in range(count))
    return Corpus("hau", ids, (Sentence(WORDS, None, "hau"),) * count, (SOURCE,) * count)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_spacy(tmp_path_factory.mktemp("models") / "ner")


@pytest.fixture
def tagger(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "ner"))


def found(tagger: Path, corpus: Corpus, extras: Extras | None = None) -> Found:
    folder = tagger.parent / "out"
    folder.mkdir(exist_ok=True)
    config = RunConfig(
        text="-", target_lang="und", setting=PARALLEL, target_tagger=str(tagger),
        target_labels=(("GPE", "LOC"), ("PERSON", "PER")), aligner=ALIGNER, device="cpu",
    )  # fmt: skip
    pipeline = Pipeline(config, folder, None)
    material = Material(extras=extras)
    work = pipeline_work(PROTOCOLS["masakhaner2"], SPECS, pipeline, lambda lang: material)
    return work(corpus, ["align-ner"])["align-ner"]


def runs(tagger: Path) -> list[Path]:
    return sorted((tagger.parent / "out").glob("run.hau.*"))


def test_what_has_not_changed_is_the_same_run(tagger) -> None:
    assert found(tagger, corpus()).entities == found(tagger, corpus()).entities
    assert len(runs(tagger)) == 1


def test_another_model_of_the_same_name_is_another_run(tagger) -> None:
    before = found(tagger, corpus())
    meta = tagger / "meta.json"
    meta.write_text(meta.read_text() + "\n")
    assert found(tagger, corpus()).entities == before.entities
    assert len(runs(tagger)) == 2


def test_another_text_of_the_same_language_is_another_run(tagger) -> None:
    assert len(found(tagger, corpus()).entities) == 1
    (first,) = runs(tagger)
    files = {path.name: path.read_bytes() for path in first.iterdir()}
    assert len(found(tagger, corpus(count=2)).entities) == 2
    assert len(runs(tagger)) == 2
    assert {path.name: path.read_bytes() for path in first.iterdir()} == files


@pytest.mark.parametrize(
    "extras",
    [None, Extras(), Extras(translation_scores={}), Extras(spans={})],
    ids=["none", "nothing", "scores", "spans"],
)
def test_extras_of_one_kind_leave_what_models_find_of_another(tagger, extras) -> None:
    answer = found(tagger, corpus(), extras)
    assert answer.reasons == {}
    assert answer.entities == [(PERSON, PLACE)]


def test_extras_that_are_given_go_before_what_models_find(tagger) -> None:
    answer = found(tagger, corpus(), Extras(tag_probs={}))
    assert answer.entities == [None]
    assert len(answer.reasons) == 1
