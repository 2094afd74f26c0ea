import random
from dataclasses import replace

import pytest

from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.projection import Projection, Reason
from core.review.suspicion import CODES, MOST_FLAGS, Row, Suspicion, count, suspicion, suspicions
from tests.review.suspicion.build import projected, row

GOOD = row("the European Bank said", "dijo el Banco Europeo", "0-1 1-3 2-2 3-0", {(1, 3): (2, 4)})
BAD = row("the European Bank said", "dijo el Banco Europeo", "0-1 1-3 2-2 3-0", {(1, 3): (0, 1)})


def judged(given: Row, *others: Row) -> Suspicion:
    return suspicion(given, count([given, *others]))


def test_a_wrong_span_is_more_suspicious_than_a_right_one_and_says_why() -> None:
    good, bad = judged(GOOD), judged(BAD)
    assert good.chance < 0.2 < 0.8 < bad.chance
    assert good.flags == ()
    codes = [flag.code for flag in bad.flags]
    assert {"unlinked-word", "small-letter", "methods-differ"} <= set(codes)
    assert bad.flags[0].weight == max(flag.weight for flag in bad.flags)
    assert all(flag.entity == 0 for flag in bad.flags)
    assert bad.disagreement == 1.0
    assert good.disagreement == 0.0


def test_what_is_told_names_the_words() -> None:
    texts = [flag.text for flag in judged(BAD).flags]
    assert "methods differ on “European Bank”" in texts
    assert "“dijo” has no capital" in texts


def test_a_pair_in_which_nothing_is_odd_has_a_small_chance_and_no_flags() -> None:
    found = judged(row("he said so", "lo dijo así", "0-0 1-1 2-2", {}))
    assert found.chance < 0.05
    assert found.flags == ()
    assert (found.entities, found.decisions, found.margin, found.score) == ((), 1, None, None)


def test_a_sentence_without_entities_may_still_lack_one() -> None:
    plain = judged(row("he said so", "lo dijo así", "0-0 1-1 2-2", {}))
    odd = judged(row("he said so", "dijo ayer Angela Merkel", "1-0", {}))
    assert odd.chance > plain.chance
    assert [(f.code, f.entity) for f in odd.flags] == [("name-like", None)]
    assert odd.flags[0].text == "“Angela Merkel” looks like a name"


@pytest.mark.parametrize(
    ("entities", "least", "decisions"), [({(1, 2): None, (2, 3): None}, 0.99, 2), ({}, 0.5, 1)]
)
def test_a_pair_that_was_not_projected_says_so(entities, least, decisions) -> None:
    found = judged(row("the European Bank", "el Banco", "0-0", entities, problem="no links"))
    assert [(f.code, f.text) for f in found.flags] == [("not-projected", "not projected: no links")]
    assert found.chance >= least
    assert found.decisions == decisions
    assert len(found.entities) == len(entities)


def test_an_entity_whose_label_is_left_out_is_no_decision() -> None:
    kept = projected({(1, 2): (3, 4)})
    left_out = Projection(Entity(2, 3, "MISC"), reason=Reason.DROPPED)
    given = replace(GOOD, projections=(*kept, left_out))
    found = judged(given)
    assert found.entities[1] == 0.0
    assert found.decisions == 1


def test_the_lowest_pick_and_the_smallest_margin_are_told() -> None:
    given = row(
        "Merkel met Macron", "Merkel vio Macron", "0-0 1-1 2-2", {(0, 1): (0, 1), (2, 3): (2, 3)}
    )
    low = replace(given.projections[1].picks[0], score=0.3)
    given = replace(
        given, projections=(given.projections[0], replace(given.projections[1], picks=(low,)))
    )
    found = judged(given)
    assert found.score == 0.3
    assert found.margin is not None
    assert found.margin > 0


def test_what_is_odd_about_the_sentence_is_told_once() -> None:
    entities = {(0, 1): (0, 1), (2, 3): (2, 3)}
    words = "Merkel vio Macron ayer mismo porque quiso verle entonces"
    found = judged(row("Merkel met Macron", words, "0-0 2-2", entities))
    told = [f for f in found.flags if f.code == "unlinked-words"]
    assert [(f.entity, f.text) for f in told] == [(None, "much of the target has no counterpart")]


def test_users_text_is_shortened_and_never_a_pattern() -> None:
    name = "{name} " * 12
    given = row(f"{name}said", "dijo x", "0-0", {(0, 12): (0, 1)})
    assert [f.text for f in judged(given).flags if f.code == "short-span"] != []
    assert all(len(f.text) < 120 for f in judged(given).flags)


def world(rng: random.Random, name: str) -> Row:
    words = ("Unión", "banco", "de", "2000", "Merkel", "欧洲", ",", "europea")
    source, target = (" ".join(rng.choices(words, k=rng.randint(1, 6))) for _ in range(2))
    n, m = len(source.split()), len(target.split())
    cells = {(rng.randrange(n), rng.randrange(m)) for _ in range(rng.randint(0, 8))}
    links = " ".join(f"{i}-{j}={rng.random():.2f}" for i, j in sorted(cells))
    at = rng.randrange(m)
    found = {(0, 1): (at, at + 1)} if rng.random() < 0.7 else {(0, 1): None}
    given = row(source, target, links if rng.random() < 0.9 else None, found, name=name)
    return given if rng.random() < 0.9 else replace(given, projections=(), problem="failed")


def test_laws_hold_on_worlds_made_at_random() -> None:
    rng = random.Random(0)
    rows = [world(rng, f"p{k}") for k in range(60)]
    found = list(suspicions(rows, count(rows)))
    turned = list(suspicions(rows[::-1], count(rows[::-1])))[::-1]
    assert found == turned
    for given, said in zip(rows, found, strict=True):
        numbers = (said.chance, said.disagreement, *said.entities)
        assert all(0.0 <= value <= 1.0 for value in numbers)
        assert said.decisions == max(1, len(said.entities))
        assert len(said.entities) == len(given.pair.source.entities or ())
        assert max(said.entities, default=0.0) <= said.chance + 1e-9
        assert len(said.flags) <= MOST_FLAGS
        weights = [flag.weight for flag in said.flags]
        assert weights == sorted(weights, reverse=True)
        assert all(weight > 0 for weight in weights)
        assert {flag.code for flag in said.flags} <= set(CODES)


def test_gold_is_not_looked_at() -> None:
    pair = GOOD.pair
    gold = replace(pair.target, entities=(Entity(0, 1, "PER"),))
    told = Pair(pair.id, pair.source, gold)
    assert judged(replace(GOOD, pair=told)) == judged(GOOD)
