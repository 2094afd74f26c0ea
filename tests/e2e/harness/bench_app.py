"""The bench alone: a tiny page whose decisions live in the session, replayed as in core."""

import time
from dataclasses import replace

import streamlit as st
from bench_answers import QUEUE, SIGNALS, answer
from bench_more import APART, MORE_PAIRS
from bench_world import LABELS, PAIRS, Shown

from core.domain.decision import Decision, Kind, Proposal, Side
from core.domain.entity import Entity
from core.domain.replay import PairState, replay, start_state, undone_seqs
from ui.components.bench import bench

st.set_page_config(page_title="Bench", layout="wide")
SLOW_S = float(st.query_params.get("slow", "0")) / 1000
MORE = [*(f"LABEL{k}" for k in range(int(st.query_params.get("more", "0")))), "LOCKED"]
WANTED = st.query_params.get("at", "0")
BY_ID = {p.id: p for p in [*PAIRS, *MORE_PAIRS, *(p for p in APART if p.id == WANTED)]}
ORDER = list(BY_ID)
AT = ORDER.index(WANTED) if WANTED in BY_ID else int(WANTED)

store = st.session_state
if "log" not in store:
    store.update(
        log=[], seen=set(), at=ORDER[AT], client="", ack=0, nav=None, refused=[], heard=[], navs=0,
        answer=None, asked=0,
    )  # fmt: skip


def start(ident: str) -> PairState:
    """Return the state before any decision."""
    pair = BY_ID[ident]
    source = None if pair.entities is None else [Entity(*e) for e in pair.entities]
    base = next(iter(pair.rows.values()))
    found = [] if isinstance(base, str) else base
    return start_state(source, [Proposal(Entity(s, e, n), f"s{k}") for s, e, n, k in found])


def state_of(ident: str) -> PairState:
    """Return the state now."""
    return replay(start(ident), [d for d in store.log if d.pair == ident])


def project_again(ident: str, decision: Decision) -> tuple[Proposal, ...]:
    """Return what a source edit makes of the target: the hull of the links of each entity."""
    after = replay(start(ident), [d for d in store.log if d.pair == ident] + [decision])
    found = []
    for r in after.source or ():
        linked = [j for i, j in BY_ID[ident].links if r.live and r.entity.start <= i < r.entity.end]
        if linked:
            found.append(Proposal(Entity(min(linked), max(linked) + 1, r.entity.label), r.id))
    return tuple(found)


def decision_of(client: str, op: dict) -> Decision:
    """Return the decision that an op asks for."""
    kind, side = Kind(op["kind"]), Side(op["side"])
    new = Entity(op["start"], op["end"], op["label"]) if kind in {Kind.ADD, Kind.CHANGE} else None
    entity, proposals = op["entity"], ()
    if kind is Kind.TAKE:
        row = list(BY_ID[op["pair"]].rows.values())[int(op["layer"].removeprefix("layer"))]
        proposals = tuple(Proposal(Entity(s, e, n), f"s{k}") for s, e, n, k in row)
    elif kind is Kind.ADD and side is Side.TARGET:
        proposals = (Proposal(new, op["source"]),)
    seq = len(store.log) + 1
    return Decision(
        client, op["seq"], op["time"], "Ada", op["pair"], side, kind, entity, None, new, proposals,
        op["reason"], seq=seq,
    )  # fmt: skip


def undo_of(client: str, op: dict, kind: Kind) -> list[Decision]:
    """Return the undo of the last act in force, or the redo of the last one undone."""
    gone = undone_seqs(store.log)
    plain = [d for d in store.log if d.kind not in {Kind.UNDO, Kind.REDO}]
    open_now = [d for d in plain if (d.seq in gone) is (kind is Kind.REDO)]
    if not open_now:
        return []
    found = open_now[0] if kind is Kind.REDO else open_now[-1]
    members = [d for d in open_now if d is found or (d.act and d.act == found.act)]
    store.at = members[0].pair
    return [
        Decision(
            client, op["seq"], op["time"], "Ada", d.pair, Side.PAIR, kind, str(d.seq),
            seq=len(store.log) + 1 + k,
        )
        for k, d in enumerate(members)
    ]  # fmt: skip


