"""What the bench of taggers from silver is made of."""

from bench import student
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.training.fit import SMALL

NAMED = (Entity(0, 1, "PER"),)


def pair(name: str, text: str) -> Pair:
    tokens = tuple(text.split())
    return Pair(name, Sentence(tokens), Sentence(tokens, NAMED, "de"))


def test_the_methods_are_the_default_and_the_published_heuristics() -> None:
    assert student.METHODS[:2] == ("default", "heuristic-paper")
    assert len(student.SEEDS) == 3


def test_entities_are_missed_only_where_nobody_reviewed() -> None:
    every = [NAMED] * 400
    kept, reviewed = student.poor(every, 0)
    assert 0.3 < sum(reviewed) / 400 < 0.5
    assert all(spans == NAMED for spans, sure in zip(kept, reviewed, strict=True) if sure)
    missed = sum(not spans for spans in kept) / (400 - sum(reviewed))
    assert 0.4 < missed < 0.6
    assert (kept, reviewed) == student.poor(every, 0)


def test_treatments_weigh_by_tag_and_review() -> None:
    pairs = [pair("a", "Anna sleeps"), pair("b", "Anna sleeps")]
    weights = {}
    for name, weigh in student.TREATMENTS.items():
        found = student.rows(pairs, [NAMED, NAMED], lambda k, tag, w=weigh: w(tag, k == 0))
        weights[name] = [row.weights for row in found]
    assert list(weights.values()) == [
        [(1.0, 1.0), (1.0, 1.0)],
        [(1.0, 1.0), (1.0, 0.1)],
        [(1.0, 1.0), (1.0, 0.0)],
        [(1.0, 1.0), (0.0, 0.0)],
    ]


def test_a_tagger_is_trained_and_scored(monkeypatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(student, "SMALL", replace(SMALL, epochs=15))
    rows = student.rows([pair(str(k), "Anna sleeps here") for k in range(8)], [NAMED] * 8)
    assert student.trained(rows, rows, 0).f1 == 1.0
    assert student.spread([student.trained(rows, rows, 0)] * 2) == "1.000 ±0.000"
