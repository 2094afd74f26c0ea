from pathlib import Path

import pytest

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.task import SuppliedSpan
from core.errors import ModelError, OptionError
from core.models.beams import Proposer, load_proposer
from core.models.seq2seq.generate import Written
from core.pipeline.propose import propose_spans
from core.storage.results import Results
from tests.tiny import translators as tiny
from tests.tiny.lexicon import WORDS
from tests.tiny.translators import make_mt5, make_nllb


def pair(name: str, entities, target: str) -> Pair:
    source = Sentence(("Anna", "saw", "Rome"), entities, "en")
    return Pair(name, source, Sentence(tuple(target.split()), None, "de"))


BOTH = (Entity(0, 1, "PER"), Entity(2, 3, "LOC"))
PAIRS = [
    pair("a", BOTH, "Anna sah Rom und Anna"),
    pair("b", BOTH[:1], "Rom sah Bob"),
    pair("c", (), "Bob"),
    pair("d", None, "Bob"),
    pair("e", BOTH[:1], "x " * 600),
]
BEAMS = {
    "a": ["<PER>Anna</PER><LOC>Rom</LOC>", "<PER>Rom</PER><LOC>Paris</LOC>", "<PER>Anna</PER>"],
    "b": ["<ORG>Bob</ORG>", "<PER>bob!</PER>", ""],
}


@pytest.fixture(scope="module")
def proposer(tmp_path_factory: pytest.TempPathFactory) -> Proposer:
    return load_proposer(str(make_mt5(tmp_path_factory.mktemp("mt5"), WORDS)))


@pytest.fixture
def beams(monkeypatch) -> list[str]:
    """Lets the model write what it should; holds what it was asked."""
    asked: list[str] = []

    def write(self, texts, **_):
        asked.extend(texts)
        rows = [BEAMS["a" if "sah Rom" in text else "b"] for text in texts]
        return [tuple(Written(t, -2.0 * k, 2, True) for k, t in enumerate(r)) for r in rows]

    monkeypatch.setattr(Proposer, "write", write)
    return asked


def test_what_beams_write_becomes_spans_where_it_occurs(proposer, beams, tmp_path) -> None:
    told: list[str] = []
    results = Results.open(tmp_path / "results.sqlite")
    found = propose_spans(PAIRS, proposer, results=results, tell=told.append)
    assert found == {
        "a": (
            SuppliedSpan(0, 1, "PER", 1.0),
            SuppliedSpan(2, 3, "LOC", 1.0),
            SuppliedSpan(2, 3, "PER", 0.367879),
            SuppliedSpan(4, 5, "PER", 1.0),
        ),
        "b": (SuppliedSpan(2, 3, "PER", 0.367879),),
        "c": (),
        "e": (),
    }
    assert sorted(beams) == [
        "Anna sah Rom und Anna <PER>[None]</PER><LOC>[None]</LOC>",
        "Rom sah Bob <PER>[None]</PER>",
    ]
    assert told == [
        "1 sentences are longer than the 512 sub-words that the model reads and get no proposals: e"
    ]
    beams.clear()
    assert propose_spans(PAIRS, proposer, results=results) == found
    assert beams == []
    results.close()


def test_as_many_texts_as_beams(proposer) -> None:
    (found,) = proposer.write(["Anna lives <PER>[None]</PER>"], beams=4, most_tokens=12)
    assert len({one.text for one in found}) == len(found) == 4
    assert all(one.logp < 0 for one in found)
    with pytest.raises(OptionError, match="beams 0"):
        proposer.write(["x"], beams=0)


def test_sentences_are_measured_in_sub_words_where_these_are_bytes(
    proposer, beams, monkeypatch
) -> None:
    monkeypatch.setattr(Proposer, "size", lambda _, text: len(text.encode()) + 1)
    told: list[str] = []
    texts = ["漢" * 200, "漢" * 100]
    long = [pair(str(k), BOTH[:1], text) for k, text in enumerate(texts)]
    propose_spans(long, proposer, tell=told.append)
    assert len(beams) == 1
    assert told[0].startswith("1 sentences are longer than the 512 sub-words")


def test_a_tokeniser_without_angles_fills_no_slots(tmp_path, monkeypatch) -> None:
    plain = tiny._unigram
    monkeypatch.setattr(tiny, "_unigram", lambda words: [u for u in plain(words) if u[0] != "<"])
    with pytest.raises(ModelError, match="has no `<`, so that no slot can be written; take an mT5"):
        load_proposer(str(make_mt5(tmp_path, WORDS)))


def test_a_translation_model_fills_no_slots(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="wants codes of languages"):
        load_proposer(str(make_nllb(tmp_path, WORDS)))
