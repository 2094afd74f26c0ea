from pathlib import Path

import pytest

from core.models.translators import Translator, load_translator
from core.pipeline import remembered as remembered_module
from core.pipeline.translate import translate
from core.storage.results import Results
from tests.kept import kept
from tests.tiny.lexicon import LEXICON
from tests.tiny.translators import make_copying_nllb

TEXTS = [f"Anna lives in house {k} ." for k in range(7)] + ["漢字", "", "UN"]


@pytest.fixture(scope="module")
def copying(tmp_path_factory: pytest.TempPathFactory) -> Translator:
    return load_translator(str(make_copying_nllb(tmp_path_factory.mktemp("copying"), LEXICON)))


@pytest.fixture
def results(tmp_path: Path):
    opened = Results.open(tmp_path / "results.sqlite")
    yield opened
    opened.close()


def test_a_run_that_broke_off_goes_on_where_it_was(copying, results, monkeypatch) -> None:
    monkeypatch.setattr(remembered_module, "CHUNK", 3)
    wanted = translate(copying, TEXTS, "en", "de", beams=2)
    real, calls = Translator.translate, []

    def breaking(self, texts, *args, **more):
        calls.append(list(texts))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, texts, *args, **more)

    monkeypatch.setattr(Translator, "translate", breaking)
    with pytest.raises(KeyboardInterrupt):
        translate(copying, TEXTS, "en", "de", beams=2, results=results)
    told = []
    found = translate(
        copying, TEXTS, "en", "de", beams=2, results=results, report=lambda *now: told.append(now)
    )
    assert found == wanted
    assert [t.text for t in found][-3:] == ["", "", "VN"]
    assert sum(map(len, calls[2:])) == len(TEXTS) - 3
    assert told[0] == ("Translating en into de", 3, 10)
    assert told[-1] == ("Translating en into de", 10, 10)


def test_other_languages_and_beams_are_other_results(copying, results, tmp_path) -> None:
    def texts(source: str, target: str, beams: int = 1) -> list[str]:
        found = translate(copying, ["UN"], source, target, beams=beams, results=results)
        return [t.text for t in found]

    assert texts("en", "de") == ["VN"]
    assert texts("en", "sw") == ["UM"]
    assert texts("eng_Latn", "deu") == ["VN"]
    assert kept(tmp_path / "results.sqlite", "translation") == 2
    assert texts("en", "de", beams=2) == ["VN"]
    assert kept(tmp_path / "results.sqlite", "translation") == 3
