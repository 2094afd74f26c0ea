import numpy as np

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import TagProbs
from core.review.tagger import likely_tags, tagger_words
from tests.supplied import LABELS, rows


def test_a_line_says_how_probable_the_tag_is_at_each_word() -> None:
    target = Sentence(("Ana", "Lee", "ve"), None, "es")
    (line,) = tagger_words(target, [Entity(0, 2, "PER")], rows(1, 2, 0, sure=0.8))
    assert line == "PER “Ana Lee”: the tagger gives B-PER 0.80, I-PER 0.80"


def test_a_tagger_with_half_of_the_tags_or_none_of_a_class_is_told_of_too() -> None:
    target = Sentence(("a", "b"), None, "ja")
    inside = TagProbs(("O", "I-PER"), np.array([[0.25, 0.75], [0.5, 0.5]]))
    both = [Entity(0, 2, "PER"), Entity(0, 1, "LOC")]
    assert tagger_words(target, both, inside) == (
        "PER “ab”: the tagger gives I-PER 0.75, I-PER 0.50",
        "LOC “a”: the tagger gives B-LOC 0.00",
    )


def test_a_long_entity_is_not_told_in_full() -> None:
    target = Sentence(tuple("abcdefghij"), None, "en")
    (line,) = tagger_words(target, [Entity(0, 10, "ORG")], rows(*[0] * 10))
    assert line.count("-ORG") == 8
    assert line.endswith(", and 2 more words")


def test_the_likeliest_tags_come_first_and_unlikely_ones_are_left_out() -> None:
    table = np.array([[0.1, 0.6, 0.06, 0.24, 0.0], [0.01, 0.01, 0.02, 0.03, 0.93]])
    assert likely_tags(TagProbs(LABELS, table)) == [
        [["B-PER", 0.6], ["B-LOC", 0.24], ["O", 0.1]],
        [["I-LOC", 0.93]],
    ]
    many = tuple(f"B-X{k}" for k in range(40))
    flat = TagProbs(many, np.full((1, 40), 1 / 40))
    assert likely_tags(flat) == [[["B-X0", 0.025]]]
