"""What `project` writes: each pair with projected `tgt_tags`, its gold, and the projections.

A line is the pair as a pairs file has it, `tgt_tags` replaced; `gold_tags` holds what was there
before (or null); `projections` one object a source entity, `orphans` (where reasons were asked for)
what found no counterpart on either side, as `core.formats.records` writes them. A pair projected
together with others of its group has their ids, its own among them, under `sources`, and under
`others` the target entities `[start, end, label]` that only the others have a source entity for;
they are in `tgt_tags`. A pair without an outcome has `tgt_tags` null and says why under `skipped`
or `failed`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from core.domain.entity import Entity, to_iob2
from core.domain.pair import Pair
from core.domain.projection import Orphan, Projection
from core.errors import FormatError
from core.formats import jsonl, pairs_jsonl, records
from core.formats.lines import Lines
from core.formats.problems import Report, refuse

_OWN = frozenset({"gold_tags", "projections", "orphans", "sources", "others", "skipped", "failed"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line read back.

    Args:
        pair: as it was before projection, its target entities gold or None.
        projections: one a source entity; None where there is no outcome.
        why: reason of a skip or a failure, or "".
        orphans: of both sides; None where the line has none written down.
        sources: ids of the pairs of its group that were projected with it.
        others: target entities that only other pairs of its group have.
    """

    pair: Pair
    projections: tuple[Projection, ...] | None
    why: str = ""
    orphans: tuple[Orphan, ...] | None = None
    sources: tuple[str, ...] = ()
    others: tuple[Entity, ...] = ()


def projected(
    pair: Pair,
    projections: Sequence[Projection],
    orphans: Sequence[Orphan] | None = None,
    *,
    sources: Sequence[str] = (),
    others: Sequence[Entity] = (),
) -> bytes:
    """Return the line of a projected pair; raise SpanError where picks overlap.

    Args:
        pair: as it was.
        projections: one a source entity.
        orphans: of both sides, where reasons were asked for.
        sources: ids of the pairs of its group that were projected with it.
        others: target entities that only other pairs of its group have.
    """
    entities = [*(entity for p in projections for entity in p.entities()), *others]
    tags = list(to_iob2(entities, len(pair.target)))
    outcome = records.record(projections, orphans=orphans)
    if sources:
        outcome["sources"] = list(sources)
        outcome["others"] = [[e.start, e.end, e.label] for e in sorted(others)]
    return _line(pair, tags, outcome)


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
    found = None if listed is None else records.projections_from(listed)
    left = value.get("orphans")
    orphans = None if left is None else records.orphans_from(left)
    why = jsonl.text_of(value, "skipped") or jsonl.text_of(value, "failed")
    pair = replace(pair, extra=MappingProxyType(extra))
    return Row(pair, found, why, orphans, *_joint(value))


def _joint(value: dict[str, Any]) -> tuple[tuple[str, ...], tuple[Entity, ...]]:
    """Return `sources` and `others` of a line, both empty where it was projected alone."""
    try:
        sources = tuple(map(str, value.get("sources") or ()))
        return sources, tuple(Entity(*row) for row in value.get("others") or ())
    except (TypeError, ValueError) as error:
        what = f"no sources and others: {jsonl.shown(value.get('others'))} ({error})"
        raise FormatError(what, remedy="leave these keys to `project`") from None
