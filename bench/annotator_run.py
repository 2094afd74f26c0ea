"""The simulated annotator: goes through the queue and decides through the app's own operations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.annotator_gestures import (
    ACCEPT,
    APPLY,
    CLOSE,
    OPEN_OFFER,
    REFRESH,
    UNTICK,
    Gesture,
    Op,
    Scene,
    next_gesture,
)
from bench.annotator_goals import Goals, goals, picks
from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.replay import PairState
from core.evaluation.halves import is_even
from core.review.decide import apply_ops
from core.review.memory import memory
from core.review.orders import Order, parse
from core.review.queue import Queue, build
from core.review.view import pair_view
from core.storage import Filter, Workspace

PROJECT = "simulated"
LEARN_AFTER = (50, 100, 200, 400)
"""Reviewed pairs after which a strategy that learns learns."""

Learn = Callable[[Workspace, str], None]
"""Learns from the decisions so far, and puts what it learned under the untouched pairs."""

PARTS = ("all", "even", "odd")

_OPEN = frozenset({PairStatus.UNREVIEWED, PairStatus.IN_PROGRESS, PairStatus.SKIPPED})
_OFFERED = frozenset({"change", "add", "delete", "no-counterpart"})
"""Corrections after which the page asks where they would apply elsewhere."""

_MOST_GESTURES = 100
_CLIENT, _PERSON = "annotator", "the annotator"


@dataclass(frozen=True, slots=True)
class Strategy:
    """A way to work.

    Args:
        name: for people.
        order: of the queue, as an address has it.
        learns: the scorer is trained on the decisions as they come in.
        reuses: what is offered elsewhere after a correction is looked at, and applied where right.
        both: the person reads the target too, and adds what no source entity stands for.
        projected: false where nothing is there to begin with, no source entities and no method.
    """

    name: str
    order: str = ""
    learns: bool = False
    reuses: bool = False
    both: bool = False
    projected: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """How good a corpus is after so many decisions, one point a pair, the first before any.

    Args:
        decisions: entity decisions spent so far, ascending.
        keys: spent so far, ascending.
        f1: strict micro F1 of the corpus as it stands then.
    """

    decisions: NDArray[np.int64]
    keys: NDArray[np.int64]
    f1: NDArray[np.float64]

    def needed(self, f1: float) -> tuple[int, int] | None:
        """Return the decisions and keys after which F1 is reached first; None where it never is."""
        reached = np.flatnonzero(self.f1 >= f1)
        if not len(reached):
            return None
        return int(self.decisions[reached[0]]), int(self.keys[reached[0]])

    def at(self, decisions: float) -> float:
        """Return the F1 when so many decisions are spent, whole pairs only."""
        return float(self.f1[np.searchsorted(self.decisions, decisions, side="right") - 1])


class Ledger:
    """What was spent and what the corpus is worth, pair by pair, for all of it and each half."""

    def __init__(self, gold: Mapping[str, frozenset[Entity]]) -> None:
        self._gold = gold
        self._place = {pair: k for k, pair in enumerate(gold)}
        self._counts = np.zeros((len(gold), 2), np.int64)
        self._golds = np.array([len(entities) for entities in gold.values()])
        self._even = np.array([is_even(pair) for pair in gold])
        self._spent = np.zeros((len(gold), 2), np.int64)
        self._beside = 0
        self._points: list[tuple[tuple[int, int, float], ...]] = []

    def stands(self, pair: str, found: Iterable[Entity]) -> None:
        """Take note of what a pair has now."""
        entities = set(found)
        self._counts[self._place[pair]] = len(entities & self._gold[pair]), len(entities)

    def spend(self, pair: str, decisions: int, keys: int) -> None:
        """Take note of what was spent on a pair."""
        self._spent[self._place[pair]] += decisions, keys

    def refresh(self, keys: int) -> None:
        """Take note of keys that belong to no pair; they count for each half."""
        self._beside += keys

    def mark(self) -> None:
        """Put a point on the curves."""
        parts = (np.ones(len(self._even), bool), self._even, ~self._even)
        self._points.append(tuple(self._point(part) for part in parts))

    def curves(self) -> dict[str, Curve]:
        """Return the curve of each part."""
        found = {}
        for k, part in enumerate(PARTS):
            decisions, keys, f1 = zip(*(points[k] for points in self._points), strict=True)
            found[part] = Curve(np.array(decisions), np.array(keys), np.array(f1))
        return found

    def _point(self, part: NDArray[np.bool_]) -> tuple[int, int, float]:
        right, predicted = (int(n) for n in self._counts[part].sum(axis=0))
        total = int(self._golds[part].sum()) + predicted
        decisions, keys = (int(n) for n in self._spent[part].sum(axis=0))
        return decisions, keys + self._beside, 2 * right / total if total else 0.0


class Annotator:
    """One person at one project, who knows the answers and says so with the fewest keys.

    Args:
        workspace: where the project is.
        gold: target entities of each pair, by id, in the order of the project.
        strategy: how they work.
        learn: what trains the scorer; None where the strategy does not learn.
    """

    def __init__(
        self,
        workspace: Workspace,
        gold: Mapping[str, frozenset[Entity]],
        strategy: Strategy,
        learn: Learn | None = None,
    ) -> None:
        self._ws = workspace
        self._strategy = strategy
        self._learn = learn if strategy.learns else None
        self._ledger = Ledger(gold)
        self._gold = gold
        self._goals: dict[str, Goals] = {}
        self._seq = 0
        self._look_at_all()

    def work(self) -> dict[str, Curve]:
        """Return the curves of each part, after going through the whole queue."""
        rounds = (0, *LEARN_AFTER, None) if self._learn is not None else (0, None)
        for start, stop in pairwise(rounds):
            if start and self._learn is not None:
                self._learn(self._ws, PROJECT)
                self._ledger.refresh(REFRESH)
                self._look_at_all()
            queue = self._queue()
            for pair in queue.ids(self._ws, 0, stop and stop - start):
                self._review(pair, queue.via)
                self._ledger.mark()
        return self._ledger.curves()

    def _queue(self) -> Queue:
        """Return the queue of what is open, as it stands now."""
        order = parse(self._strategy.order) or Order()
        queue = build(self._ws, PROJECT, Filter(status=_OPEN), order)
        if queue.notices:
            raise RuntimeError(f"{self._strategy.name}: {'; '.join(queue.notices)}")
        return queue

    def _look_at_all(self) -> None:
        """Take note of how all pairs stand, and of what those nobody has touched have to become."""
        for record in self._ws.iter_records(PROJECT):
            pair, state = record.stored.pair, record.state
            self._ledger.stands(pair.id, state.target_entities())
            if state.status is PairStatus.UNREVIEWED:
                self._goals[pair.id] = goals(state, self._gold[pair.id])
        self._ledger.mark()

    def _review(self, pair: str, via: str) -> None:
        """Look at a pair, correct what is wrong, accept the rest and go on."""
        state = self._ws.state(PROJECT, pair)
        decisions, keys = open_entities(state), 0
        scene = Scene(pair, state)
        for _ in range(_MOST_GESTURES):
            gesture = next_gesture(scene, self._goals[pair], both=self._strategy.both)
            if gesture is None:
                break
            if not scene.rows:  # only a pair that is to be corrected needs the view, which is dear
                scene = self._scene(pair, state)
                continue
            named = self._send(gesture.ops, via)
            decisions, keys = decisions + gesture.extra, keys + gesture.keys
            if self._strategy.reuses:
                self._reuse(pair, gesture, named, via)
            scene = replace(scene, state=self._ws.state(PROJECT, pair))
        else:
            raise RuntimeError(f"pair {pair} is not right after {_MOST_GESTURES} gestures")
        self._send(({"pair": pair, "side": "pair", "kind": "accept-pair"},), via)
        self._ledger.stands(pair, scene.state.target_entities())
        self._ledger.spend(pair, decisions, keys + ACCEPT)

    def _scene(self, pair: str, state: PairState) -> Scene:
        view: dict[str, Any] = pair_view(self._ws, PROJECT, pair)
        nothing = [{"entities": []}]
        return Scene(pair, state, view["rows"] or nothing, view["links"])

    def _send(self, ops: Sequence[Op], via: str) -> str:
        """Return the id of the entity of the last operation, after all of them are carried out."""
        numbered = [{**op, "seq": self._seq + k} for k, op in enumerate(ops, start=1)]
        self._seq += len(ops)
        applied = apply_ops(self._ws, PROJECT, _PERSON, _CLIENT, numbered, via=via)
        if applied.refused:
            raise RuntimeError(applied.refused[0].message)
        return applied.decisions[-1].entity

    def _reuse(self, pair: str, gesture: Gesture, named: str, via: str) -> None:
        """Look at what is offered elsewhere after a correction; apply what is right there."""
        if gesture.ops[-1]["kind"] not in _OFFERED:
            return
        side, about = gesture.about
        offers = memory(self._ws, PROJECT, pair, side, about or named).offers
        if not offers:
            return
        for offer in offers:
            self._ledger.spend(offer.pair, 1, 0)
        right = [offer for offer in offers if self._is_right(offer.pair, offer.ops)]
        unticked = len(offers) - len(right)
        self._ledger.spend(pair, 0, OPEN_OFFER + (UNTICK * unticked + APPLY if right else CLOSE))
        if not right:
            return
        members = [op for offer in right for op in offer.ops]
        act = {"pair": pair, "side": "pair", "kind": "act", "ops": members}
        self._send(({**act, "reason": "same name elsewhere"},), via)
        for offer in right:
            now = self._ws.state(PROJECT, offer.pair)
            self._ledger.stands(offer.pair, now.target_entities())

    def _is_right(self, pair: str, ops: Sequence[Mapping[str, object]]) -> bool:
        """Return whether what an offer would do is what gold says."""
        known = self._goals[pair]
        wanted = {e for e in known.of.values() if e is not None}
        for op in ops:
            if op["kind"] in {"change", "add"}:
                place = Entity(int(str(op["start"])), int(str(op["end"])), str(op["label"]))
                return place in wanted
        return all(known.of.get(self._source_of(pair, op)) is None for op in ops)

    def _source_of(self, pair: str, op: Mapping[str, object]) -> str:
        """Return the id of the source entity that an operation which takes something away is of."""
        if op["side"] == "source":
            return str(op["entity"])
        target = self._ws.state(PROJECT, pair).target
        return next((r.source_id or "" for r in target if r.id == op["entity"]), "")


def open_entities(state: PairState) -> int:
    """Return how many source entities of a pair nobody has decided on, nor on what became of them.

    Each of them is one decision of whoever looks at the pair.
    """
    return sum(
        r.status is EntityStatus.UNREVIEWED
        and all(t.status is EntityStatus.UNREVIEWED for t in picks(state, r.id))
        for r in state.source or ()
    )


def bare(pair: Pair, *, source: bool = True) -> Pair:
    """Return a pair without gold, and without its source entities where they are not wanted."""
    kept = pair.source if source else replace(pair.source, entities=None)
    return replace(pair, source=kept, target=replace(pair.target, entities=None))
