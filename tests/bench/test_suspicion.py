import numpy as np
import pytest

from bench.suspicion import found_at
from bench.suspicion_cases import judged
from core.domain.entity import Entity
from core.domain.projection import Pick, Projection
from core.review.suspicion import Row
from core.review.suspicion.sight import Sight
from tests.review.suspicion.build import row


def test_a_budget_that_ends_within_a_pair_counts_the_share_that_is_paid() -> None:
    scores, cost, wrong = (np.array(v, float) for v in ([0.1, 0.9, 0.5], [1, 1, 2], [1, 1, 0]))
    assert found_at(scores, cost, wrong, (0.25, 0.5, 0.875, 1.0)) == pytest.approx(
        [0.5, 0.5, 0.75, 1.0]
    )


def test_equals_come_in_the_order_of_the_corpus() -> None:
    same, cost, wrong = np.zeros(4), np.ones(4), np.array([0.0, 1, 1, 0])
    assert found_at(same, cost, wrong, (0.5,)) == [0.5]


def two(first: tuple[int, int] | None, second: tuple[int, int] | None) -> Row:
    return row("A b C", "a b c d", "0-0 2-2", {(0, 1): first, (2, 3): second})


@pytest.mark.parametrize(
    ("given", "gold", "entities", "rest"),
    [
        (two((0, 1), (2, 3)), [(0, 1), (2, 3)], (False, False), False),
        (two((0, 1), (2, 3)), [(0, 1), (2, 4)], (False, True), False),
        (two((0, 1), (2, 3)), [(0, 1), (2, 3), (3, 4)], (False, False), True),
        (two((0, 1), None), [(0, 1), (2, 3)], (False, True), False),
        (two((0, 1), None), [(0, 1)], (False, False), False),
        (two((0, 1), (1, 2)), [(0, 1), (3, 4)], (False, True), False),
        (two(None, None), [(3, 4)], (True, False), False),
    ],
)
def test_each_error_is_laid_to_an_entity_or_to_the_rest(given, gold, entities, rest) -> None:
    truth = {Entity(*span, "ORG") for span in gold}
    found = {e for p in given.projections for e in p.entities()}
    assert judged(Sight(given).parts, truth, found) == (entities, rest)
    assert (truth != found) == (any(entities) or rest)


def test_another_label_is_an_error_of_the_span() -> None:
    given = row("A b", "a b", "0-0", {(0, 1): (0, 1)})
    pick = Projection(Entity(0, 1, "ORG"), (Pick(0, 1),))
    assert given.projections[0].entities() == pick.entities()
    truth = {Entity(0, 1, "LOC")}
    assert judged(Sight(given).parts, truth, set(pick.entities())) == ((True,), False)
