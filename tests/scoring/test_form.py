import numpy as np
import pytest
from hypothesis import given

from core.candidates.ngrams import ngrams
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import Task
from core.scoring.form import form
from tests.projection.build import tasks


def score(entity, target, **options):
    words, others = tuple(entity.split()), tuple(target.split())
    world = Task(Sentence(words, (Entity(0, len(words), "X"),)), others)
    found = form(world, Candidates.of([(0, len(others))], origin="t"), **options)
    return float(found[0, 0])


@pytest.mark.parametrize(
    ("entity", "target", "expected"),
    [
        ("Angela Merkel", "Angela Merkel", 1.0),
        ("Angela Merkel", "Merkel Angela", 1.0),
        ("Angela Merkel", "Merkel", 2 * 6 / (12 + 6)),
        ("Merkel", "gestern Merkel", 2 * 6 / (6 + 13)),
        ("Merkel", "Berlin", 0.0),
        ("Zürich", "Zu\u0308rich", 1.0),
        ("PPE-DE", "PPE / DE", 1.0),
        ("European Union", "EU", 1.0),
        ("UN", "United Nations", 1.0),
        ("European Union", "UE", 0.8),
        ("European Union", "eu", 0.0),  # no acronym
        ("Article 85", "Artikel 86", 0.0),
        ("85", "٨٥", 1.0),
        ("Europe", "europe", 0.7),  # small letters
        ("europe", "Europe", 1.0),
        ("-", "-", 0.0),
        ("London", "伦 敦", 0.0),
    ],
)
def test_how_alike_they_look(entity, target, expected):
    assert score(entity, target) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("entity", "target"),
    [("Putin", "Путин"), ("Netanyahu", "נתניהו"), ("Merkel", "मर्केल"), ("Indonesia", "Indonesien")],
)
def test_names_are_recognised_across_scripts_and_endings(entity, target):
    assert score(entity, target) > 0.5


def test_what_is_less_alike_than_asked_for_is_not_alike():
    assert score("Indonesia", "Indonesien", least=1.0) == 0.0


def test_each_view_can_be_closed():
    assert score("European Union", "EU", initials=False) == 0.0
    assert score("AB-12", "AB 12", as_one_word=False) < score("AB-12", "AB 12") == 1.0
    assert score("Europe", "europe", capitals=1.0) == 1.0


def test_nothing_to_score():
    world = Task(Sentence(("a",), ()), ("b",))
    assert form(world, Candidates.of([(0, 1)], origin="t")).shape == (0, 1)


@given(world=tasks())
def test_scores_lie_between_zero_and_one(world):
    found = form(world, ngrams(world, stop_words=""))
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1 + 1e-12)).all()
