"""Signals of the links: words without one, doubtful ones, and those that lead elsewhere."""

from core.review.suspicion.sight import Part
from core.review.suspicion.table import Signals


def link_signals(part: Part) -> Signals:
    """Return the signals of the links of one entity with a span; none where there are no links."""
    sight = part.sight
    if sight.row.links is None or not part.spans:
        return {}
    strongest = {
        i: max((p for j, p in sight.out.get(i, ()) if j in part.held), default=0.0)
        for i in part.words
    }
    unlinked = tuple(sight.tokens[i] for i in part.words if not strongest[i])
    weakest = min((i for i in part.words if strongest[i]), key=strongest.__getitem__, default=None)
    apart = _apart(part)
    found: Signals = {
        "unlinked-word": (float(bool(unlinked)), unlinked[:1]),
        "links-apart": (float(bool(apart)), apart[:1]),
    }
    if weakest is not None:
        found["weak-link"] = (1.0 - strongest[weakest], (sight.tokens[weakest],))
    return found


def _apart(part: Part) -> tuple[str, ...]:
    """Return the words outside the span and not right beside it that links lead to."""
    sight = part.sight
    near = range(min(part.held) - 1, max(part.held) + 2)
    linked = sorted({j for i in part.words for j, _ in sight.out.get(i, ())})
    return tuple(
        sight.others[j]
        for j in linked
        if not sight.target[j].short and j not in part.held and j not in (near[0], near[-1])
    )
