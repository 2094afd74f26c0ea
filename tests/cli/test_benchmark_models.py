"""The whole pipeline as a benchmark: raw sentences of three languages through tiny models."""

import json
from pathlib import Path

import pytest

from core.models import translators
from tests.tiny.taggers import make_spacy
from tests.tiny.translators import make_copying_nllb

EN, HAU, IBO, YOR = CODES = ("eng_Latn", "hau_Latn", "ibo_Latn", "yor_Latn")
LEXICON = [
    {EN: "lives", HAU: "zaune", IBO: "bi", YOR: "gbe"},
    {EN: "in", HAU: "a", IBO: "na", YOR: "ni"},
    {EN: "Rome", HAU: "Roma", IBO: "Roma", YOR: "Romu"},
    {EN: "Anna", HAU: "Anna", IBO: "Anna", YOR: "Anna"},
    {EN: ".", HAU: ".", IBO: ".", YOR: "."},
]
GOLD = ("B-PER", "O", "O", "B-LOC", "O")


def sentence(code: str) -> str:
    meanings = (3, 0, 1, 2, 4)
    rows = zip(meanings, GOLD, strict=True)
    return "".join(f"{LEXICON[k].get(code, '')} {tag}\n" for k, tag in rows) + "\n"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    make_copying_nllb(folder / "nllb", LEXICON, CODES)
    make_spacy(folder / "ner")
    return folder


@pytest.fixture
def bench(shell, monkeypatch: pytest.MonkeyPatch):
    """A folder as MasakhaNER 2 is released, and results that no other test sees."""
    monkeypatch.setenv("SILVERLENS_RESULTS", f"{shell.folder}/results.sqlite")
    for lang, code in (("hau", HAU), ("ibo", IBO), ("yor", YOR)):
        (shell.folder / "data" / lang).mkdir(parents=True)
        shell.write(f"data/{lang}/test.txt", sentence(code) * 2 + "Lahadi B-DATE\n")
    return shell


def line(models: Path, languages: str = "hau ibo yor") -> str:
    return (
        f"benchmark masakhaner2 --data @data --languages {languages} -o @out "
        f"--translator {models}/nllb --source-ner {models}/ner --target-ner {models}/ner "
        "--ner-label-map PERSON=PER GPE=LOC --transfer --method ngram-exact --method align-ner "
        "--aligner fuzzy --beams 1 --device cpu"
    )


def figures(shell, method: str) -> dict[str, float]:
    value = json.loads(shell.read("out/results.json"))["methods"][method]["languages"]
    return {lang: row["overall"]["f1"] for lang, row in value.items()}


def test_a_language_that_the_model_lacks_is_listed_and_the_others_go_on(bench, models) -> None:
    (bench.folder / "data" / "bbj").mkdir()
    bench.write("data/bbj/test.txt", sentence(HAU))
    assert bench(line(models, "bbj hau")) == 3
    assert "failed: bbj:" in bench.err
    assert figures(bench, "ngram-exact") == {"hau": 1.0}
    (failure,) = json.loads(bench.read("out/results.json"))["failures"]
    assert failure["language"] == "bbj"


def test_stopped_while_translating_it_goes_on_and_ends_with_the_same_files(
    bench, models, monkeypatch
) -> None:
    translated: list[str] = []
    before = translators.Translator.translate

    class Killed(BaseException):
        pass

    def translate(self, texts, source, target, **more):
        if source == "ibo" and "ibo" not in translated:
            translated.append("ibo")
            raise Killed
        translated.append(source)
        return before(self, texts, source, target, **more)

    monkeypatch.setattr(translators.Translator, "translate", translate)
    with pytest.raises(Killed):
        bench(line(models))
    assert translated == ["hau", "ibo"]
    assert bench(line(models)) == 0
    assert translated == ["hau", "ibo", "ibo", "yor"]
    assert figures(bench, "ngram-exact") == dict.fromkeys(("hau", "ibo", "yor"), 1.0)
    assert {*figures(bench, "model-transfer")} == {"hau", "ibo", "yor"}
    assert "came with the data" not in bench.read("out/table.md")
    tables = ("table.md", "table.tex", "table.csv", "results.json")
    found = {name: bench.read(f"out/{name}") for name in tables}
    assert bench(line(models).replace("@out", "@whole")) == 0
    # What models found was kept: nothing is translated a second time.
    assert translated == ["hau", "ibo", "ibo", "yor"]
    assert {name: bench.read(f"whole/{name}") for name in tables} == found


@pytest.mark.soak
def test_another_model_is_another_result(bench, models, tmp_path) -> None:
    assert bench(line(models, "hau")) == 0
    other = tmp_path / "other"
    make_copying_nllb(other, LEXICON[:-1], CODES)
    assert bench(line(models, "hau").replace(f"{models}/nllb", str(other))) == 0
    assert "anew, since something has changed" in bench.err
