"""Export: the data as people left it, written, read back and compared before it is handed over."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from core.domain.decision import PairStatus
from core.domain.entity import Entity, from_iob2, to_iob2
from core.domain.pair import Pair, Sentence
from core.errors import CoreError, ExportError, InputError, UnknownNameError
from core.formats import conll, jsonl, pairs_jsonl
from core.review.confidence import sure_of
from core.storage import PairRecord, Workspace
from core.storage.batches import batches

Format = Literal["conll", "jsonl"]
FORMATS: tuple[Format, ...] = ("conll", "jsonl")
CORRECTED = "corrected"
GOLD = "gold"
EXCLUDED = "excluded as a bad pair"
NOT_CHOSEN = "its status was not chosen"
NO_SOURCE = "the source has no tags and nobody has reviewed it"
NOT_PROJECTED = "no method has run on it and nobody has reviewed it"
FAILED = "the method failed on it and nobody has reviewed it"
NO_GOLD = "it has no gold"
SKIPPED = "the method had nothing to project"
FAILED_THERE = "the method failed on it"

_BLOCK = 500
_SHOWN = 20
_KEPT_IDS = 20
_PLACES = 4


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Pairs that are not in the export, and why.

    Args:
        count: how many.
        first: ids of the first of them.
    """

    count: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """An export that reads back as what it was made from.

    Args:
        data: the file.
        format: `conll` or `jsonl`.
        pairs: pairs in the file.
        entities: target entities in the file.
        by_status: pairs in the file of each status.
        left_out: pairs of the project that are not in the file, by reason; with `pairs` they add
            up to the whole project.
        notes: what the person should know, such as why the file is empty.
    """

    data: bytes
    format: str
    pairs: int
    entities: int
    by_status: Mapping[str, int]
    left_out: Mapping[str, LeftOut]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Count:
    """What is counted while pairs go by."""

    by_status: Counter[str] = field(default_factory=Counter)
    entities: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def take(self, row: "_Row") -> None:
        self.by_status[row.status] += 1
        self.entities += len(row.pair.target.entities or ())

    def leave(self, pair_id: str, reason: str) -> None:
        self.reasons[reason] += 1
        kept = self.ids.setdefault(reason, [])
        if len(kept) < _KEPT_IDS:
            kept.append(pair_id)


@dataclass(frozen=True, slots=True)
class _Row:
    """One pair to be written: its target entities are those of the export.

    `sure` says how probably each of them is right, where that was asked for.
    """

    pair: Pair
    status: PairStatus
    gold: tuple[Entity, ...] | None
    sure: tuple[float | None, ...] | None = None


def export(
    ws: Workspace,
    project: str,
    *,
    statuses: Iterable[PairStatus] = (PairStatus.DONE,),
    layer: str = CORRECTED,
    format: Format = "conll",
    confidences: bool = False,
) -> Export:
    """Return the export of a project, after reading it back; equal states give equal bytes.

    Excluded pairs are never in it, nor are pairs of which nothing is known: without source tags,
    failed, or never projected, and untouched. They are counted, never written as if they held
    no entity.

    Args:
        ws: the database.
        project: name of the project.
        statuses: of the pairs wanted.
        layer: `corrected`, `gold`, or the name or content hash of a layer.
        format: `conll` (target tokens and tags) or `jsonl` (a pairs file).
        confidences: with `[start, end, label, p]` of every target entity, p how probably it is
            right: 1 for what a person confirmed, None where nothing tells. For corrected JSONL.

    Raises:
        ExportError: the file would not read back as what is in the project; lists the differences.
        InputError: confidences are asked for where there are none.
        MissingInputError: the confidence of the project was not worked out yet.
        UnknownNameError: there is no such layer or format.
    """
    if format not in FORMATS:
        raise UnknownNameError("export format", format, FORMATS)
    if confidences and (layer != CORRECTED or format != "jsonl"):
        raise InputError(
            f"confidences go with the {CORRECTED} layer as jsonl, not with {layer} as {format}"
        )
    wanted = frozenset(statuses)
    count = _Count()
    rows = _rows(ws, project, wanted, layer, count, sure=confidences)
    data = b"".join(_written(rows, format))
    pairs = count.by_status.total()
    notes = () if pairs else (_why_empty(wanted, count),)
    left_out = {
        reason: LeftOut(number, tuple(count.ids[reason]))
        for reason, number in sorted(count.reasons.items())
    }
    by_status = {str(status): count.by_status[status] for status in PairStatus}
    return Export(
        data=data,
        format=format,
        pairs=pairs,
        entities=count.entities,
        by_status=MappingProxyType(by_status),
        left_out=MappingProxyType(left_out),
        notes=notes,
    )


