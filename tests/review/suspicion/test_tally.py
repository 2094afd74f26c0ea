import pytest

from core.review.suspicion import count
from core.review.suspicion.sight import Sight
from core.review.suspicion.tally import form_key, name_key
from tests.review.suspicion.build import row


def test_forms_of_one_name_are_counted_together_and_capitals_apart() -> None:
    keys = [
        form_key(Sight(row("EU now", target, "0-0", {(0, 1): (0, 1)})).parts[0])
        for target in ("europäische Union", "europäischen Union", "Europäische Union")
    ]
    assert keys[0] == keys[1]
    assert keys[2] == f"{keys[0]}^"


def test_a_name_is_counted_whatever_its_capitals() -> None:
    one, two = (Sight(row(s, "x y", "0-0", {(0, 1): (0, 1)})) for s in ("UNION a", "Union b"))
    assert name_key(one.parts[0]) == name_key(two.parts[0])


def test_what_is_usual_starts_from_a_guess_and_follows_the_corpus() -> None:
    some = [
        row("Bank a b c", "Banco drei vier fünf", "0-0", {(0, 1): None}, name=f"p{k}")
        for k in range(400)
    ]
    sight = Sight(some[0])
    few, many = count(some[:1]).usual(sight), count(some).usual(sight)
    assert few.no_span == pytest.approx((1 + 20 * 0.02) / 21)
    assert many.no_span > 0.9
    assert 0.1 < few.unlinked < many.unlinked < 0.75
    assert 0 < many.spread < few.spread


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [
        row("Union a", target, "0-0", {(0, 1): (0, 1)}, name=f"p{k}")
        for k, target in enumerate(("Unión b", "unión c", "Uniones d"))
    ]
    there, back = count(rows), count(reversed(rows))
    sight = Sight(rows[0])
    assert there.tally(sight) == back.tally(sight)
    assert there.usual(sight) == back.usual(sight)
