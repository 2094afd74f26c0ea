import pytest
from hypothesis import given

from core.domain.entity import Entity
from core.domain.projection import Pick, Projection, Reason
from core.evaluation.carried import Carried, carried, score_quantiles
from core.projection import METHODS, project
from tests.projection.build import tasks


def one(label, *scores, reason=None):
    picks = tuple(Pick(k, k + 1, score) for k, score in enumerate(scores))
    return Projection(Entity(0, 1, label), picks, reason)


PAIRS = [
    [one("PER", 0.8), one("LOC", 0.4, 0.6), one("PER", reason=Reason.NO_LINKS)],
    [one("PER", reason=Reason.BLOCKED)],
    [],
]


def test_by_hand():
    found = carried(PAIRS)
    assert list(found) == ["LOC", "PER"]
    none = dict.fromkeys(Reason, 0)
    assert found["LOC"] == Carried(1, 1, none)
    assert found["PER"] == Carried(3, 1, none | {Reason.NO_LINKS: 1, Reason.BLOCKED: 1})
    assert found["PER"].rate == pytest.approx(1 / 3)
    assert Carried(0, 0, none).rate == 0


def test_quantiles_are_of_each_pairs_mean():
    assert score_quantiles(PAIRS) == pytest.approx((0.6,) * 4)
    several = [[one("PER", float(score))] for score in range(5)]
    assert score_quantiles(several) == pytest.approx((1, 2, 3, 3.8))
    assert score_quantiles([[], [one("PER", reason=Reason.FILTERED)]]) is None


@given(world=tasks())
def test_every_entity_is_counted_once(world):
    for method in ("default", "heuristic"):
        found = carried([project(world, METHODS[method])])
        assert sum(c.entities for c in found.values()) == len(world.entities())
        assert all(c.projected + sum(c.without.values()) == c.entities for c in found.values())
