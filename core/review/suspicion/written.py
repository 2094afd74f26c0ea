"""Signals of how words are written: capitals, digits, length, likeness, what stands at the edge."""

import math

from core.projection.names import capitalised
from core.review.suspicion.sight import Part
from core.review.suspicion.table import Seen, Signals
from core.review.suspicion.tally import Usual, log_ratio

_SLACK = 0.3
"""How far the length of a span may be from the usual before it counts, as a logarithm to base 2."""


def written_signals(part: Part, usual: Usual) -> Signals:
    """Return the signals of how an entity and its span are written."""
    sight = part.sight
    capital = any(sight.source[i].capital for i in part.words)
    found: Signals = {
        "no-capital": (float(not capital), ()),
        "alike-outside": _alike_outside(part),
    }
    if not part.spans:
        return found
    found["unlike"] = (float(part.alike.isdisjoint(part.held)), ())
    found["small-letter"] = _small(part, capital=capital)
    found["small-edge"] = _small_edge(part)
    found["short-edge"] = _short_edge(part)
    found["numbers"] = _numbers(part)
    found["capital-beside"] = _capital_beside(part)
    letters = log_ratio(
        sum(sight.target[j].size for j in part.picked),
        sum(sight.source[i].size for i in part.words),
    )
    over = (letters - usual.letters) / math.log(2)
    words = tuple(sight.others[j] for j in sorted(part.held))
    found["long-span"] = (min(1.0, max(0.0, over - _SLACK)), words)
    found["short-span"] = (min(1.0, max(0.0, -over - _SLACK)), words)
    return found


def _alike_outside(part: Part) -> Seen:
    free = sorted(j for j in part.alike if j not in part.sight.taken)
    odd = bool(free) and part.alike.isdisjoint(part.held)
    return float(odd), tuple(part.sight.others[j] for j in free[:1])


def _small(part: Part, *, capital: bool) -> Seen:
    looks = [part.sight.target[j] for j in part.picked]
    odd = capital and any(s.small for s in looks) and not any(s.capital for s in looks)
    return float(odd), tuple(part.sight.others[j] for j in part.picked)


def _small_edge(part: Part) -> Seen:
    sight, entity = part.sight, part.entity
    if not any(sight.target[j].capital for j in part.picked):
        return 0.0, ()
    edges = ((min(part.held), entity.start), (max(part.held), entity.end - 1))
    odd = [
        sight.others[j]
        for j, i in edges
        if sight.source[i].capital and sight.target[j].small and not sight.target[j].short
    ]
    return float(bool(odd)), tuple(odd[:1])


def _short_edge(part: Part) -> Seen:
    sight, entity = part.sight, part.entity
    edges = ((min(part.held), entity.start), (max(part.held), entity.end - 1))
    odd = [
        sight.others[j]
        for j, i in edges
        if sight.target[j].short and not sight.target[j].capital and not sight.source[i].short
    ]
    return float(bool(odd)), tuple(odd[:1])


def _numbers(part: Part) -> Seen:
    sight, entity = part.sight, part.entity
    ours = sorted(filter(None, (s.digits for s in sight.source[entity.start : entity.end])))
    theirs = sorted(filter(None, (sight.target[j].digits for j in part.held)))
    return float(ours != theirs), (" ".join(ours) or "none", "/", " ".join(theirs) or "none")


def _capital_beside(part: Part) -> Seen:
    sight = part.sight
    told = capitalised(sight.others, part.beside, sight.lang)
    return float(bool(told)), tuple(sight.others[start] for start, _ in told[:1])
