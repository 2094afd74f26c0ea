"""Tag probabilities of the source, carried over to target words."""

import numpy as np
import pytest

from core.domain.entity import Entity
from core.domain.projection import Pick, Projection, Reason
from core.domain.task import TagProbs
from core.errors import InputError
from core.projection.carried_probs import carried, relabelled

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
SOURCE = TagProbs(
    TAGS,
    np.array(
        [
            [0.1, 0.6, 0.1, 0.15, 0.05],
            [0.2, 0.1, 0.5, 0.1, 0.1],
            [0.1, 0.1, 0.7, 0.05, 0.05],
            [0.1, 0.0, 0.1, 0.6, 0.2],
        ]
    ),
)


def projection(start: int, end: int, *picks: tuple[int, int]) -> Projection:
    spans = tuple(Pick(*pick) for pick in picks)
    return Projection(Entity(start, end, "X"), spans, None if picks else Reason.NO_LINKS)


@pytest.mark.parametrize(
    ("projections", "rows"),
    [
        # the first word has those of the first, the others those of the last
        ([projection(0, 3, (1, 4))], {1: 0, 2: 2, 3: 2}),
        ([projection(0, 3, (1, 2))], {1: 0}),
        ([projection(0, 2, (0, 3))], {0: 0, 1: 1, 2: 1}),
        # a single word: B and I in each other's place
        (
            [projection(3, 4, (0, 3))],
            {0: 3, 1: [0.1, 0.1, 0.0, 0.2, 0.6], 2: [0.1, 0.1, 0, 0.2, 0.6]},
        ),
        ([projection(3, 4, (2, 3))], {2: 3}),
        # several picks, each from its start; of two that overlap the first counts
        ([projection(0, 2, (0, 2), (3, 5))], {0: 0, 1: 1, 3: 0, 4: 1}),
        ([projection(0, 2, (0, 2)), projection(3, 4, (1, 2))], {0: 0, 1: 1}),
        # nothing projected
        ([projection(0, 2)], {}),
        ([], {}),
    ],
)
def test_which_word_gets_which_row(projections, rows):
    found = carried(SOURCE, projections, 5)
    assert found.labels == TAGS
    assert found.reached.tolist() == [j in rows for j in range(5)]
    for j in range(5):
        row = rows.get(j, [0.0] * 5)
        wanted = SOURCE.probs[row].tolist() if isinstance(row, int) else row
        assert found.probs[j].tolist() == wanted


def test_a_class_that_the_tagger_knows_by_one_tag_stays_where_it_is():
    odd = TagProbs(("B-X", "O", "I-Y", "B-Y"), np.array([[0.1, 0.2, 0.3, 0.4]]))
    found = carried(odd, [projection(0, 1, (0, 2))], 2)
    assert found.probs.tolist() == [[0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.4, 0.3]]


@pytest.mark.parametrize("bad", [projection(3, 5, (0, 1)), projection(0, 1, (4, 6))])
def test_what_lies_outside_is_refused(bad):
    with pytest.raises(InputError, match="outside 4 rows of source probabilities and 5 target"):
        carried(SOURCE, [bad], 5)


@pytest.mark.parametrize(
    ("label_map", "labels", "row"),
    [
        ({}, TAGS, [0.1, 0.6, 0.1, 0.15, 0.05]),
        ({"LOC": "O"}, ("O", "B-PER", "I-PER"), [0.3, 0.6, 0.1]),
        ({"LOC": "PER"}, ("O", "B-PER", "I-PER"), [0.1, 0.75, 0.15]),
        ({"PER": "Person"}, ("O", "B-Person", "I-Person", "B-LOC", "I-LOC"), None),
        ({"PER": "LOC", "LOC": "PER"}, ("O", "B-LOC", "I-LOC", "B-PER", "I-PER"), None),
    ],
)
def test_labels_are_mapped_as_the_method_maps_them(label_map, labels, row):
    found = relabelled(SOURCE, label_map)
    assert found.labels == labels
    assert found.probs[0] == pytest.approx(SOURCE.probs[0] if row is None else row)
