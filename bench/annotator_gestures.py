"""What a person does on the Inspect page to set a pair right, and how many keys that takes.

Each gesture sends the operations that ui/components/bench/actions.js sends for it, and costs what
`KEYS` says. A key with Shift or Alt held is one key; so is a click. A drag is two, to press and to
let go. Of the gestures that do the same the cheapest is taken, of equals the first below.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bench.annotator_goals import Goals, picks
from core.domain.decision import EntityStatus
from core.domain.entity import Entity
from core.domain.replay import PairState, Reviewed

KEYS: Mapping[str, int] = MappingProxyType(
    {
        "accept the pair and go on (A)": 1,
        "select an entity (T, or a click)": 1,
        "take the entity from a method (Alt+Shift+digit)": 1,
        "pick a candidate (Shift+digit)": 1,
        "move an edge by one word (] [ } {)": 1,
        "drag an edge": 2,
        "mark one word (a click)": 1,
        "mark several words (a drag)": 2,
        "label what is marked (digit)": 1,
        "reject the entity (Backspace)": 1,
        "no counterpart (N)": 1,
        "open what is offered elsewhere (P)": 1,
        "untick a place": 1,
        "apply to the ticked places (Enter)": 1,
        "close what is offered (Esc)": 1,
        "refresh the queue": 1,
    }
)
"""What each gesture costs."""

ACCEPT = KEYS["accept the pair and go on (A)"]
OPEN_OFFER = KEYS["open what is offered elsewhere (P)"]
UNTICK = KEYS["untick a place"]
APPLY = KEYS["apply to the ticked places (Enter)"]
CLOSE = KEYS["close what is offered (Esc)"]
REFRESH = KEYS["refresh the queue"]
_SELECT = KEYS["select an entity (T, or a click)"]
_TAKE = KEYS["take the entity from a method (Alt+Shift+digit)"]
_PICK = KEYS["pick a candidate (Shift+digit)"]
_STEP = KEYS["move an edge by one word (] [ } {)"]
_DRAG = KEYS["drag an edge"]
_WORD = KEYS["mark one word (a click)"]
_WORDS = KEYS["mark several words (a drag)"]
_LABEL = KEYS["label what is marked (digit)"]
_REJECT = KEYS["reject the entity (Backspace)"]
_ABSENT = KEYS["no counterpart (N)"]

_DIGITS = 9

Op = dict[str, object]


@dataclass(frozen=True, slots=True)
class Gesture:
    """One correction.

    Args:
        keys: that it takes, with selecting what it is about.
        ops: operations without number, in the order in which the page sends them.
        extra: decisions beyond looking at the source entities: 1 where an entity is added that
            none of them stands for.
        about: side and id of the entity that it corrects; empty where the page offers nothing.
    """

    keys: int
    ops: tuple[Op, ...]
    extra: int = 0
    about: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A pair as the page shows it.

    Args:
        pair: its id.
        state: as it stands.
        rows: of its view, the base first; empty where no method ran.
        links: of its view.
    """

    pair: str
    state: PairState
    rows: Sequence[Mapping[str, Any]] = ()
    links: Sequence[Sequence[Any]] = field(default=())

    def op(self, side: str, kind: str, of: Reviewed | None = None, **more: object) -> Op:
        """Return an operation as the page sends it, on an entity with its span and label."""
        named = {} if of is None else {"entity": of.id, **span_of(of.entity)}
        return {"pair": self.pair, "side": side, "kind": kind, **named, **more}


def span_of(entity: Entity) -> Op:
    """Return the fields of an operation that say where an entity stands and what it is."""
    return {"start": entity.start, "end": entity.end, "label": entity.label}


def next_gesture(scene: Scene, goals: Goals, *, both: bool) -> Gesture | None:
    """Return the next correction of a pair; None where nothing is left to correct.

    Args:
        scene: the pair as it stands.
        goals: what it has to look like.
        both: the person reads the target too, and adds what no source entity stands for.
    """
    present = {r.entity for r in scene.state.target if r.live}
    known = {*goals.of.values(), *goals.missing}
    for own in scene.state.source or ():
        wanted = goals.of.get(own.id)
        mine = picks(scene.state, own.id)
        if wanted is not None and wanted not in present:
            return min(_ways(scene, own, mine, wanted), key=lambda gesture: gesture.keys)
        strays = [r for r in mine if r.entity not in known]
        if wanted is None and strays:
            op = scene.op("source", "no-counterpart", own)
            return Gesture(_SELECT + _ABSENT, (op,), about=("source", own.id))
        if strays:
            return _rejected(scene, strays[0])
    for r in scene.state.target:
        if r.live and r.entity not in known:
            return _rejected(scene, r)
    for wanted in goals.missing if both else ():
        if wanted not in present:
            return _marked(scene, wanted, extra=1)
    return None


