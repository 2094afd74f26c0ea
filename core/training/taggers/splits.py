"""Splits without a leak: what shares a document, a group or a sentence stays on one side."""

from collections.abc import Collection, Sequence

import numpy as np

from core.errors import InputError


def components(ties: Sequence[Collection[str]]) -> tuple[int, ...]:
    """Return for each item the first item that it hangs together with, directly or through others.

    Args:
        ties: of each item; two items with a tie in common hang together.
    """
    parent = list(range(len(ties)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    first: dict[str, int] = {}
    for k, names in enumerate(ties):
        for name in names:
            a, b = root(first.setdefault(name, k)), root(k)
            parent[max(a, b)] = min(a, b)
    return tuple(root(k) for k in range(len(ties)))


def hold_out(
    ties: Sequence[Collection[str]], share: float, *, seed: int = 0
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return positions to learn from, and positions held out, both ascending.

    Whole components are drawn in random order; one goes to the held-out side where it fits into
    what is left there, so that never more than the share is held out, and none where every
    component is too large.

    Args:
        ties: of each item.
        share: of the items to hold out, in [0, 1).
        seed: of the order.

    Raises:
        InputError: the share lies outside [0, 1).
    """
    if not 0 <= share < 1:
        raise InputError(f"the share to hold out is {share}; it has to be at least 0 and below 1")
    roots = components(ties)
    members: dict[int, list[int]] = {}
    for k, root in enumerate(roots):
        members.setdefault(root, []).append(k)
    groups = [members[root] for root in sorted(members)]
    room = int(share * len(ties))
    held: list[int] = []
    for k in np.random.default_rng(seed).permutation(len(groups)).tolist():
        if len(groups[k]) <= room - len(held):
            held += groups[k]
    out = frozenset(held)
    return tuple(k for k in range(len(ties)) if k not in out), tuple(sorted(held))