def _why_empty(wanted: frozenset[PairStatus], count: _Count) -> str:
    listed = ", ".join(str(status) for status in PairStatus if status in wanted) or "none"
    reasons = "; ".join(f"{number}: {reason}" for reason, number in sorted(count.reasons.items()))
    return f"nothing to export; chosen statuses: {listed}; left out: {reasons}"


def _rows(
    ws: Workspace,
    project: str,
    wanted: frozenset[PairStatus],
    layer: str,
    count: _Count,
    *,
    sure: bool,
) -> Iterator[_Row]:
    if layer == CORRECTED:
        found = _corrected(ws, project, sure=sure)
    else:
        found = _of_layer(ws, project, layer)
    for pair, status, result, chances in found:
        if status is PairStatus.EXCLUDED:
            count.leave(pair.id, EXCLUDED)
        elif status not in wanted:
            count.leave(pair.id, NOT_CHOSEN)
        elif isinstance(result, str):
            count.leave(pair.id, result)
        else:
            target = replace(pair.target, entities=result)
            row = _Row(replace(pair, target=target), status, pair.target.entities, chances)
            count.take(row)
            yield row


_Chances = tuple[float | None, ...] | None
_Found = tuple[Pair, PairStatus, tuple[Entity, ...] | str, _Chances]


def _corrected(ws: Workspace, project: str, *, sure: bool) -> Iterator[_Found]:
    """Yield every pair with its corrected target, or the reason why it has none."""
    for record, chances in _records(ws, project, sure=sure):
        pair, state = record.stored.pair, record.state
        entities = None if state.source is None else state.source_entities()
        source = replace(pair.source, entities=entities)
        yield replace(pair, source=source), state.status, _result(record), chances


def _records(ws: Workspace, project: str, *, sure: bool) -> Iterator[tuple[PairRecord, _Chances]]:
    if not sure:
        yield from ((record, None) for record in ws.iter_records(project))
        return
    for record, found in sure_of(ws, project):
        yield record, tuple(p if p is None else round(p, _PLACES) for _, p in found)


def _result(record: PairRecord) -> tuple[Entity, ...] | str:
    """Return the corrected target, or why nothing can be said of it.

    A pair that a method went through can be written as it is. Of any other, somebody has to have
    called it done or left an entity on it: flagging or skipping it says nothing of its entities.
    """
    projected = record.outcome is not None and record.outcome.state == "projected"
    vouched = record.state.status is PairStatus.DONE or bool(record.state.target)
    if projected or vouched:
        return record.state.target_entities()
    if record.stored.pair.source.entities is None:
        return NO_SOURCE
    return NOT_PROJECTED if record.outcome is None else FAILED


