"""A scripted annotator who sends as the page does: what it had been told, and how a conflict ends.

Of some of its operations it had been told long before, as of a page that was left open.
"""

from core.review.decide import Applied
from core.storage import Workspace
from tests.review.build import op
from tests.storage.annotator import PROJECT, Annotator

_FRESH = 0.7
_SETTLES = 0.4


class Page(Annotator):
    """One person at one page, which says of each operation what it had `seen` and `heard`."""

    def __init__(self, ws: Workspace, client: str, person: str, seed: object) -> None:
        super().__init__(ws, client, person, seed)
        self._told: dict[str, int] = {}
        self._heard = 0
        self._conflicts: list[dict[str, object]] = []

    def next_ops(self) -> list[dict[str, object]]:
        """Return the next operations; at times what settles one that met another's decision."""
        if not self._told or self._chance.random() < _FRESH:
            found = self._ws.versions(PROJECT, self._pairs)
            self._told = {pair: version for pair, (version, *_) in found.items()}
        if self._conflicts and self._chance.random() < _SETTLES:
            return [self._settling(self._conflicts.pop())]
        return [self._as_sent(one) for one in super().next_ops()]

    def send(self, ops: list[dict[str, object]]) -> Applied:
        """Return what became of operations; what met another's decision is settled later."""
        applied = super().send(ops)
        self._heard = applied.ack
        by_seq = {one["seq"]: one for one in ops}
        self._conflicts += [by_seq[no.seq] for no in applied.refused if no.conflict]
        return applied

    def _as_sent(self, one: dict[str, object]) -> dict[str, object]:
        back = one["kind"] in {"undo", "redo"}
        seen = 0 if back else self._told[str(one["pair"])]
        return {**one, "seen": seen, "heard": self._heard}

    def _settling(self, met: dict[str, object]) -> dict[str, object]:
        """Return the same once more, knowing what stands there now, or that theirs stands."""
        number = self._ws.acked(PROJECT, self._client) + 1
        own = {"seq": number, "heard": self._heard, "settles": [[self._client, met["seq"]]]}
        if met["pair"] and self._chance.random() < 0.5:
            version = self._ws.record(PROJECT, str(met["pair"])).version
            return {**met, **own, "seen": version}
        told = op(number, "settle", "pair", str(met["pair"]), reason="theirs")
        return {**told, **own}
