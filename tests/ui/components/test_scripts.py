"""The browser's own logic, under Node; and its reducer against the law in core."""

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from core.domain.decision import Decision, Kind, Proposal, Side
from core.domain.entity import Entity
from core.domain.replay import PairState, replay, start_state

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(
    NODE is None and not os.environ.get("CI"), reason="no Node on this machine"
)

SOURCE = [Entity(0, 1, "PER"), Entity(2, 4, "ORG"), Entity(5, 6, "LOC")]
BASE = [Proposal(Entity(0, 2, "PER"), "s0"), Proposal(Entity(3, 5, "ORG"), "s1")]
ROW = [Proposal(Entity(0, 2, "PER"), "s0"), Proposal(Entity(2, 5, "ORG"), "s1")]
LENGTH = 7
ON_PAIR = {Kind.ACCEPT_PAIR, Kind.SKIP, Kind.FLAG, Kind.EXCLUDE, Kind.REOPEN, Kind.COMMENT}


def node(*arguments: str, given: str = "") -> str:
    """Return what Node prints; fail with its words where it fails."""
    done = subprocess.run(
        [str(NODE), *arguments],
        input=given, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@needs_node
@pytest.mark.parametrize("name", sorted(p.name for p in HERE.glob("*.test.js")))
def test_node_tests_pass(name: str) -> None:
    node("--test", str(HERE / name))


@needs_node
def test_reducer_obeys_the_law_of_replay() -> None:
    random_ = random.Random(7)
    cases = [_case(random_) for _ in range(400)]
    given = [{"pair": case["pair"], "ops": case["ops"]} for case in cases]
    found = json.loads(node(str(HERE / "reduce.js"), given=json.dumps(given)))
    for case, after in zip(cases, found, strict=True):
        assert after == case["expected"], json.dumps(case["ops"])


@needs_node
def test_acts_obey_the_law_of_replay() -> None:
    random_ = random.Random(8)
    cases = [_case(random_) for _ in range(200)]
    for case in cases:
        case["acts"] = [_as_act(op) for op in case["ops"]]
    given = [{"pair": case["pair"], "ops": case["acts"]} for case in cases]
    found = json.loads(node(str(HERE / "reduce.js"), given=json.dumps(given)))
    for case, after in zip(cases, found, strict=True):
        assert after == case["expected"], json.dumps(case["acts"])


def _as_act(op: dict[str, object]) -> dict[str, object]:
    """Return an op as the only member of an act."""
    member = {key: value for key, value in op.items() if key not in {"seq", "time"}}
    return {**op, "pair": "elsewhere", "side": "pair", "kind": "act", "ops": [member]}


def _case(random_: random.Random) -> dict[str, object]:
    """Return a start, random ops on it, and the state that core replays them to."""
    ops, decisions = [], []
    state = start_state(SOURCE, BASE)
    start = _view(state)
    for seq in range(1, random_.randint(2, 9)):
        op, decision = _step(random_, state, seq)
        ops.append(op)
        decisions.append(decision)
        state = replay(start_state(SOURCE, BASE), decisions)
    return {"pair": start, "ops": ops, "expected": _told(state)}


def _step(random_: random.Random, state: PairState, seq: int) -> tuple[dict[str, object], Decision]:
    kind = random_.choice([*Kind][:12])  # undo and redo are the server's alone
    side = Side.TARGET
    if kind is Kind.NO_COUNTERPART:
        side = Side.SOURCE
    elif kind in ON_PAIR:
        side = Side.PAIR
    elif kind is Kind.ACCEPT:
        side = random_.choice([Side.SOURCE, Side.TARGET])
    there = [r.id for r in (state.source if side is Side.SOURCE else state.target) or ()]
    entity = random_.choice(there or ["gone"])
    if kind in {Kind.ADD, Kind.TAKE}:
        entity = f"c:{seq}"
    new, proposals = None, ()
    if kind in {Kind.ADD, Kind.CHANGE}:
        begin = random_.randrange(LENGTH)
        new = Entity(begin, random_.randint(begin + 1, LENGTH), random_.choice(["PER", "LOC"]))
        proposals = (Proposal(new, "s2"),) if kind is Kind.ADD else ()
    if kind is Kind.TAKE:
        proposals = tuple(ROW)
    op = {
        "seq": seq, "pair": "p", "side": side.value, "kind": kind.value, "entity": entity,
        "start": new and new.start, "end": new and new.end, "label": new and new.label,
        "source": "s2" if kind is Kind.ADD else None, "layer": "row", "reason": "", "time": "",
    }  # fmt: skip
    decision = Decision(
        "c", seq, "", "Ada", "p", side, kind, entity, new=new, proposals=proposals, seq=seq
    )
    return op, decision


def _view(state: PairState) -> dict[str, object]:
    row = [_span(p.entity) | {"source": p.source_id} for p in ROW]
    return {
        "id": "p",
        **_told(state),
        "rows": [{"layer": "row", "entities": row}],
    }


def _told(state: PairState) -> dict[str, object]:
    return {
        "status": state.status.value,
        "source": {"entities": [_entity(r) for r in state.source or ()]},
        "target": {"entities": [_entity(r) for r in state.target]},
    }


def _entity(r) -> dict[str, object]:
    return {"id": r.id, **_span(r.entity), "status": r.status.value, "source": r.source_id}


def _span(e: Entity) -> dict[str, object]:
    return {"start": e.start, "end": e.end, "label": e.label}