def _rejected(scene: Scene, r: Reviewed) -> Gesture:
    op = scene.op("target", "delete", r)
    return Gesture(_SELECT + _REJECT, (op,), about=("target", r.id))


def _ways(
    scene: Scene, own: Reviewed, mine: Sequence[Reviewed], wanted: Entity
) -> Iterator[Gesture]:
    """Yield the gestures that put a source entity's counterpart where it belongs."""
    if any(_says(row, own, wanted) for row in scene.rows[:_DIGITS]):
        yield _placed(scene, own, mine, wanted, _TAKE)
    if any((c["start"], c["end"]) == (wanted.start, wanted.end) for c in _candidates(scene, own)):
        yield _placed(scene, own, mine, wanted, _PICK)
    near = [r for r in mine if r.entity.overlaps(wanted) and r.entity.label == wanted.label]
    if near:
        yield _resized(scene, near[0], wanted)
    yield _marked(scene, wanted)


def _says(row: Mapping[str, Any], own: Reviewed, wanted: Entity) -> bool:
    """Return whether that is what a method takes, which is the first that it has of an entity."""
    first = next((e for e in row["entities"] if e["source"] == own.id), None)
    return first is not None and {k: first[k] for k in span_of(wanted)} == span_of(wanted)


def _candidates(scene: Scene, own: Reviewed) -> Sequence[Mapping[str, Any]]:
    """Return the spans that stood for an entity in the base method, as far as digits reach."""
    why = (scene.rows[0].get("why") or {}).get(own.id) if scene.rows else None
    explanation = (why or {}).get("explanation") or {}
    return list(explanation.get("competitors", ()))[:_DIGITS]


def _placed(
    scene: Scene, own: Reviewed, mine: Sequence[Reviewed], wanted: Entity, keys: int
) -> Gesture:
    """Return the gesture that puts a span there: what stands there moves, else it is added."""
    place = span_of(wanted)
    there = [r for r in scene.state.target if r.entity == wanted]
    if mine:
        moved = next((r for r in mine if r.entity.overlaps(wanted)), mine[0])
        op = scene.op("target", "change", moved) | place
        about = moved.id
    elif there:
        op, about = scene.op("target", "accept", there[0]), there[0].id
    else:
        op, about = scene.op("target", "add", source=own.id, **place), ""
    return Gesture(_SELECT + keys, (op,), about=("target", about))


def _resized(scene: Scene, r: Reviewed, wanted: Entity) -> Gesture:
    """Return the gesture that moves the edges, word by word or in one drag, the start first."""
    keys, ops = _SELECT, []
    start, end = r.entity.start, r.entity.end
    for edge, goal in (("start", wanted.start), ("end", wanted.end)):
        at = start if edge == "start" else end
        steps = abs(goal - at)
        stepped = steps * _STEP <= _DRAG
        keys += steps * _STEP if stepped else _DRAG
        way = 1 if goal > at else -1
        for to in range(at + way, goal + way, way) if stepped else (goal,) if steps else ():
            start, end = (to, end) if edge == "start" else (start, to)
            ops.append(scene.op("target", "change", r) | {"start": start, "end": end})
    return Gesture(keys, tuple(ops), about=("target", r.id))


def _marked(scene: Scene, wanted: Entity, *, extra: int = 0) -> Gesture:
    """Return the gesture that marks words and labels them; who they belong to the links tell."""
    keys = _WORD if wanted.end - wanted.start == 1 else _WORDS
    source = likely_source(scene, wanted)
    op = scene.op("target", "add", source=source, **span_of(wanted))
    return Gesture(keys + _LABEL, (op,), extra, about=("target", ""))


def likely_source(scene: Scene, span: Entity) -> str | None:
    """Return the source entity with the most links into a span, as the page guesses it."""
    inside = [(i, 1.0 if p is None else p) for i, j, p in scene.links if span.start <= j < span.end]
    best, most = None, 0.0
    for r in scene.state.source or ():
        if r.status is EntityStatus.REJECTED:
            continue
        weight = sum(p for i, p in inside if r.entity.start <= i < r.entity.end)
        if weight > most:
            best, most = r.id, weight
    return best
