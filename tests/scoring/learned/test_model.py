import zlib

import numpy as np
import pytest

from core.candidates.grown import grown
from core.errors import InputError, MissingInputError, OptionError
from core.projection import METHODS, project
from core.projection.resolve import with_options
from core.scoring.learned import SpanModel, content_key, from_bytes, known, learned, remember
from core.scoring.learned.known import add_source
from core.scoring.learned.memory import Memory
from core.scoring.learned.model import LEARNED, Learned
from core.scoring.learned.trees import joined
from tests.scoring.learned.test_features import TASK, decided


def flat(base: float) -> Learned:
    """Return a model that says the same of everything."""
    return Learned(np.zeros(len(LEARNED)), base, joined(0.0, []), Memory.of([decided((1, 4))]))


@pytest.fixture
def model() -> SpanModel:
    prior = known("shipped").prior
    return SpanModel(prior, flat(1.0), (flat(-1.0),), {content_key(TASK): 0})


def test_the_shipped_scorer_knows_a_good_span() -> None:
    candidates = grown(TASK)
    scores = learned(TASK, candidates)
    assert scores.shape == (2, len(candidates))
    assert (scores >= 0).all()
    assert (scores < 1).all()
    best = [candidates.spans()[t] for t in scores.argmax(axis=1)]
    assert best == [(1, 4), (5, 6)]


def test_a_pair_that_taught_is_asked_of_the_fold_without_it(model: SpanModel) -> None:
    candidates = grown(TASK)
    assert model.scores(TASK, candidates).max() == pytest.approx(sigmoid(-0.5))
    other = SpanModel(model.prior, model.learned, model.folds)
    assert other.scores(TASK, candidates).max() == pytest.approx(sigmoid(0.5))


def sigmoid(log_odds: float) -> float:
    return 1 / (1 + np.exp(-log_odds))


def test_bytes_come_back_as_the_same_scorer(model: SpanModel) -> None:
    again = from_bytes(model.to_bytes(), name="it")
    assert again.digest() == model.digest()
    candidates = grown(TASK)
    assert again.scores(TASK, candidates).tolist() == model.scores(TASK, candidates).tolist()
    assert SpanModel(model.prior).digest() != model.digest()


def test_what_is_no_scorer_is_refused(model: SpanModel) -> None:
    text = zlib.decompress(model.to_bytes()).decode()
    for body in (
        b"",
        b"{}",
        zlib.compress(b"[]"),
        zlib.compress(b"[" * 100_000),
        zlib.compress(text.replace('"format":1', '"format":2').encode()),
        zlib.compress(text.replace('"coverage"', '"something"').encode()),
        zlib.compress(text.replace('":0}', '":7}').encode()),
    ):
        with pytest.raises(InputError, match="mine is no span scorer"):
            from_bytes(body, name="mine")


def test_methods_name_a_scorer_by_its_digest(model: SpanModel) -> None:
    spec = with_options(METHODS["learned-exact"], {"learned.scorer": remember(model)})
    assert [p.picks for p in project(TASK, spec)] != [
        p.picks for p in project(TASK, METHODS["learned-exact"])
    ]
    nobody = with_options(spec, {"learned.scorer": "0123456789abcdef"})
    with pytest.raises(MissingInputError, match="no span scorer '0123456789abcdef'"):
        project(TASK, nobody)
    with pytest.raises(OptionError):
        with_options(spec, {"learned.nothing": 1})


def test_scorers_are_looked_for_where_somebody_has_them(model: SpanModel) -> None:
    only = SpanModel(model.prior, flat(0.25))
    bodies = {only.digest(): only.to_bytes()}
    add_source(bodies.get)
    assert known(only.digest()).digest() == only.digest()


def test_shares_name_what_moved_a_candidate(model: SpanModel) -> None:
    candidates = grown(TASK)
    cell = (0, candidates.spans().index((1, 4)))
    far = (0, candidates.spans().index((5, 6)))
    told, nothing = known("shipped").shares(TASK, candidates, [cell, far])
    assert told
    assert [abs(value) for _, value in told] == sorted((abs(v) for _, v in told), reverse=True)
    assert nothing == []
    assert model.shares(TASK, candidates, [cell]) == [[]]  # it says the same of everything


def test_an_explanation_tells_what_moved_the_pick() -> None:
    organisation, person = project(TASK, METHODS["learned-exact"], explain=True)
    for projection, words in ((organisation, "'Bank von Europa'"), (person, "'Anna'")):
        assert projection.explanation is not None
        (line,) = [s for s in projection.explanation.steps if "Learned score" in s]
        assert line.startswith(words)
        assert "for: " in line
