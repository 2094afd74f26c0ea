import json

import pytest

from core.review.suspicion.model import FILE, Weights, model_of, shipped
from core.review.suspicion.table import OF_ENTITY, OF_REST, OF_SENTENCE


def test_the_weights_that_ship_are_those_of_the_table() -> None:
    plain = json.loads(FILE.read_text(encoding="utf-8"))
    entity = ["base", *(s.code for s in (*OF_ENTITY, *OF_SENTENCE))]
    rest = ["base", *(s.code for s in (*OF_REST, *OF_SENTENCE))]
    assert {question: list(of) for question, of in plain.items()} == {
        "entity": entity,
        "rest": rest,
    }


def test_no_signal_lowers_the_suspicion_and_each_counts_somewhere() -> None:
    model = shipped()
    assert min(*model.entity.of.values(), *model.rest.of.values()) >= 0
    codes = model.entity.of.keys() | model.rest.of.keys()
    assert [c for c in codes if not model.entity.of.get(c) and not model.rest.of.get(c)] == []


def test_nothing_odd_is_the_base_and_parts_add_up() -> None:
    weights = Weights(0.0, {"a": 2.0, "b": 1.0, "c": 0.0})
    parts = weights.parts({"a": (0.5, ("x",)), "b": (0.0, ()), "c": (1.0, ())})
    assert parts == {"a": 1.0}
    assert weights.chance({}) == 0.5
    assert weights.chance(parts) == pytest.approx(0.7310585786)


def test_plain_values_spell_a_model() -> None:
    model = model_of({"entity": {"base": -1.0, "a": 2.0}, "rest": {"base": -3.0}})
    assert (model.entity.base, dict(model.entity.of)) == (-1.0, {"a": 2.0})
    assert (model.rest.base, dict(model.rest.of)) == (-3.0, {})
