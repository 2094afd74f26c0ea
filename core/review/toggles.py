"""Links of a pair added or taken away by hand."""

from collections.abc import Sequence

from core.domain.alignment import Alignment, Link
from core.domain.pair import Pair
from core.errors import InputError, LinkError

Toggle = tuple[int, int, bool]
"""Source token, target token, and whether they are to be linked."""

BY_HAND = 1.0
"""Probability of a link that a person adds."""

MAX_TOGGLES = 1000


def with_toggles(
    pair: Pair, links: Alignment | None, toggles: Sequence[Toggle]
) -> Alignment | None:
    """Return the links of a pair with some added, with probability 1, and some taken away.

    Words that a link is added to count as seen. Toggles that change nothing are left out.

    Raises:
        InputError: there are too many.
        LinkError: one lies outside the pair.
    """
    if not toggles:
        return links
    if len(toggles) > MAX_TOGGLES:
        raise InputError(f"{len(toggles)} links changed at once; change at most {MAX_TOGGLES}")
    n, m = len(pair.source), len(pair.target)
    before = links or Alignment(n, m)
    cells = {(link.i, link.j): link for link in before.links}
    for i, j, on in toggles:
        if not (0 <= i < n and 0 <= j < m):
            raise LinkError(f"link {i}-{j} lies outside a pair of {n} x {m} tokens")
        if not on:
            cells.pop((i, j), None)
        elif (i, j) not in cells:
            cells[i, j] = Link(i, j, BY_HAND)
    rows_seen, columns_seen = ({i for i, _ in cells}, {j for _, j in cells})
    return Alignment(
        n,
        m,
        tuple(cells.values()),
        tuple(i for i in before.unseen_src if i not in rows_seen),
        tuple(j for j in before.unseen_tgt if j not in columns_seen),
    )


def in_words(before: Alignment | None, after: Alignment | None) -> str:
    """Return what was added and taken away, "" where nothing was."""
    old = {(link.i, link.j) for link in before.links} if before else set()
    new = {(link.i, link.j) for link in after.links} if after else set()
    added, gone = len(new - old), len(old - new)
    told = [f"{_many(added, 'link')} added by hand, with probability 1"] if added else []
    told += [f"{_many(gone, 'link')} taken away by hand"] if gone else []
    return "; ".join(told)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
