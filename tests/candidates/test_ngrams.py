import pytest

from core.candidates.ngrams import ngrams
from core.domain.pair import Sentence
from core.domain.task import Task
from core.errors import MissingInputError
from tests.projection.build import task


def test_all_spans_up_to_the_length_in_order():
    found = ngrams(task(1, 3, [(0, 1, "PER")]), max_len=2)
    assert found.spans() == ((0, 1), (0, 2), (1, 2), (1, 3), (2, 3))
    assert set(found.origins) == {("ngrams",)}


def test_no_candidate_holds_a_stop_word():
    world = task(1, 4, [(0, 1, "PER")], target="Yahoo ! sagt ja")
    assert ngrams(world).spans() == ((0, 1), (2, 3), (2, 4), (3, 4))
    assert len(ngrams(world, stop_words="")) == 10
    assert (0, 2) in ngrams(world, stop_words="").spans()


@pytest.mark.parametrize(("length", "longest"), [(1, 10), (4, 10), (5, 12), (9, 20)])
def test_adaptive_length_follows_the_longest_entity(length, longest):
    spans = ngrams(task(10, 40, [(0, length, "ORG")])).spans()
    assert max(end - start for start, end in spans) == longest


def test_a_target_of_one_word_or_of_stop_words_only():
    assert ngrams(task(1, 1, [(0, 1, "PER")])).spans() == ((0, 1),)
    assert len(ngrams(task(1, 2, [(0, 1, "PER")], target="! ?"))) == 0


def test_an_unannotated_source_is_refused_only_where_the_length_depends_on_it():
    world = Task(Sentence(("a",)), ("b",))
    assert len(ngrams(world, max_len=3)) == 1
    with pytest.raises(MissingInputError, match="no entities"):
        ngrams(world)
