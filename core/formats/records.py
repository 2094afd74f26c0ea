"""What became of a pair and why, as plain values: one record for files, the page and commands.

Reading back what was written gives equal values. A number that is none (NaN, infinity) is refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from core.domain.alignment import Link
from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.projection import (
    Alternative,
    Beyond,
    Competitor,
    Explanation,
    Orphan,
    Pick,
    Projection,
    Reason,
    Stray,
)
from core.errors import CoreError, FormatError
from core.formats import jsonl

Values = dict[str, object]


def record(
    projections: Sequence[Projection],
    *,
    orphans: Sequence[Orphan] | None = None,
    alternatives: Sequence[Alternative] | None = None,
) -> Values:
    """Return projections as plain values, and orphans and alternatives where they are given."""
    value: Values = {"projections": [projection_values(p) for p in projections]}
    if orphans is not None:
        value["orphans"] = [orphan_values(o) for o in orphans]
    if alternatives is not None:
        value["alternatives"] = [alternative_values(a) for a in alternatives]
    return value


def projection_values(projection: Projection) -> Values:
    """Return a projection as plain values; the explanation is there only if it was asked for."""
    entity = projection.entity
    value: Values = {
        "start": entity.start,
        "end": entity.end,
        "label": entity.label,
        "picks": [[p.start, p.end, p.score] for p in projection.picks],
        "reason": None if projection.reason is None else str(projection.reason),
        "gap": projection.gap,
    }
    if projection.explanation is not None:
        value["explanation"] = explanation_values(projection.explanation)
    return value


def explanation_values(why: Explanation) -> Values:
    """Return an explanation as plain values."""
    return {
        "links": [list(link) for link in why.links],
        "competitors": [
            {
                "start": c.start,
                "end": c.end,
                "score": c.score,
                "parts": [[name, value] for name, value in c.parts],
                "origins": list(c.origins),
                "taken_by": c.taken_by,
                "posterior": c.posterior,
            }
            for c in why.competitors
        ],
        "margin": why.margin,
        "blocked_by": why.blocked_by,
        "steps": list(why.steps),
        "posterior": why.posterior,
        "entropy": why.entropy,
        "not_computed": why.not_computed,
    }


def orphan_values(orphan: Orphan) -> Values:
    """Return an orphan as plain values."""
    return {
        "side": str(orphan.side),
        "start": orphan.start,
        "end": orphan.end,
        "reason": str(orphan.reason),
        "label": orphan.label,
        "entity": orphan.entity,
        "beyond": None if orphan.beyond is None else str(orphan.beyond),
    }


def alternative_values(alternative: Alternative) -> Values:
    """Return a choice for a sentence as plain values."""
    spans = [[list(span) for span in row] for row in alternative.spans]
    return {"total": alternative.total, "spans": spans}


def projections_from(values: object) -> tuple[Projection, ...]:
    """Return the projections that a list spells; raise FormatError at the first that is none."""
    return tuple(_projection(value) for value in jsonl.list_of(values, "projections"))


def orphans_from(values: object) -> tuple[Orphan, ...]:
    """Return the orphans that a list spells; raise FormatError at the first that is none."""
    return tuple(_orphan(value) for value in jsonl.list_of(values, "orphans"))


_NONE = (KeyError, TypeError, ValueError, AttributeError, IndexError, CoreError)
"""What reading a value raises that is not the record it should be."""


def _projection(value: Mapping[str, Any]) -> Projection:
    try:
        reason = value["reason"]
        why = value.get("explanation")
        return Projection(
            Entity(value["start"], value["end"], value["label"]),
            tuple(Pick(start, end, _number(score)) for start, end, score in value["picks"]),
            None if reason is None else Reason(reason),
            None if why is None else _explanation(why),
            _maybe(value.get("gap")),
        )
    except _NONE as error:
        raise _no("projection", value, error) from None


def _explanation(value: Mapping[str, Any]) -> Explanation:
    return Explanation(
        tuple(Link(*link) for link in value["links"]),
        tuple(_competitor(c) for c in value["competitors"]),
        _maybe(value["margin"]),
        value["blocked_by"],
        tuple(value["steps"]),
        _maybe(value.get("posterior")),
        _maybe(value.get("entropy")),
        str(value.get("not_computed", "")),
    )


def _competitor(value: Mapping[str, Any]) -> Competitor:
    return Competitor(
        value["start"],
        value["end"],
        _number(value["score"]),
        tuple((str(name), _number(part)) for name, part in _pairs(value["parts"])),
        tuple(value["origins"]),
        value["taken_by"],
        _maybe(value.get("posterior")),
    )


def _pairs(parts: Any) -> Iterable[Any]:
    """Return names with values; earlier files hold them as an object."""
    return parts.items() if isinstance(parts, Mapping) else parts


def _orphan(value: Mapping[str, Any]) -> Orphan:
    try:
        side, beyond = Side(value["side"]), value["beyond"]
        reasons = Reason if side is Side.SOURCE else Stray
        return Orphan(
            side,
            jsonl.whole(value["start"], "start"),
            jsonl.whole(value["end"], "end"),
            reasons(value["reason"]),
            value["label"],
            value["entity"],
            None if beyond is None else Beyond(beyond),
        )
    except _NONE as error:
        raise _no("orphan", value, error) from None


def _maybe(value: object) -> float | None:
    return None if value is None else _number(value)


def _number(value: object) -> float:
    number = jsonl.number(value, "a score")
    if not isfinite(number):
        raise ValueError(f"{number} is no score")
    return number


def _no(what: str, value: object, error: Exception) -> FormatError:
    said = f"no {what}: {jsonl.shown(value)} ({error})"
    return FormatError(said, remedy="leave this key to `project`")