def _of_layer(ws: Workspace, project: str, name: str) -> Iterator[_Found]:
    """Yield every pair with what a layer (or gold) has for its target, or why it has nothing."""
    info = ws.project(project)
    if name == GOLD:
        for record in ws.iter_records(project):
            gold = record.stored.pair.target.entities
            result = NO_GOLD if gold is None else gold
            yield record.stored.pair, record.state.status, result, None
        return
    layer = info.layer(name)
    if layer is None:
        known = [CORRECTED, GOLD, *(known.name for known in info.layers)]
        raise UnknownNameError("layer", name, known)
    for stored, status, outcome in ws.iter_layer(project, layer.content_hash):
        if outcome is None or outcome.state != "projected":
            skipped = outcome is None or outcome.state == "skipped"
            yield stored.pair, status, SKIPPED if skipped else FAILED_THERE, None
            continue
        yield stored.pair, status, outcome.entities(), None


def _written(rows: Iterable[_Row], format: str) -> Iterator[bytes]:
    """Yield the file block by block, each read back and compared before it goes on."""
    write, compare, between = (
        (_conll_block, _compare_conll, b"\n")
        if format == "conll"
        else (_jsonl_block, _compare_jsonl, b"")
    )
    differences: list[str] = []
    for number, block in enumerate(batches(rows, _BLOCK)):
        data = write(block)
        differences += compare(block, data)
        if len(differences) >= _SHOWN:
            break
        yield between + data if number else data
    if differences:
        listed = "; ".join(differences[:_SHOWN])
        raise ExportError(
            f"nothing was exported, because it would not read back as it is: {listed}; exclude "
            "these pairs or choose another format"
        )


def _conll_block(block: list[_Row]) -> bytes:
    return b"".join(conll.write(row.pair.target for row in block))


def _compare_conll(block: list[_Row], data: bytes) -> list[str]:
    """Return in words where the tokens or entities read from the file differ from the rows."""
    try:
        document = conll.read(data, file="the export", tag_column=1)
        found = [(b.tokens, from_iob2(b.tags or ())) for b in document.blocks]
    except CoreError as error:
        return [str(error)]
    wanted = [(row.pair.id, _sentence_of(row.pair.target)) for row in block]
    return _differences(wanted, found)


def _sentence_of(sentence: Sentence) -> tuple[tuple[str, ...], tuple[Entity, ...]]:
    return sentence.tokens, sentence.entities or ()


def _jsonl_block(block: list[_Row]) -> bytes:
    return b"".join(jsonl.dump(_object(row)) for row in block)


def _object(row: _Row) -> dict[str, object]:
    """Return a line of a pairs file, with the status and the gold that was replaced."""
    return {**pairs_jsonl.to_object(row.pair), **_added(row)}


def _added(row: _Row) -> dict[str, object]:
    """Return what a line has besides the pair."""
    gold = row.gold
    tags = {} if gold is None else {"gold_tags": list(to_iob2(gold, len(row.pair.target)))}
    return {**tags, "review_status": str(row.status), **_sure(row)}


def _sure(row: _Row) -> dict[str, object]:
    if row.sure is None:
        return {}
    entities = zip(row.pair.target.entities or (), row.sure, strict=True)
    return {"confidences": [[e.start, e.end, e.label, p] for e, p in entities]}


def _compare_jsonl(block: list[_Row], data: bytes) -> list[str]:
    """Return in words where a pair read from the file is not the row, every key included."""
    try:
        found = list(pairs_jsonl.read(data, file="the export"))
    except CoreError as error:
        return [str(error)]
    wanted = [
        (row.pair.id, replace(row.pair, extra={**row.pair.extra, **_added(row)})) for row in block
    ]
    return _differences(wanted, found)


def _differences(wanted: Sequence[tuple[str, object]], found: Sequence[object]) -> list[str]:
    """Return the first row that does not read back, with the number of rows where that differs."""
    told = []
    if len(found) != len(wanted):
        told.append(f"{len(wanted)} pairs were written and {len(found)} read back")
    for k, (pair_id, row) in enumerate(wanted):
        if k >= len(found) or found[k] != row:
            told.append(f"pair {pair_id!r} reads back otherwise")
            if len(found) != len(wanted):
                break  # whatever follows is shifted
    return told
