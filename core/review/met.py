"""Met: what a person meant to do to a pair whose words changed meanwhile, as far as it fits."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from core.domain.decision import Decision, Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.replay import PairState, Reviewed
from core.domain.same_words import kept
from core.review.conflicts import Own
from core.review.history.carried import on_words
from core.review.history.words import quoted
from core.review.ops import ACT
from core.storage.past import Past

Sent = dict[str, Any]


def on_words_of_now(
    past: Past, seen: int, own: Own, ops: Sequence[Sent]
) -> tuple[PairState, list[Sent], list[str]]:
    """Return a pair as a person saw it, what they did to that, and what of it does not fit, quoted.

    All of it is on the words of now.

    Args:
        past: of the pair.
        seen: how many decisions they had seen.
        own: whose page it was.
        ops: what they did.
    """
    known = past.log[:seen]
    then, now = past.pair(known), past.record.stored.pair
    since = takewhile(lambda d: not _moves(d), past.log[seen:])
    saw = past.after([*known, *(d for d in since if own.made(d))])
    stood, _ = on_words(saw, then, now)
    if then.reads_as(now):
        return stood, list(ops), []
    carrying = _Carrying(then, now, saw, stood)
    left = [one for op in ops if (one := carrying.fitting(op)) is not None]
    return stood, left, list(dict.fromkeys(carrying.lost))


def _moves(decision: Decision) -> bool:
    return decision.carried is not None and decision.carried.revision > 0


class _Carrying:
    """Operations on the words of then, carried to those of now; `lost` quotes what does not fit."""

    def __init__(self, then: Pair, now: Pair, saw: PairState, stood: PairState) -> None:
        self._then = then
        self._kept = {
            side: kept(then.sentence(side).tokens, now.sentence(side).tokens)
            for side in (Side.SOURCE, Side.TARGET)
        }
        self._saw = {Side.SOURCE: saw.source or (), Side.TARGET: saw.target}
        self._stood = {Side.SOURCE: stood.source or (), Side.TARGET: stood.target}
        self.lost: list[str] = []

    def fitting(self, op: Sent) -> Sent | None:
        """Return an operation on the words of now; None where nothing of it fits."""
        if op["kind"] == ACT:
            left = [one for member in op["ops"] if (one := self.fitting(member)) is not None]
            return {**op, "ops": left} if left else None
        if op["pair"] != self._then.id or op["side"] == str(Side.PAIR):
            return op
        side = Side(op["side"])
        return self._spanned(op, side) if op.get("label") else self._named(op, side)

    def _spanned(self, op: Sent, side: Side) -> Sent | None:
        start, end = int(op["start"]), int(op["end"])
        if not 0 <= start < end <= len(self._then.sentence(side)):
            return None
        entity = Entity(start, end, str(op["label"]))
        place = self._kept[side].entity(entity)
        if place is None:
            self.lost.append(quoted(entity, self._then, side))
            return None
        return {**op, "start": place.start, "end": place.end}

    def _named(self, op: Mapping[str, Any], side: Side) -> Sent | None:
        gone = _find(self._saw[side], str(op["entity"]))
        if gone is None or _find(self._stood[side], gone.id) is not None:
            return dict(op)
        self.lost.append(quoted(gone.entity, self._then, side))
        return None


def _find(entities: Sequence[Reviewed], name: str) -> Reviewed | None:
    return next((r for r in entities if r.id == name), None)
