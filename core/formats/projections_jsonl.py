"""What `project` writes: each pair with projected `tgt_tags`, its gold, and the projections.

A line is the pair as a pairs file has it, `tgt_tags` replaced; `gold_tags` holds what was there
before (or null); `projections` one object a source entity. A pair without an outcome has `tgt_tags`
null and says why under `skipped` or `failed`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from core.domain.alignment import Link
from core.domain.entity import Entity, to_iob2
from core.domain.pair import Pair
from core.domain.projection import Competitor, Explanation, Pick, Projection, Reason
from core.errors import FormatError
from core.formats import jsonl, pairs_jsonl
from core.formats.lines import Lines
from core.formats.problems import Report, refuse

_OWN = frozenset({"gold_tags", "projections", "skipped", "failed"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line read back.

    Args:
        pair: as it was before projection, its target entities gold or None.
        projections: one a source entity; None where there is no outcome.
        why: reason of a skip or a failure, or "".
    """

    pair: Pair
    projections: tuple[Projection, ...] | None
    why: str = ""


def projected(pair: Pair, projections: Sequence[Projection]) -> bytes:
    """Return the line of a projected pair; raise SpanError where picks overlap."""
    entities = [entity for p in projections for entity in p.entities()]
    tags = list(to_iob2(entities, len(pair.target)))
    return _line(pair, tags, {"projections": [projection_object(p) for p in projections]})


def skipped(pair: Pair, why: str) -> bytes:
    """Return the line of a pair that had nothing to project."""
    return _line(pair, None, {"projections": None, "skipped": why})


def failed(pair: Pair, why: str) -> bytes:
    """Return the line of a pair that could not be projected."""
    return _line(pair, None, {"projections": None, "failed": why})


def read(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[Row]:
    """Yield the lines read back, in order; report what is no such line, and doubled ids."""
    ids = jsonl.OnceEach(file=file, report=report)
    for line, row in jsonl.read_each(data, _row, file=file, report=report):
        if ids.fresh(row.pair.id, line):
            yield row


def projection_object(projection: Projection) -> dict[str, object]:
    """Return a projection as plain values; the explanation is there only if it was asked for."""
    entity = projection.entity
    value: dict[str, object] = {
        "start": entity.start,
        "end": entity.end,
        "label": entity.label,
        "picks": [[p.start, p.end, p.score] for p in projection.picks],
        "reason": None if projection.reason is None else str(projection.reason),
    }
    if projection.explanation is not None:
        value["explanation"] = explanation_object(projection.explanation)
    return value


def explanation_object(why: Explanation) -> dict[str, object]:
    """Return an explanation as plain values."""
    return {
        "links": [list(link) for link in why.links],
        "competitors": [
            {
                "start": c.start,
                "end": c.end,
                "score": c.score,
                "parts": dict(c.parts),
                "origins": list(c.origins),
                "taken_by": c.taken_by,
            }
            for c in why.competitors
        ],
        "margin": why.margin,
        "blocked_by": why.blocked_by,
        "steps": list(why.steps),
    }


def projection_from(value: Mapping[str, Any]) -> Projection:
    """Return the projection that an object spells; raise FormatError where it spells none."""
    try:
        reason = value["reason"]
        why = value.get("explanation")
        return Projection(
            Entity(value["start"], value["end"], value["label"]),
            tuple(Pick(start, end, score) for start, end, score in value["picks"]),
            None if reason is None else Reason(reason),
            None if why is None else _explanation(why),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"no projection: {jsonl.shown(value)} ({error})"
        raise FormatError(what, remedy="leave this key to `project`") from None


def _explanation(value: Mapping[str, Any]) -> Explanation:
    return Explanation(
        tuple(Link(*link) for link in value["links"]),
        tuple(
            Competitor(
                c["start"],
                c["end"],
                c["score"],
                tuple(c["parts"].items()),
                tuple(c["origins"]),
                c["taken_by"],
            )
            for c in value["competitors"]
        ),
        value["margin"],
        value["blocked_by"],
        tuple(value["steps"]),
    )


def _line(pair: Pair, tags: list[str] | None, outcome: Mapping[str, object]) -> bytes:
    value = pairs_jsonl.to_object(pair)
    again = "projections" in value and "gold_tags" in value
    gold = value["gold_tags"] if again else value["tgt_tags"]
    kept = {key: item for key, item in value.items() if key not in _OWN}
    return jsonl.dump({**kept, "tgt_tags": tags, "gold_tags": gold, **outcome})


def _row(value: dict[str, Any]) -> Row:
    jsonl.need(value, "gold_tags")
    listed = jsonl.need(value, "projections")
    pair = pairs_jsonl.from_object({**value, "tgt_tags": value["gold_tags"]})
    extra = {key: item for key, item in pair.extra.items() if key not in _OWN}
    found = None
    if listed is not None:
        found = tuple(projection_from(p) for p in jsonl.list_of(listed, "projections"))
    why = jsonl.text_of(value, "skipped") or jsonl.text_of(value, "failed")
    return Row(replace(pair, extra=MappingProxyType(extra)), found, why)
