"""Links by aligners over an encoder are kept by pair, model and options."""

import shutil

import pytest

from core.domain.pair import Pair, Sentence
from core.errors import ModelError
from core.models import hidden
from core.models.compute import Compute, computing
from core.pipeline.align import align_pairs, aligner_spec, needs_model
from core.storage.results import Results
from tests.kept import kept
from tests.tiny.encoders import make_bert

TEXTS = [
    ("Anna lives in Rome .", "Anna lebt in Rom ."),
    ("Bob \u200b in", "der Bob"),
    ("Anna lives in Rome .", "Anna lebt in Rom ."),
    ("\u200b", "Bob"),
]
PAIRS = [
    Pair(
        f"p{k}",
        Sentence(tuple(source.split(" ")), None, "en"),
        Sentence(tuple(target.split(" ")), None, "de"),
    )
    for k, (source, target) in enumerate(TEXTS)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_bert(tmp_path_factory.mktemp("bert"))


@pytest.fixture
def results(tmp_path):
    made = Results.open(tmp_path / "results.sqlite")
    yield made
    made.close()


def spec(folder, name="embedding", **options):
    return aligner_spec(name, {"model": str(folder), "layer": 2, **options})


@pytest.fixture
def links(results, tmp_path):
    return lambda: kept(tmp_path / "results.sqlite", "links")


@pytest.mark.parametrize("name", ["embedding", "awesome", "simalign"])
def test_what_was_aligned_once_is_read(folder, results, links, name, monkeypatch):
    told = []
    asked = spec(folder, name)
    first = align_pairs(PAIRS, asked, progress=lambda *s: told.append(s), results=results)
    assert links() == 3
    assert told[0] == (f"Aligning with {name}", 0, 3)
    assert told[-1] == (f"Aligning with {name}", 3, 3)
    assert first[1].unseen_src == (1,)
    assert first[0].links
    assert first[0].links == first[2].links
    monkeypatch.setattr("core.aligners.neural.encode", None)  # what is called no more
    monkeypatch.setattr("core.aligners.simalign.reference", None)
    assert align_pairs(PAIRS, asked, results=results) == first
    assert align_pairs(PAIRS[:1], asked, results=results) == first[:1]


def test_what_is_kept_is_what_is_found_without(folder, results):
    asked = spec(folder)
    assert align_pairs(PAIRS, asked, results=results) == align_pairs(PAIRS, asked)


def test_another_setting_is_worked_out_for_itself(folder, results, links, tmp_path):
    align_pairs(PAIRS, spec(folder), results=results)
    shutil.copytree(folder, tmp_path / "copy")
    align_pairs(PAIRS, spec(tmp_path / "copy"), results=results)
    assert links() == 3  # the same model by another name
    align_pairs(PAIRS, spec(folder, layer=1), results=results)
    assert links() == 6
    with computing(Compute(device="cpu", precision="bfloat16")):
        align_pairs(PAIRS, spec(folder), results=results)
    assert links() == 9
    align_pairs(PAIRS, spec(make_bert(tmp_path / "other", seed=1)), results=results)
    assert links() == 12


def test_memory_that_runs_out_is_told_in_words(folder, monkeypatch):
    wanted, real, told = align_pairs(PAIRS, spec(folder)), hidden.Encoder.states, []

    def scarce(self, ids, depth):
        if len(ids) > 1:
            raise RuntimeError("CUDA out of memory")
        return real(self, ids, depth)

    monkeypatch.setattr(hidden.Encoder, "states", scarce)
    assert align_pairs(PAIRS, spec(folder), tell=told.append) == wanted
    assert told[0].startswith("out of memory with ")


def test_links_that_depend_on_the_corpus_are_not_kept(folder, results, links):
    found = align_pairs(PAIRS, spec(folder, null_align=0.5), results=results)
    assert len(found) == 4
    assert links() == 0


def test_only_aligners_over_an_encoder_need_one(folder):
    needing = {"accalign", "awesome", "embedding", "simalign", "transalign"}
    assert {name for name in needing if needs_model(name)} == needing
    assert not needs_model("statistical")
    with pytest.raises(ModelError, match=r"no model is named; .*multilingual encoder"):
        align_pairs(PAIRS, aligner_spec("embedding"))