def decisions_of(client: str, op: dict) -> list[Decision]:
    """Return what an op is written as: one decision, one for each member of an act."""
    kind = Kind(op["kind"]) if op["kind"] != "act" else None
    if kind in {Kind.UNDO, Kind.REDO}:
        return undo_of(client, op, kind)
    bare = {"seq": op["seq"], "time": op["time"], "reason": "", "source": None}
    drafts = [op] if kind else [bare | draft for draft in op["ops"]]
    found = []
    for k, draft in enumerate(drafts):
        named = {"entity": draft.get("entity") or f"{client}:{op['seq']}/{k}"}
        made = decision_of(client, draft | named)
        again = {Kind.ADD, Kind.CHANGE, Kind.DELETE}
        if made.side is Side.SOURCE and made.kind in again:
            object.__setattr__(made, "proposals", project_again(draft["pair"], made))
        act = "" if kind else f"{client}:{op['seq']}"
        found.append(replace(made, seq=made.seq + k, act=act))
    return found


def on_ops(batch: dict) -> None:
    """Write what is new; idempotent."""
    client = batch["client"]
    for op in batch["ops"]:
        if (client, op["seq"]) in store.seen:
            continue
        store.seen.add((client, op["seq"]))
        store.heard.append(op["kind"])
        if op["reason"] == "refuse me" or op["label"] == "LOCKED":
            store.refused.append(
                {"client": client, "seq": op["seq"], "message": "this label is locked"}
            )
            continue
        store.log += decisions_of(client, op)
    store.client = client
    store.ack = max((s for c, s in store.seen if c == client), default=0)


def on_nav(nav: dict) -> None:
    """Go where the browser asked to go, once."""
    if store.nav == {"client": nav["client"], "n": nav["n"]}:
        return
    store.nav = {"client": nav["client"], "n": nav["n"]}
    store.navs += 1
    k = ORDER.index(nav["pair"] or store.at)
    if nav["to"] == "unreviewed":
        later = [*range(k + 1, len(ORDER)), *range(k + 1)]
        k = next((i for i in later if state_of(ORDER[i]).status == "unreviewed"), k)
    else:
        k += {"next": 1, "previous": -1, "first": -len(ORDER), "last": len(ORDER)}.get(nav["to"], 0)
    store.at = ORDER[max(0, min(len(ORDER) - 1, k))]


def on_ask(ask: dict) -> None:
    """Answer once, and leave the answer for the next time the bench is drawn."""
    known = store.answer or {}
    if (known.get("client"), known.get("n")) == (ask["client"], ask["n"]):
        return
    row = Shown(BY_ID[ask["pair"]], state_of(ask["pair"]), 0).view()["rows"][0]
    store.asked += 1
    store.answer = answer(ask, ORDER, row)


def done_and_undone() -> tuple[list[Decision], list[Decision]]:
    """Return the decisions in force, and those that were undone."""
    gone = undone_seqs(store.log)
    plain = [d for d in store.log if d.kind not in {Kind.UNDO, Kind.REDO}]
    return [d for d in plain if d.seq not in gone], [d for d in plain if d.seq in gone]


def deeds() -> dict[str, dict[str, object]]:
    """Return what undo and redo would do."""
    done, undone = done_and_undone()
    return {
        "undo": {"can": bool(done), "text": f"{done[-1].kind} in {done[-1].pair}" if done else ""},
        "redo": {
            "can": bool(undone),
            "text": f"{undone[0].kind} in {undone[0].pair}" if undone else "",
        },
    }


def view(k: int) -> dict | None:
    """Return the PairView at a position of the queue; None outside."""
    if not 0 <= k < len(ORDER):
        return None
    done, _ = done_and_undone()
    state = state_of(ORDER[k])
    view = Shown(BY_ID[ORDER[k]], state, len(state.applied)).view()
    comments = [d for d in done if d.kind is Kind.COMMENT and d.pair == ORDER[k]]
    return view | {
        "signals": SIGNALS.get(ORDER[k]),
        "comments": [
            {"seq": d.seq, "person": d.person, "time": d.time, "text": d.reason} for d in comments
        ],
    }


@st.fragment
def page() -> None:
    """Draw the bench."""
    time.sleep(SLOW_S)
    k = ORDER.index(store.at)
    done = sum(state_of(i).status in {"done", "excluded"} for i in ORDER)
    bench(
        {
            "project": {"name": "harness", "labels": LABELS + MORE},
            "person": "Ada",
            "client": store.client,
            "ack": store.ack,
            "refused": store.refused,
            "pair": view(k),
            "next": view(k + 1),
            "previous": view(k - 1),
            "ahead": [v for v in [view(k + 2)] if v],
            "nav": store.nav,
            "position": {"index": k, "total": len(ORDER), "done": done, "inside": True},
            "queue": QUEUE,
            "answer": store.answer,
            **deeds(),
        },
        key="bench",
        on_ops=on_ops,
        on_nav=on_nav,
        on_ask=on_ask,
    )
    if "log" in st.query_params:
        st.text(f"heard {len(store.heard)}: {' '.join(store.heard)}")


if "field" in st.query_params:
    st.text_input("A field", key="field")
page()
