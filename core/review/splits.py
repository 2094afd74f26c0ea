"""Train, dev and test splits in which nothing that belongs together falls apart.

Pairs of one document or one group, and pairs with the same source or target sentence by comparison
key, are one piece. Pieces go where most room is left, the largest first, those of one size in an
order that the seed decides.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.domain.pair import Pair, Sentence
from core.errors import InputError
from core.text.key import comparison_key

_SLACK = 0.05
_LEAST_SLACK = 2
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which pair goes where.

    Args:
        ids: of the pairs of each split.
        pieces: how many pieces there were.
        largest: how many pairs the largest of them has.
    """

    ids: Mapping[str, frozenset[str]]
    pieces: int
    largest: int


def checked_shares(shares: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each split; raise InputError unless they add up to 1."""
    for name, share in shares.items():
        if not name or not _NAME_CHARACTERS.issuperset(name):
            raise InputError(f"a split is named by letters, digits, - and _, got {name!r}")
        if not 0 < share < 1:
            raise InputError(f"split {name} gets {share}; a share lies between 0 and 1")
    if len(shares) < len("ab") or not math.isclose(sum(shares.values()), 1, abs_tol=1e-6):
        told = ", ".join(f"{name}={share:g}" for name, share in shares.items())
        raise InputError(f"the shares of two or more splits add up to 1, got {told or 'none'}")
    return dict(shares)


def plan(pairs: Iterable[Pair], shares: Mapping[str, float], *, seed: int = 0) -> Plan:
    """Return which pair goes where; equal pairs, shares and seed give an equal plan.

    Raises:
        InputError: one piece is larger than a split allows, or a split stays empty.
    """
    wanted = checked_shares(shares)
    pieces = _pieces(pairs)
    total = sum(len(piece) for piece in pieces)
    room = {name: share * total for name, share in wanted.items()}
    slack = max(_LEAST_SLACK, _SLACK * total)
    found: dict[str, list[str]] = {name: [] for name in wanted}
    for piece in sorted(pieces, key=lambda ids: (-len(ids), _order(seed, min(ids)))):
        name = max(room, key=lambda n: room[n])
        if len(piece) - room[name] > slack:
            listed = ", ".join(map(repr, sorted(piece)[:3]))
            raise InputError(
                f"{len(piece)} of {total} pairs belong together (by document, group or an equal "
                f"sentence; {listed}...), and no split has room for them; give one a larger share"
            )
        found[name] += piece
        room[name] -= len(piece)
    if empty := [name for name, ids in found.items() if not ids]:
        raise InputError(f"split {empty[0]} stays empty: {total} pairs are {len(pieces)} pieces")
    largest = max((len(piece) for piece in pieces), default=0)
    ids = {name: frozenset(some) for name, some in found.items()}
    return Plan(ids, len(pieces), largest)


def _order(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{name}".encode()).digest()


def _pieces(pairs: Iterable[Pair]) -> list[list[str]]:
    """Return the ids of what belongs together."""
    ids: list[str] = []
    above: list[int] = []
    first: dict[bytes, int] = {}

    def root(k: int) -> int:
        while above[k] != k:
            above[k] = above[above[k]]
            k = above[k]
        return k

    for k, pair in enumerate(pairs):
        ids.append(pair.id)
        above.append(k)
        for key in _keys(pair):
            other = root(first.setdefault(key, k))
            above[other] = root(k)
    found: dict[int, list[str]] = defaultdict(list)
    for k, name in enumerate(ids):
        found[root(k)].append(name)
    return list(found.values())


def _keys(pair: Pair) -> list[bytes]:
    keys = [("s", _key(pair.source)), ("t", _key(pair.target))]
    keys += [("d", pair.doc)] if pair.doc else []
    keys += [("g", pair.group)] if pair.group else []
    return [
        hashlib.blake2b(f"{kind}\0{key}".encode(), digest_size=16).digest() for kind, key in keys
    ]


def _key(sentence: Sentence) -> str:
    return "\0".join(comparison_key(token) for token in sentence.tokens)
