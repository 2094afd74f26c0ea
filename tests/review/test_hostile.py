import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.decision import Kind, PairStatus, Side
from core.errors import InputError, UnknownNameError
from core.review.decide import Applied, apply_ops
from core.review.export import export
from core.review.ops import Op, parse
from core.review.view import pair_view
from core.storage import Workspace
from tests.review.build import CLIENT, op, projected


def send(ws: Workspace, *ops: object, client: str = CLIENT, person: str = "ann") -> Applied:
    return apply_ops(ws, "one", person, client, list(ops))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (op(1, "explode"), "'kind' has to be one of"),
        (op(1, "accept", "middle"), "'side' has to be one of source, target"),
        (op(1, "accept", "pair"), "'side' has to be one of source, target"),
        (op(1, None), "'kind' has to be one of"),
        (op(1, "accept", entity=3), "'entity' has to be text"),
        (op(1, "accept", entity="s9.0"), "no target entity 's9.0'; it has: s0.0, s1.0"),
        (op(1, "accept", entity="s0"), "no target entity 's0'"),
        (op(1, "accept", pair="nowhere"), "unknown pair 'nowhere'"),
        (op(1, "accept", pair=["p1"]), "'pair' has to be text"),
        (op(1, "accept", pair="p1\n"), "without control characters"),
        (op(1, "accept", pair="\ud800"), "without control characters"),
        (op(1, "add", start=0, end=7, label="PER"), "outside the target sentence of 6 tokens"),
        (op(1, "add", "source", start=0, end=6, label="PER"), "outside the source sentence of 5"),
        (op(1, "add", start=2, end=2, label="PER"), "start < end"),
        (op(1, "add", start=-1, end=2, label="PER"), "'start' has to be a token position"),
        (op(1, "add", start=True, end=2, label="PER"), "'start' has to be a token position"),
        (op(1, "add", start=0.0, end=2, label="PER"), "'start' has to be a token position"),
        (op(1, "add", start="0", end=2, label="PER"), "'start' has to be a token position"),
        (op(1, "add", start=0, end=10**30, label="PER"), "'end' has to be a token position"),
        (op(1, "add", label="PER"), "'start' has to be a token position"),
        (op(1, "add", start=0, end=1, label="NEW"), "no label 'NEW'; it has: PER, ORG, LOC"),
        (op(1, "add", start=0, end=1, label="A B"), "'label' has to be text without white space"),
        (op(1, "add", start=0, end=1, label=""), "'label' has to be text without white space"),
        (op(1, "add", start=0, end=1, label="PER", entity="tab-2:1"), "is called tab-1:1"),
        (op(1, "add", start=0, end=1, label="PER", source="s7"), "no source entity 's7'"),
        (op(1, "change", entity="zz", start=0, end=1, label="PER"), "no target entity 'zz'"),
        (op(1, "change", entity="s0.0", start=0, end=1, label="X"), "no label 'X'"),
        (op(1, "delete", entity=""), "no target entity ''"),
        (op(1, "delete", entity="tab-2:1"), "no target entity 'tab-2:1'"),
        (op(1, "no-counterpart", entity="s0.0"), "is said of a source entity"),
        (op(1, "take", "pair", layer="x"), "unknown layer 'x'"),
        (op(1, "undo", "pair"), "nothing left to undo for ann"),
        (op(1, "redo", "pair"), "nothing left to redo for ann"),
        (op(1, "flag", "pair", reason="x" * 1001), "'reason' has to be text of at most 1000"),
        (op(1, "flag", "pair", time="yesterday"), "'time' has to be ISO 8601"),
        (op(1, "flag", "pair", time="0001-01-01T00:00+14:00"), "outside the calendar"),
        (op(1, "flag", "pair", time=5), "'time' has to be text"),
    ],
)
def test_hostile_operations_are_refused_and_the_others_kept(
    ws: Workspace, bad: object, message: str
) -> None:
    projected(ws)
    got = send(ws, bad, op(2, "flag", "pair", "p4"))
    assert [r.seq for r in got.refused] == [1]
    assert message in got.refused[0].message
    assert got.ack == 2
    assert [d.kind for d in ws.decisions("one")] == [Kind.FLAG]
    assert ws.state("one", "p1").status is PairStatus.UNREVIEWED


