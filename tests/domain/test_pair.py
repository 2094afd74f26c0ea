import pytest

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.domain.task import Task
from core.errors import InputError, MissingInputError, SpanError


@pytest.mark.parametrize("tokens", [(), ("",), ("a", "b\tc"), ("a\n",), ("\0",), ("a\r",)])
def test_tokens_that_no_format_can_hold_are_refused(tokens):
    with pytest.raises(InputError):
        Sentence(tokens)


@pytest.mark.parametrize("token", [" ", "a b", "\u00a0", "\u200b", "ａ", "e\u0301"])
def test_every_other_token_is_kept_as_it_is(token):
    assert Sentence((token,)).tokens == (token,)


def test_entities_are_sorted_and_checked():
    a, b = Entity(1, 2, "A"), Entity(0, 1, "B")
    assert Sentence(("x", "y"), (a, b)).entities == (b, a)
    assert Sentence(("x",)).entities is None
    with pytest.raises(SpanError):
        Sentence(("x",), (a,))


def test_text_is_for_showing():
    sentence = Sentence(("New", "York", "!"))
    assert (sentence.text(0, 2), len(sentence)) == ("New York", 3)


@pytest.mark.parametrize("name", ["", "a\tb", "a\n"])
def test_a_pair_needs_an_id(name):
    with pytest.raises(InputError, match="id"):
        Pair(name, Sentence(("a",)), Sentence(("b",)))


def test_a_pair_reads_as_one_with_the_same_words_on_both_sides():
    one = Pair("1", Sentence(("a",), (Entity(0, 1, "PER"),)), Sentence(("b",)))
    assert one.reads_as(Pair("1", Sentence(("a",)), Sentence(("b",), lang="de"), doc="d"))
    assert not one.reads_as(Pair("1", Sentence(("c",)), Sentence(("b",))))
    assert not one.reads_as(Pair("1", Sentence(("a",)), Sentence(("b", "c"))))


def test_a_task_belongs_to_one_pair():
    source = Sentence(("a", "b"))
    with pytest.raises(InputError, match="1 x 1 tokens for a pair of 2 x 1"):
        Task(source, ("x",), Alignment(1, 1))
    with pytest.raises(MissingInputError, match="annotate"):
        Task(source, ("x",)).entities()
    with pytest.raises(MissingInputError, match="align"):
        Task(source, ("x",)).need_alignment()


def test_picks_take_the_label_of_their_entity():
    projection = Projection(Entity(0, 1, "PER"), (Pick(3, 5), Pick(7, 8)))
    assert projection.entities() == (Entity(3, 5, "PER"), Entity(7, 8, "PER"))
