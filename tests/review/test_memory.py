import pytest

from core.domain.entity import Entity
from core.errors import InputError, UnknownNameError
from core.review.decide import Applied, apply_ops
from core.review.memory import memory
from core.review.offers import Offers
from core.storage import Workspace
from tests.review.build import CLIENT, op
from tests.review.corpus import Row, bring

PER = [(0, 2, "PER")]
MERKEL = "Angela Merkel spoke"
SHORT = [[(0, 1)]]
ROWS = [
    Row("a", MERKEL, PER, "Angela Merkel sprach", SHORT),
    Row("short", "ANGELA merkel left", PER, "Angela Merkel ging", SHORT),
    Row("right", MERKEL, PER, "angela merkel sprach", [[(0, 2)]]),
    Row("none", MERKEL, PER, "heute sprach Angela Merkel", [[]]),
    Row("other words", MERKEL, PER, "die Kanzlerin sprach", SHORT),
    Row("other label", MERKEL, [(0, 2, "ORG")], "Angela Merkel sprach", SHORT),
    Row("no entity", MERKEL, [], "Angela Merkel sprach"),
    Row("nobody knows", MERKEL, None, "Angela Merkel sprach"),
    Row(
        "twice",
        "Angela Merkel met Angela Merkel",
        [(0, 2, "PER"), (3, 5, "PER")],
        "Angela Merkel traf Angela Merkel",
        [[(0, 2)], [(3, 4)]],
    ),
    Row(
        "near",
        MERKEL,
        PER,
        "Angela Merkel , ja Angela Merkel , sprach",
        [[(4, 5)]],
        [(0, 4), (1, 5), (2, 7)],
    ),
    Row("unclear", MERKEL, PER, "Angela Merkel , ja Angela Merkel sprach", SHORT),
    Row(
        "taken",
        "Angela Merkel met Ann",
        [(0, 2, "PER"), (3, 4, "PER")],
        "Angela Merkel traf sie",
        [[(0, 1)], [(1, 2)]],
    ),
]


def send(ws: Workspace, *ops: object) -> Applied:
    got = apply_ops(ws, "one", "ann", CLIENT, list(ops))
    assert got.refused == ()
    return got


def correct(ws: Workspace, seq: int = 1, pair: str = "a") -> None:
    send(ws, op(seq, "change", pair=pair, entity="s0.0", start=0, end=2, label="PER"))


def shown(offers: Offers) -> list[tuple[str, str, str]]:
    return [(offer.pair, offer.now, offer.then) for offer in offers.offers]


def take(ws: Workspace, seq: int, offers: Offers) -> Applied:
    """Return what became of taking every offer, as the page sends it."""
    ops = [one for offer in offers.view()["offers"] for one in offer["ops"]]
    return send(ws, {"seq": seq, "kind": "act", "pair": "a", "side": "pair", "ops": ops})


def test_a_boundary_is_offered_wherever_it_is_clear(ws: Workspace) -> None:
    bring(ws, ROWS)
    correct(ws)
    offers = memory(ws, "one", "a", "target", "s0.0")
    whole = "PER “Angela Merkel”"
    assert shown(offers) == [
        ("short", "PER “Angela”", whole),
        ("none", "nothing", whole),
        ("twice", "PER “Angela”", whole),
        ("near", "PER “Angela”", whole),
    ]
    assert offers.title == "4 more pairs with “Angela Merkel” → “Angela Merkel”"
    assert (offers.total, offers.reason) == (4, "")
    near = offers.view()["offers"][3]
    assert near["context"] == ["Angela Merkel , ja", "Angela Merkel", ", sprach"]
    assert (near["lang"], near["dir"], near["side"]) == ("de", "ltr", "target")


def test_offers_are_taken_and_taken_back_in_one_step(ws: Workspace) -> None:
    bring(ws, ROWS)
    correct(ws)
    offers = memory(ws, "one", "a", "target", "s0.0")
    got = take(ws, 2, offers)
    assert got.notices == ()
    assert ws.state("one", "none").target[0].source_id == "s0"
    assert ws.state("one", "near").target_entities() == (Entity(4, 6, "PER"),)
    assert memory(ws, "one", "a", "target", "s0.0").offers == ()
    send(ws, op(3, "undo", "pair", ""))
    assert shown(memory(ws, "one", "a", "target", "s0.0")) == shown(offers)


def test_what_was_decided_meanwhile_is_left_alone(ws: Workspace) -> None:
    bring(ws, ROWS)
    correct(ws)
    offers = memory(ws, "one", "a", "target", "s0.0")
    send(ws, op(2, "delete", pair="short", entity="s0.0"))
    assert "pair 'short' was decided on meanwhile" in take(ws, 3, offers).notices[0]
    assert ws.state("one", "short").target_entities() == ()


def test_nothing_is_offered_for_what_a_person_decided(ws: Workspace) -> None:
    bring(ws, ROWS)
    send(
        ws,
        op(1, "accept", pair="short", entity="s0.0"),
        op(2, "no-counterpart", "source", "none", entity="s0"),
        op(3, "accept-pair", "pair", "near"),
        op(4, "exclude", "pair", "twice"),
    )
    correct(ws, 5)
    offers = memory(ws, "one", "a", "target", "s0.0")
    assert (offers.view()["offers"], offers.title) == ([], "")
    assert offers.reason == "no other pair where this could be done"