@pytest.mark.parametrize(
    "bad", [None, 7, "op", [], {}, op(0, "flag"), op(-1, "flag"), op(2**53, "flag")]
)
def test_what_has_no_number_cannot_be_acknowledged(ws: Workspace, bad: object) -> None:
    projected(ws)
    got = send(ws, bad)
    assert [r.seq for r in got.refused] == [0]
    assert got.ack == 0
    assert ws.decisions("one") == ()


@pytest.mark.parametrize("seq", [True, 1.0, "1", None])
def test_numbers_have_to_be_numbers(ws: Workspace, seq: object) -> None:
    projected(ws)
    got = send(ws, {**op(1, "flag", "pair"), "seq": seq})
    assert [r.seq for r in got.refused] == [0]


@pytest.mark.parametrize(
    ("client", "person"),
    [
        *((client, "ann") for client in ("", "a b", "a:1", "x" * 65, None, "<b>", "-a")),
        *(("c", person) for person in ("", " ", "a\nb", "x" * 101, None, "\ud800")),
    ],
)
def test_bad_clients_and_people(ws: Workspace, client: str, person: str) -> None:
    projected(ws)
    with pytest.raises(InputError):
        send(ws, op(1, "flag", "pair"), client=client, person=person)
    assert ws.decisions("one") == ()


def test_the_batch_has_to_be_a_list(ws: Workspace) -> None:
    projected(ws)
    for ops in ("ops", {"ops": []}, None, [op(1, "flag", "pair")] * 10_001):
        with pytest.raises(InputError, match="list of at most"):
            apply_ops(ws, "one", "ann", CLIENT, ops)
    with pytest.raises(UnknownNameError):
        apply_ops(ws, "two", "ann", CLIENT, [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
FIELDS = ("seq", "pair", "side", "kind", "entity", "start", "end", "label", "source", "time")


@given(st.dictionaries(st.sampled_from(FIELDS), JSON | st.sampled_from(list(map(str, Kind)))))
def test_parsing_ends_in_an_operation_or_a_refusal(changes: dict[str, object]) -> None:
    raw = {**op(1, "add", start=0, end=1, label="PER"), **changes}
    try:
        found = parse(raw)
    except InputError:
        return
    assert isinstance(found, Op)
    assert found.side in set(Side)
    json.dumps([found.entity, found.label, found.start], allow_nan=False).encode()


@st.composite
def batches(draw: st.DrawFn) -> list[list[object]]:
    """Draw what a person might press, in the batches in which it might arrive."""
    count = draw(st.integers(1, 12))
    ops = []
    for seq in range(1, count + 1):
        kind = draw(st.sampled_from(list(map(str, Kind))))
        side = draw(st.sampled_from(["source", "target"]))
        start = draw(st.integers(0, 4))
        known = ["s0", "s1", "s0.0", "s1.0", *(f"{CLIENT}:{k}" for k in range(1, seq))]
        one = op(
            seq,
            kind,
            side,
            draw(st.sampled_from(["p1", "p5"])),
            entity="" if kind == "add" else draw(st.sampled_from(known)),
            start=start,
            end=start + draw(st.integers(1, 3)),
            label=draw(st.sampled_from(["PER", "ORG", "LOC"])),
            layer=draw(st.sampled_from(LAYERS)),
            reason=draw(st.sampled_from(["", "spurious"])),
        )
        together = draw(st.integers(0, 3))
        ops.append(op(seq, "act", "pair", ops=[one] * together) if together > 1 else one)
    cut = draw(st.integers(0, count))
    return [ops[:cut], ops[max(0, cut - 2) :], ops]


LAYERS: list[str] = ["unheard of"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_pressed_ends_well(ws: Workspace, data: st.DataObject) -> None:
    for info in ws.projects():
        ws.delete_project(info.name)
    LAYERS[1:] = [layer.content_hash for layer in projected(ws)]
    sent = data.draw(batches())
    for batch in sent:
        got = send(ws, *batch)
    assert got.ack == len(sent[-1])
    heads = [d for d in ws.decisions("one") if d.client == CLIENT]
    assert len(heads) + len(got.refused) == len(sent[-1])
    assert send(ws, *sent[-1]) == got
    for name in ("p1", "p5"):
        state = ws.state("one", name)
        for entities in (state.source_entities(), state.target_entities()):
            assert all(a.end <= b.start for a, b in pairwise(entities))
        json.dumps(pair_view(ws, "one", name), allow_nan=False)
    assert export(ws, "one", statuses=tuple(PairStatus)).pairs >= 3
