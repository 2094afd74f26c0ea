import pytest

from core.domain.entity import Entity
from core.errors import InputError
from core.review.decide import Applied, apply_ops
from core.review.occurrences import occurrences
from core.review.offers import Offers
from core.storage import Workspace
from tests.review.build import CLIENT, op
from tests.review.corpus import Row, bring

LINKS = [(k, k) for k in range(5)]
ROWS = [
    Row("a", "I love New York now", [], "Ich liebe New York nun", (), LINKS),
    Row("free", "new york is big", [], "New York ist groß", (), LINKS[:4]),
    Row("half", "see New York", [(2, 3, "LOC")], "sieh New York", [[(2, 3)]], LINKS[:3]),
    Row("has", "in New York", [(1, 3, "LOC")], "in New York", [[(1, 3)]], LINKS[:3]),
    Row("label", "in New York", [(1, 3, "ORG")], "in New York", [[(1, 3)]], LINKS[:3]),
    Row(
        "inside", "the New York Times", [(1, 4, "ORG")], "die New York Times", [[(1, 4)]], LINKS[:4]
    ),
    Row("open", "New York !", None, "New York !", (), LINKS[:3]),
    Row("two", "New York New York", [], "New York New York", (), LINKS[:4]),
    Row("parts", "New Yorker", [], "New Yorker", (), LINKS[:2]),
]


def send(ws: Workspace, *ops: object) -> Applied:
    got = apply_ops(ws, "one", "ann", CLIENT, list(ops))
    assert got.refused == ()
    return got


def take(ws: Workspace, seq: int, offers: Offers) -> Applied:
    ops = [one for offer in offers.view()["offers"] for one in offer["ops"]]
    return send(ws, {"seq": seq, "kind": "act", "pair": "a", "side": "pair", "ops": ops})


def shown(offers: Offers) -> list[tuple[str, str, str]]:
    return [(offer.pair, offer.now, offer.then) for offer in offers.offers]


def add(ws: Workspace, seq: int = 1) -> None:
    send(ws, op(seq, "add", "source", "a", start=2, end=4, label="LOC"))


CITY = "LOC “New York”"


def test_an_added_entity_is_offered_wherever_its_words_are_free(ws: Workspace) -> None:
    bring(ws, ROWS)
    add(ws)
    offers = occurrences(ws, "one", "a", f"{CLIENT}:1")
    assert shown(offers) == [
        ("free", "nothing", "LOC “new york”"),
        ("label", "ORG “New York”", CITY),
        ("open", "nothing", CITY),
        ("two", "nothing", CITY),
        ("two", "nothing", CITY),
    ]
    assert offers.title == "4 more pairs where “New York” is no LOC"
    take(ws, 2, offers)
    assert ws.state("one", "free").target_entities() == (Entity(0, 2, "LOC"),)
    assert ws.state("one", "open").target_entities() == (Entity(0, 2, "LOC"),)
    assert ws.state("one", "two").source_entities() == (Entity(0, 2, "LOC"), Entity(2, 4, "LOC"))
    assert ws.state("one", "label").source_entities() == (Entity(1, 3, "LOC"),)
    assert occurrences(ws, "one", "a", f"{CLIENT}:1").total == 0
    send(ws, op(3, "undo", "pair", ""))
    assert occurrences(ws, "one", "a", f"{CLIENT}:1").total == 5


def test_a_changed_entity_is_changed_elsewhere(ws: Workspace) -> None:
    bring(ws, [ROWS[2]._replace(id="a"), *ROWS[1:]])
    send(ws, op(1, "change", "source", "a", entity="s0", start=1, end=3, label="LOC"))
    found = occurrences(ws, "one", "a", "s0")
    assert ("half", "LOC “York”", CITY) in shown(found)
    take(ws, 2, found)
    assert ws.state("one", "half").source_entities() == (Entity(1, 3, "LOC"),)
    assert ws.state("one", "half").target_entities() == (Entity(1, 3, "LOC"),)


def test_a_deleted_entity_is_deleted_elsewhere(ws: Workspace) -> None:
    bring(ws, ROWS)
    send(ws, op(1, "delete", "source", "has", entity="s0"))
    assert occurrences(ws, "one", "has", "s0").offers == ()
    add(ws, 2)
    take(ws, 3, occurrences(ws, "one", "a", f"{CLIENT}:2"))
    send(ws, op(4, "accept-pair", "pair", "free"))
    send(ws, op(5, "delete", "source", "a", entity=f"{CLIENT}:2"))
    gone = occurrences(ws, "one", "a", f"{CLIENT}:2")
    assert gone.reason == "no other pair where this could be done"


def test_unreviewed_entities_are_deleted_elsewhere(ws: Workspace) -> None:
    bring(ws, [*ROWS, ROWS[3]._replace(id="has too")])
    send(ws, op(1, "delete", "source", "has", entity="s0", reason="bad-source"))
    offers = occurrences(ws, "one", "has", "s0")
    assert shown(offers) == [("has too", CITY, "nothing")]
    assert offers.title == "1 more pair where “New York” is LOC"
    take(ws, 2, offers)
    assert ws.state("one", "has too").source_entities() == ()
    assert ws.state("one", "has too").target_entities() == ()


def test_what_a_person_decided_stays(ws: Workspace) -> None:
    bring(ws, ROWS)
    send(
        ws,
        op(1, "accept", "source", "label", entity="s0"),
        op(2, "accept-pair", "pair", "free"),
        op(3, "exclude", "pair", "open"),
        op(4, "delete", "source", "has", entity="s0"),
    )
    add(ws, 5)
    assert {offer.pair for offer in occurrences(ws, "one", "a", f"{CLIENT}:5").offers} == {"two"}


@pytest.mark.parametrize("entity", ["s0", "", "tab-1:9"])
def test_what_nobody_edited_is_nowhere_else(ws: Workspace, entity: str) -> None:
    bring(ws, ROWS)
    with pytest.raises(InputError, match="nobody edited source entity"):
        occurrences(ws, "one", "has", entity)
