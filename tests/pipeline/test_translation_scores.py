from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.spec import PartSpec
from core.domain.task import SuppliedSpan, TagProbs
from core.errors import InputError, MissingInputError
from core.models.likelihood import direct
from core.models.translators import Translator, load_translator
from core.pipeline.outcomes import Extras
from core.pipeline.translation_scores import translation_scores
from core.storage.results import Results
from tests.tiny.lexicon import LEXICON, WORDS
from tests.tiny.translators import make_copying_nllb, make_mt5, make_nllb


def pair(name: str, source: str, entities, target: str, langs=("en", "de")) -> Pair:
    left = Sentence(tuple(source.split()), entities, langs[0])
    return Pair(name, left, Sentence(tuple(target.split()), None, langs[1]))


PAIRS = [
    pair("a", "UN in London .", (Entity(0, 1, "ORG"), Entity(2, 3, "LOC")), "VN in Londonstadt ."),
    pair("b", "Anna works", (Entity(0, 1, "PER"),), "arbeitet Anna"),
    pair("c", "Bob sleeps", (), "Bob schläft"),
    pair("d", "Bob sleeps", None, "Bob schläft"),
]


@pytest.fixture(scope="module")
def copying(tmp_path_factory: pytest.TempPathFactory) -> Translator:
    return load_translator(str(make_copying_nllb(tmp_path_factory.mktemp("copying"), LEXICON)))


def test_the_counterpart_scores_best(copying) -> None:
    found = translation_scores(PAIRS, copying, max_len=2)
    assert list(found) == ["a", "b", "c"]
    assert found["c"] == ()
    best = {}
    for a, b, c, d, score in found["a"]:
        assert 0.1 < score < 1.1
        best[a, b] = max(best.get((a, b), (0, 0, 0)), (score, c, d))
    assert {k: v[1:] for k, v in best.items()} == {(0, 1): (0, 1), (2, 3): (2, 3)}
    assert best[0, 1][0] > 0.9
    assert [row[2:4] for row in found["b"]] == [(1, 2)]


def test_it_is_the_mean_of_both_directions_each_by_itself(tmp_path: Path) -> None:
    nllb = load_translator(str(make_nllb(tmp_path, WORDS)))
    one = [pair("a", "UN", (Entity(0, 1, "ORG"),), "VN", ("en", "de"))]
    ((*_, score),) = translation_scores(one, nllb, least=0.0)["a"]
    (forth,) = direct(nllb, [("UN", "VN")], "de", "en")
    (back,) = direct(nllb, [("VN", "UN")], "en", "de")
    (own,) = direct(nllb, [("UN", "UN")], "en", "en")
    (other,) = direct(nllb, [("VN", "VN")], "de", "de")
    assert score == pytest.approx((forth / own + back / other) / 2, abs=1e-5)


def test_each_pair_of_phrases_is_scored_once_and_kept(copying, tmp_path, monkeypatch) -> None:
    from core.pipeline import translation_scores as module

    asked: list[tuple[str, str]] = []

    def counted(translator, pairs, *langs, **more):
        asked.extend((*one, *langs) for one in pairs)
        return direct(translator, pairs, *langs, **more)

    monkeypatch.setattr(module, "direct", counted)
    results = Results.open(tmp_path / "results.sqlite")
    twice = [*PAIRS, replace(PAIRS[0], id="again")]
    told = []
    first = translation_scores(
        twice, copying, max_len=1, results=results, report=lambda *now: told.append(now)
    )
    assert first["a"] == first["again"]
    assert len(asked) == len(set(asked)) == sum({step: total for step, _, total in told}.values())
    asked.clear()
    assert translation_scores(twice, copying, max_len=1, results=results) == first
    assert asked == []
    results.close()


def test_candidates_come_from_where_one_says(copying) -> None:
    spans = {"a": (SuppliedSpan(2, 3),), "b": ()}
    tags = TagProbs(
        ("O", "B-LOC", "I-LOC"), np.array([[0.9, 0.1, 0.0]] * 2 + [[0.2, 0.8, 0.0]] * 2)
    )
    extras = Extras(spans=spans, tag_probs={"a": tags})
    only = translation_scores(PAIRS[:2], copying, candidates=[PartSpec("supplied")], extras=extras)
    assert [row[:4] for row in only["a"]] == [(0, 1, 2, 3), (2, 3, 2, 3)]
    assert only["a"][0][4] < 0.1 < only["a"][1][4]
    assert only["b"] == ()
    extras = replace(extras, spans=None)
    sure = translation_scores(PAIRS[:1], copying, max_len=1, least_tag=0.2, extras=extras)
    assert [row[:4] for row in sure["a"]] == [(2, 3, 2, 3)]
    with pytest.raises(MissingInputError, match="--tag-probs"):
        translation_scores(PAIRS[:1], copying, least_tag=0.2)


def test_phrases_too_long_have_no_score_and_that_is_told(copying) -> None:
    long = pair("a", "UN", (Entity(0, 1, "ORG"),), f"VN {'x' * 200}")
    told: list[str] = []
    found = translation_scores([long], copying, max_len=1, tell=told.append)
    assert [row[:4] for row in found["a"]] == [(0, 1, 0, 1)]
    assert told == ["1 pairs of phrases are longer than the model reads; they get no score"]


def test_phrases_are_measured_in_sub_words_where_these_are_bytes(copying, monkeypatch) -> None:
    kind = type(copying.network)
    monkeypatch.setattr(kind, "size", lambda _, text: len(text.encode()))
    long = pair("a", "UN", (Entity(0, 1, "ORG"),), f"VN {'漢' * 50}")
    told: list[str] = []
    translation_scores([long], copying, max_len=1, tell=told.append)
    assert copying.longest_phrase < 150
    assert told == ["1 pairs of phrases are longer than the model reads; they get no score"]


def test_models_that_cannot_do_it_are_refused(copying, tmp_path: Path) -> None:
    mt5 = str(make_mt5(tmp_path, WORDS))
    with pytest.raises(InputError, match="has no codes of languages"):
        translation_scores(PAIRS, mt5)
    with pytest.raises(InputError, match="no code for 'fr'"):
        translation_scores([pair("a", "UN", (Entity(0, 1, "X"),), "x", ("en", "fr"))], copying)
