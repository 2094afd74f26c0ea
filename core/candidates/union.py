"""Candidates of several sources in one list."""

from collections.abc import Sequence

from core.domain.candidate import Candidates


def union(parts: Sequence[Candidates]) -> Candidates:
    """Return the unique spans of all parts in order, each with the origins it has in any."""
    if len(parts) == 1:
        return parts[0]
    found: dict[tuple[int, int], set[str]] = {}
    for part in parts:
        for span, origins in zip(part.spans(), part.origins, strict=True):
            found.setdefault(span, set()).update(origins)
    return Candidates.merge(found)
