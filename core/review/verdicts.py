"""Reasons that a person can give with one key: codes as they are stored, and their words."""

from collections.abc import Mapping
from types import MappingProxyType

from core.domain.decision import Kind

ENTITY: Mapping[str, str] = MappingProxyType(
    {
        "boundary": "wrong boundary",
        "type": "wrong type",
        "spurious": "spurious",
        "bad-alignment": "bad alignment",
        "bad-source": "bad source label",
        "bad-translation": "bad translation",
    }
)
"""Why an entity is rejected."""

PAIR: Mapping[str, str] = MappingProxyType(
    {
        "bad-translation": "bad translation",
        "not-parallel": "not parallel",
        "bad-source": "bad source",
        "other": "other",
    }
)
"""Why a pair is flagged or excluded; words of the person's own are taken too."""

BULK = "bulk"
"""Reason of a pair that was accepted among many, without a look at it alone."""

_OF: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {Kind.DELETE: ENTITY, Kind.FLAG: PAIR, Kind.EXCLUDE: PAIR}
)


def in_words(kind: Kind, reason: str) -> str:
    """Return the words of a reason: those of its code, else what the person wrote.

    "" where there is none, and where it is no reason of a person's but a note of ours.
    """
    known = _OF.get(kind, {})
    own = kind in {Kind.FLAG, Kind.EXCLUDE} or reason == BULK
    return known.get(reason, reason if own else "")
