import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.candidates.ngrams import ngrams
from core.domain.alignment import Alignment, Link
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import Task
from core.scoring.coverage import coverage
from tests.projection.build import task, tasks


def scores(world, spans, **options):
    return coverage(world, Candidates.of(spans, origin="t"), **options)[0].tolist()


def test_bounded_variant_with_all_weights_one():
    world = task(2, 6, [(0, 2, "LOC")], [(0, 3), (1, 4)])
    spans = [(2, 6), (3, 4), (3, 5), (3, 6)]
    same = scores(world, spans, unlinked=1.0, elsewhere=1.0, missing=1.0, short_words=1.0)
    assert same == pytest.approx([2 / 3, 2 / 3, 1.0, 0.8])


def test_many_to_many_links_stay_at_one():
    world = task(2, 2, [(0, 2, "LOC")], [(0, 0), (0, 1), (1, 0), (1, 1)])
    assert scores(world, [(0, 2)]) == [1.0]


def test_probability_counts_on_both_sides():
    world = task(1, 1, [(0, 1, "LOC")], [(0, 0, 0.5)])
    assert scores(world, [(0, 1)], doubt=1.0, probabilities=1.0) == pytest.approx([0.5])
    assert scores(world, [(0, 1)], probabilities=1.0) == pytest.approx([1 / 1.5])


@pytest.mark.parametrize("power", [0.0, 0.2, 0.5, 1.0])
def test_probabilities_count_as_much_as_they_are_told_to(power):
    world = task(2, 1, [(0, 2, "LOC")], [(0, 0, 0.4)])
    held = 0.4**power
    sides = held + (1.0 - held) + 1.0 + held  # the covered word, the other one, the candidate
    assert scores(world, [(0, 1)], probabilities=power) == pytest.approx([2 * held / sides])


def test_a_gap_of_unlinked_words_costs_less_than_words_of_others():
    open_gap = task(3, 3, [(0, 2, "ORG")], [(0, 0), (1, 2)])
    filled = task(3, 3, [(0, 2, "ORG")], [(0, 0), (1, 2), (2, 1)])
    assert scores(open_gap, [(0, 3)]) == pytest.approx([4 / 4.2])
    assert scores(filled, [(0, 3)]) == pytest.approx([4 / 5])
    assert scores(filled, [(0, 3)], elsewhere=2.0) == pytest.approx([4 / 6])


def test_an_unlinked_entity_word_weighs_what_it_is_told_to():
    world = task(2, 1, [(0, 2, "ORG")], [(0, 0)])
    assert scores(world, [(0, 1)], missing=1.0) == pytest.approx([2 / 3])
    assert scores(world, [(0, 1)], missing=0.0) == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("target", "best"),
    [("von Mitgliedstaaten", (1, 2)), ("Staat Mitgliedstaaten", (0, 2)), (", Mitglied", (1, 2))],
)
def test_short_words_are_not_drawn_in(target, best):
    world = task(2, 2, [(0, 2, "ORG")], [(0, 1), (1, 1), (1, 0)], target=target)
    found = dict(
        zip([(0, 1), (0, 2), (1, 2)], scores(world, [(0, 1), (0, 2), (1, 2)]), strict=True)
    )
    assert max(found, key=found.get) == best


def pair(source, target, entity, links):
    """Return a task of the given words with one entity."""
    words, others = tuple(source.split()), tuple(target.split())
    alignment = Alignment(len(words), len(others), tuple(Link(*k) for k in links))
    return Task(Sentence(words, (Entity(*entity, "ORG"),)), others, alignment)


def best(world, **options):
    candidates = ngrams(world, stop_words="")
    found = coverage(world, candidates, **options)[0]
    return candidates.spans()[int(found.argmax())]


def test_what_a_linked_word_lacks_to_certainty_is_no_reason_against_it():
    world = task(1, 2, [(0, 1, "ORG")], [(0, 0, 0.9), (0, 1, 0.6)])
    assert best(world) == (0, 2)
    assert best(world, doubt=1.0) == (0, 1)


def test_a_short_source_word_does_not_draw_a_longer_one_in():
    links = [(0, 2, 1.0), (1, 0, 1.0), (2, 2, 1.0)]
    world = pair("Union 's policy", "Debatte der Unionspolitik", (0, 3), links)
    assert best(world, short_sources=1.0) == (0, 3)
    assert best(world, short_sources=0.0) == (2, 3)


def test_a_short_source_word_may_be_a_single_character():
    world = pair("Isle of Man", "Man 之 島", (0, 3), [(0, 2), (1, 1), (2, 0)])
    assert scores(world, [(0, 3)], short_sources=0.0) == [1.0]


def test_a_capital_hardly_turns_into_small_letters():
    links = [(0, 0, 0.9), (1, 1, 0.9), (0, 1, 0.2)]
    world = pair("Irish Court", "Gericht gefunden", (0, 2), links)
    assert best(world, small_letters=1.0) == (0, 2)
    assert best(world, small_letters=0.2) == (0, 1)
    caseless = pair("Irish Court", "裁判所 発見", (0, 2), links)
    assert scores(caseless, [(0, 2)]) == scores(caseless, [(0, 2)], small_letters=0.2)


def test_a_copy_stands_in_for_a_link():
    world = pair("Mailis said", "Kranke sagt Mailis", (0, 1), [(0, 0, 0.8)])
    assert best(world) == (2, 3)
    assert best(world, alike=0.0) == (0, 1)
    across = pair("Putin said", "сказал Путин", (0, 1), [(0, 0, 0.3), (1, 0, 0.7)])
    assert best(across) == (1, 2)


def test_short_copies_and_other_numbers_stand_for_nothing():
    assert scores(pair("de X", "X de", (0, 1), []), [(1, 2)]) == [0.0]
    assert scores(pair("C5-0121 X", "X C5-0122", (0, 1), []), [(1, 2)]) == [0.0]


def test_a_compound_holds_the_words_it_is_made_of():
    links = [(0, 0, 1.0), (1, 1, 1.0)]
    world = pair("Cohesion Fund", "Kohäsionsfonds gefördert", (0, 2), links)
    assert best(world) == (0, 1)
    assert best(world, alike=0.0) == (0, 2)
    alone = pair("Fund", "Kohäsionsfonds", (0, 1), [])
    assert scores(alone, [(0, 1)]) == [0.0]


def test_the_same_word_written_in_another_way_counts_alike():
    links = [(0, 1, 0.5)]
    composed = pair("Müller kam", "da Müller", (0, 1), links)
    apart = pair("Müller kam", "da Mu\u0308ller", (0, 1), links)
    assert scores(composed, [(1, 2)]) == scores(apart, [(1, 2)])


def test_no_links_score_zero():
    assert scores(task(1, 2, [(0, 1, "LOC")]), [(0, 1)], missing=0.0, unlinked=0.0) == [0.0]
    assert coverage(task(1, 1, []), Candidates.of([(0, 1)], origin="t")).shape == (0, 1)


@given(world=tasks(), unlinked=st.floats(0, 3), elsewhere=st.floats(0, 3), missing=st.floats(0, 3))
def test_scores_lie_between_zero_and_one(world, unlinked, elsewhere, missing):
    found = coverage(world, ngrams(world), unlinked=unlinked, elsewhere=elsewhere, missing=missing)
    assert found.shape == (len(world.entities()), len(ngrams(world)))
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert (found <= 1 + 1e-9).all()