def test_a_new_label_is_offered_too(ws: Workspace) -> None:
    bring(ws, ROWS[:3])
    send(ws, op(1, "change", pair="right", entity="s0.0", start=0, end=2, label="ORG"))
    assert shown(memory(ws, "one", "right", "target", "s0.0")) == [
        ("a", "PER “Angela”", "ORG “Angela Merkel”"),
        ("short", "PER “Angela”", "ORG “Angela Merkel”"),
    ]


def test_pieces_become_one(ws: Workspace) -> None:
    bring(ws, [ROWS[0], ROWS[0]._replace(id="pieces", found=[[(0, 1), (1, 2)]])])
    correct(ws)
    offers = memory(ws, "one", "a", "target", "s0.0")
    assert shown(offers) == [("pieces", "PER “Angela”, PER “Merkel”", "PER “Angela Merkel”")]
    take(ws, 2, offers)
    assert ws.state("one", "pieces").target_entities() == (Entity(0, 2, "PER"),)


def test_a_rejection_is_remembered_with_its_reason(ws: Workspace) -> None:
    bring(ws, ROWS)
    send(ws, op(1, "delete", pair="a", entity="s0.0", reason="spurious"))
    offers = memory(ws, "one", "a", "target", "s0.0")
    assert [offer.pair for offer in offers.offers] == ["short", "twice", "near", "unclear", "taken"]
    assert offers.title == "5 more pairs that still have “Angela Merkel” → “Angela”"
    take(ws, 2, offers)
    assert ws.decisions("one", "near")[-1].reason == "spurious"
    assert ws.state("one", "near").target_entities() == ()
    assert ws.state("one", "twice").target_entities() == (Entity(0, 2, "PER"),)


def test_no_counterpart_is_remembered(ws: Workspace) -> None:
    bring(ws, ROWS)
    send(ws, op(1, "no-counterpart", "source", "other words", entity="s0"))
    offers = memory(ws, "one", "other words", "source", "s0")
    assert offers.reason == "no other pair where this could be done"
    send(ws, op(2, "no-counterpart", "source", "none", entity="s0"))
    assert memory(ws, "one", "none", "source", "s0").offers == ()
    send(ws, op(3, "no-counterpart", "source", "a", entity="s0"))
    offers = memory(ws, "one", "a", "source", "s0")
    assert offers.title == "5 more pairs with “Angela Merkel” → “Angela”"
    assert shown(offers)[0] == ("short", "PER “Angela”", "no counterpart")
    take(ws, 4, offers)
    assert str(ws.state("one", "short").source[0].status) == "no-counterpart"


def test_languages_without_spaces(ws: Workspace) -> None:
    rows = [
        Row("a", "北 京 很 大", [(0, 2, "LOC")], "ปัก กิ่ง ใหญ่", SHORT),
        Row("b", "他 在 北 京", [(2, 4, "LOC")], "เขา อยู่ ปัก กิ่ง", [[(2, 3)]]),
    ]
    bring(ws, rows, langs=("zh", "th"))
    send(ws, op(1, "change", pair="a", entity="s0.0", start=0, end=2, label="LOC"))
    (offer,) = memory(ws, "one", "a", "target", "s0.0").view()["offers"]
    assert (offer["pair"], offer["then"]) == ("b", "LOC “ปักกิ่ง”")
    assert offer["context"] == ["เขาอยู่", "ปักกิ่ง", ""]


def test_many_places_are_counted_and_the_next_ones_shown(ws: Workspace, monkeypatch) -> None:
    monkeypatch.setattr("core.review.offers.MOST", 2)
    monkeypatch.setattr("core.review.offers.LOOKED_AT", 3)
    rows = [ROWS[1]._replace(id=f"r{k}") for k in range(8)]
    bring(ws, rows)
    correct(ws, pair="r3")
    offers = memory(ws, "one", "r3", "target", "s0.0")
    assert [offer.pair for offer in offers.offers] == ["r4", "r5"]
    assert offers.total == 3
    assert offers.reason == (
        "the first 2 of 3 are shown; looked through the first 3 of 7 pairs with these words"
    )


@pytest.mark.parametrize(
    ("side", "entity"),
    [("target", "s0.0"), ("target", "gone"), ("source", "s0"), ("source", "s0.0")],
)
def test_what_nobody_corrected_teaches_nothing(ws: Workspace, side: str, entity: str) -> None:
    bring(ws, ROWS[:2])
    with pytest.raises(InputError, match="nobody"):
        memory(ws, "one", "a", side, entity)
    with pytest.raises(UnknownNameError):
        memory(ws, "one", "nowhere", side, entity)


def test_an_entity_without_a_source_teaches_nothing(ws: Workspace) -> None:
    bring(ws, ROWS[:2])
    send(ws, op(1, "add", pair="a", start=2, end=3, label="PER"))
    offers = memory(ws, "one", "a", "target", f"{CLIENT}:1")
    assert offers.reason == "the entity belongs to no source entity"
