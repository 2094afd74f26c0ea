"""Trials: what a scorer learned from the decisions of a project, and what became of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from core.errors import MALFORMED, InputError, StorageError
from core.evaluation.spans import Score
from core.storage import Workspace
from core.storage.codec import dump
from core.training.scorer import Check

_KEY, _KEPT = "scorer trial", "scorer kept"

State = Literal["offered", "refused", "kept", "dropped"]

_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("scorer", "layer", "name", "before", "state", "time"), str),
    **dict.fromkeys(("entities", "pairs", "decision", "changed"), int),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """A scorer that was tried out.

    Args:
        scorer: its digest.
        layer: content hash of the layer that was written, "" where none was.
        name: of the layer.
        before: content hash of the base that it was compared with.
        entities: source entities that it learned from.
        pairs: pairs that these are of.
        decision: number of the latest decision when it was trained.
        check: what the held-out check on these entities found.
        changed: untouched pairs that would come out otherwise.
        first: ids of the first of them.
        state: what became of it: `offered`, `refused` (no better than the base), `kept`, `dropped`.
        time: when it was trained, UTC, ISO 8601.
    """

    scorer: str
    layer: str
    name: str
    before: str
    entities: int
    pairs: int
    decision: int
    check: Check
    changed: int
    first: tuple[str, ...]
    state: State
    time: str

    @property
    def base(self) -> Score:
        """The held-out score of the base."""
        return self.check.base

    @property
    def learned(self) -> Score:
        """The held-out score of the scorer."""
        return self.check.learned

    @property
    def sure(self) -> float:
        """The share of resamplings in which the scorer does better, in [0, 1]."""
        return self.check.sure

    @property
    def text(self) -> str:
        """What came of it, for people."""
        pairs = "1 pair" if self.pairs == 1 else f"{self.pairs:,} pairs"
        found = (
            f"Learned from {self.entities:,} decided entities of {pairs}: F1 "
            f"{self.learned.f1:.3f} on those it had not seen, {self.base.f1:.3f} as it stands"
        )
        if not self.layer:
            return f"{found}. That is no sure gain, so nothing changes."
        changed = "1 untouched pair" if self.changed == 1 else f"{self.changed:,} untouched pairs"
        ends = {
            "offered": f"It would change {changed}.",
            "kept": f"It is in use; it changed {changed}.",
            "dropped": "It was dropped.",
        }
        return f"{found}. {ends[self.state]}"


def read(ws: Workspace, project: str) -> Trial | None:
    """Return the latest trial of a project; None where nothing was tried."""
    body = ws.models.read(project, _KEY)
    return None if body is None else _trial(body)


def in_use(ws: Workspace, project: str) -> Trial | None:
    """Return the trial that was kept and that the project stands on; None where it does not."""
    body = ws.models.read(project, _KEPT)
    kept = None if body is None else _trial(body)
    return kept if kept is not None and kept.layer == ws.project(project).base else None


def _trial(body: bytes) -> Trial:
    """Return the trial that was kept; raise StorageError where it cannot be read."""
    try:
        plain = json.loads(body)
        check = plain.pop("check")
        scores = {name: _score(check[name]) for name in ("base", "learned")}
        first = tuple(_of(str, one) for one in plain.pop("first"))
        sure = _of(float, check["sure"] + 0.0)
        plain = {name: _of(_KINDS[name], value) for name, value in plain.items()}
        get_args(State).index(plain["state"])
        return Trial(**plain, first=first, check=Check(**scores, sure=sure))
    except MALFORMED as error:
        raise StorageError(
            f"what became of a scorer cannot be read ({error!r}); `train-scorer` learns another"
        ) from None


def _score(given: dict[str, Any]) -> Score:
    return Score(**{name: _of(int, value) for name, value in given.items()})


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{str(value)[:40]!r} is no {kind.__name__}")
    return value


def write(ws: Workspace, project: str, trial: Trial) -> Trial:
    """Return the trial after it took the place of the one before."""
    body = dump(asdict(trial)).encode()
    ws.models.write(project, _KEY, body)
    if trial.state == "kept":
        ws.models.write(project, _KEPT, body)
    return trial


def in_state(ws: Workspace, project: str, state: State, wish: str) -> Trial:
    """Return the latest trial; raise InputError where it is not in this state.

    Args:
        ws: the database.
        project: name of the project.
        state: that it has to be in.
        wish: what cannot be done otherwise, for the message.
    """
    trial = read(ws, project)
    if trial is None or trial.state != state:
        now = "nothing was learned yet" if trial is None else f"the latest scorer is {trial.state}"
        raise InputError(f"there is nothing to {wish}: {now}; `train-scorer` learns one")
    return trial
