"""Undo and redo against a simple model: a stack of acts for each person, whatever others do."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.review.decide import apply_ops
from core.storage import Workspace
from tests.review.build import op, projected

PEOPLE = ("ann", "ben", "cleo")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from(["flag", "skip", "act", "undo", "redo", "restart"])
    ),
    max_size=30,
)


class Model:
    """What each person can undo and redo."""

    def __init__(self) -> None:
        self.done: dict[str, list[set[int]]] = {person: [] for person in PEOPLE}
        self.undone: dict[str, list[set[int]]] = {person: [] for person in PEOPLE}

    def force(self) -> set[int]:
        return {seq for acts in self.done.values() for act in acts for seq in act}

    def decide(self, person: str, act: set[int]) -> None:
        self.done[person].append(act)
        self.undone[person].clear()

    def turn(self, person: str, kind: str) -> bool:
        here, there = (self.done, self.undone) if kind == "undo" else (self.undone, self.done)
        if not here[person]:
            return False
        there[person].append(here[person].pop())
        return True


def operation(seq: int, kind: str, pair: str) -> object:
    if kind != "act":
        return op(seq, kind, "pair", pair)
    members = [{"pair": f"p{k}", "side": "pair", "kind": "flag"} for k in (1, 2, 3)]
    return {"seq": seq, "kind": "act", "pair": pair, "side": "pair", "ops": members}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_undo_and_redo_are_stacks_of_each_person(steps: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ws.sqlite'}"
        ws = Workspace.open(url)
        projected(ws)
        model, count = Model(), dict.fromkeys(PEOPLE, 0)
        for k, (person, kind) in enumerate(steps):
            if kind == "restart":
                ws.close()
                ws = Workspace.open(url)
                continue
            count[person] += 1
            before = len(ws.decisions("one"))
            sent = operation(count[person], kind, f"p{k % 5 + 1}")
            got = apply_ops(ws, "one", person, f"tab-{person}", [sent])
            written = set(range(before + 1, len(ws.decisions("one")) + 1))
            if kind in {"undo", "redo"}:
                assert (not got.refused) is model.turn(person, kind)
            else:
                model.decide(person, written)
            in_force = {s for p in range(1, 6) for s in ws.state("one", f"p{p}").applied}
            assert in_force == model.force()
        ws.close()
