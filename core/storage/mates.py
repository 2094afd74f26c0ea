"""Mates: pairs of one group, which a method with a joiner projects together.

Where the words or tags of one are others, or one joins or leaves the group, what its mates came to
was made of what was there before.
"""

import json
import re
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from core.domain.pair import Pair
from core.storage.schema import layers, outcomes, pairs, signals

UNSEEN = {
    "suspicion": 1.0,
    "disagreement": 0.0,
    "margin": None,
    "score": None,
    "decisions": 1,
    "reasons": "",
    "body": "[]",
    "gain": 1.0,
}
"""Signals of a pair that no method has seen as it is: it comes first."""

_SOME = 500
_GROUP = re.compile(r'"g":("(?:[^"\\]|\\.)*")')


def of(connection: sa.Connection, project: int, touched: Iterable[Pair]) -> set[int]:
    """Return the places of the pairs that were projected together in the groups of some pairs.

    Of those pairs themselves, the ones that are stored are among them.
    """
    groups = {pair.group for pair in touched if pair.group}
    joint = _joint(connection, project) if groups else []
    if not joint:
        return set()
    made = sa.select(outcomes.c.position).where(
        outcomes.c.layer_id.in_(joint), outcomes.c.state != "skipped"
    )
    rows = connection.execute(
        sa.select(pairs.c.position, pairs.c.body).where(
            pairs.c.project_id == project,
            pairs.c.body.contains('"g":', autoescape=True),
            pairs.c.position.in_(made),
        )
    )
    return {position for position, body in rows if _is_of(body, groups)}


def come_first(connection: sa.Connection, project: int, at: Collection[int]) -> None:
    """Have pairs come first where pairs are ordered by their signals."""
    places = sorted(at)
    for start in range(0, len(places), _SOME):
        judged = signals.c.position.in_(places[start : start + _SOME])
        here = (signals.c.project_id == project) & judged
        connection.execute(sa.update(signals).where(here).values(**UNSEEN))


def _joint(connection: sa.Connection, project: int) -> list[int]:
    """Return the layers whose method projects the pairs of a group together."""
    rows = connection.execute(
        sa.select(layers.c.id, layers.c.spec).where(
            layers.c.project_id == project, layers.c.spec.contains('"joint":', autoescape=True)
        )
    )
    return [number for number, spec in rows if json.loads(spec).get("joint")]


def _is_of(body: str, groups: Collection[str]) -> bool:
    """Return whether a pair as it is stored is of one of these groups."""
    named = (json.loads(found) for found in _GROUP.findall(body))
    return any(one in groups for one in named) and json.loads(body).get("g") in groups
