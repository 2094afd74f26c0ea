from dataclasses import replace

import numpy as np
import pytest

from core.candidates.tagged import tagged
from core.domain.task import TagProbs
from core.errors import InputError, MissingInputError
from tests.projection.build import TAGS, task


def spelling(tags, *, labels=TAGS, sure=0.9):
    """Return a task whose tagger gives each target token one tag with probability `sure`."""
    rows = [[sure if k == t else (1 - sure) / (len(labels) - 1) for k in labels] for t in tags]
    world = task(1, len(tags), [(0, 1, "PER")])
    return replace(world, tag_probs=TagProbs(tuple(labels), np.array(rows)))


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("O O O", ()),
        ("B-PER I-PER O", ((0, 2),)),
        ("B-PER B-PER I-PER", ((0, 1), (1, 3))),
        ("O I-PER I-PER", ((1, 3),)),  # continues nothing: starts
        ("B-PER I-LOC I-LOC", ((0, 1), (1, 3))),
        ("I-LOC", ((0, 1),)),
        ("B-LOC O I-LOC", ((0, 1), (2, 3))),
    ],
)
def test_the_most_probable_tags_spell_spans(tags, spans):
    assert tagged(spelling(tags.split())).spans() == spans


def test_sub_ranges_and_a_least_score():
    world = spelling(["B-PER", "I-PER", "O"])
    assert tagged(world, sub_ranges=True).spans() == ((0, 1), (0, 2), (1, 2))
    # what lies inside a span begins with an improbable B-
    assert tagged(world, sub_ranges=True, min_score=0.5).spans() == ((0, 1), (0, 2))
    assert len(tagged(world, min_score=0.95)) == 0
    assert len(tagged(spelling(["O"]), min_score=0.5)) == 0


def test_a_tagger_without_b_tags_and_one_without_any():
    assert tagged(spelling(["I-PER", "I-PER", "O"], labels=("O", "I-PER"))).spans() == ((0, 2),)
    world = replace(task(1, 1, []), tag_probs=TagProbs(("O",), np.ones((1, 1))))
    assert len(tagged(world, sub_ranges=True, min_score=0.1)) == 0


def test_of_equal_tags_the_first_column_counts():
    world = replace(task(1, 1, []), tag_probs=TagProbs(("O", "B-PER"), np.array([[0.5, 0.5]])))
    assert len(tagged(world)) == 0


def test_probabilities_are_needed():
    with pytest.raises(MissingInputError, match="--tag-probs"):
        tagged(task(1, 1, []))


@pytest.mark.parametrize(
    ("labels", "probs", "message"),
    [
        (("O",), [[np.nan]], "in \\[0, 1\\]"),
        (("O",), [[np.inf]], "in \\[0, 1\\]"),
        (("O",), [[-0.1]], "in \\[0, 1\\]"),
        (("O", "B-X"), [[1.0]], "one column a label"),
        (("O", "O"), [[0.5, 0.5]], "twice"),
        (("O",), [1.0], "shape"),
    ],
)
def test_what_is_no_table_of_probabilities_is_refused(labels, probs, message):
    with pytest.raises(InputError, match=message):
        TagProbs(labels, np.array(probs))


def test_a_table_of_another_sentence_is_refused():
    with pytest.raises(InputError, match="3 rows"):
        replace(task(1, 2, []), tag_probs=TagProbs(("O",), np.ones((3, 1))))
