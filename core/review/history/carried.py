"""Carried: how a pair stood on other words, as far as that fits the words of now."""

from dataclasses import replace

from core.domain.decision import EntityStatus
from core.domain.pair import Pair
from core.domain.reattach import reattach
from core.domain.replay import PairState, Reviewed
from core.storage.parted import versions_key


def on_words(state: PairState, old: Pair, new: Pair) -> tuple[PairState, int]:
    """Return a state on other words, entity by entity, and how many in force do not fit them.

    What waited to be looked at is carried too, and waits.

    Args:
        state: on the words of `old`.
        old: the pair as it was.
        new: the pair as it is.
    """
    stood, beyond = _inside(state, old)
    if versions_key(old) == versions_key(new):
        return stood, beyond
    open_there = {r.id for r in stood.target if r.status is EntityStatus.UNREVIEWED}
    looked_at = replace(stood, target=_each(stood, open_there, EntityStatus.ACCEPTED))
    found = reattach(looked_at, old, new)
    lost = beyond + sum(_stands(one.reviewed) for one in found.stale)
    target = _each(found.state, open_there, EntityStatus.UNREVIEWED)
    return replace(found.state, target=target), lost


def _inside(state: PairState, pair: Pair) -> tuple[PairState, int]:
    """Return a state without what lies beyond its words, and how many in force that were."""
    given = (state.source or (), state.target)
    sides = zip(given, (pair.source, pair.target), strict=True)
    source, target = (tuple(r for r in s if r.entity.end <= len(words)) for s, words in sides)
    left = replace(state, source=None if state.source is None else source, target=target)
    count = [sum(map(_stands, side)) for side in (*given, source, target)]
    return left, count[0] + count[1] - count[2] - count[3]


def _each(state: PairState, ids: set[str], change: EntityStatus) -> tuple[Reviewed, ...]:
    return tuple(replace(r, status=change) if r.id in ids else r for r in state.target)


def _stands(reviewed: Reviewed) -> bool:
    return reviewed.live or reviewed.status is EntityStatus.NO_COUNTERPART
