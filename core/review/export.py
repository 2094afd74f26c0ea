"""Export: the data as people left it, written, read back and compared before it is handed over."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from core.domain.decision import PairStatus
from core.errors import CoreError, ExportError, InputError
from core.formats import csv_guard, provenance
from core.formats.doccano import UNIT
from core.formats.offsets import Unit
from core.formats.outgoing import Row
from core.review.data_card import card
from core.review.export_forms import FORMS, Form, Options, form_of
from core.review.export_rows import CORRECTED, GOLD, Count, Wanted, listed, rows
from core.storage import Workspace

FORMATS: tuple[str, ...] = tuple(FORMS)
PROVENANCES = ("jsonl", "csv")
CARD = "README.md"

_BLOCK = 500
_SHOWN = 20

__all__ = ["CARD", "CORRECTED", "FORMATS", "GOLD", "PROVENANCES", "Export", "LeftOut", "export"]


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
        format: one of `FORMATS`, or `original`.
        pairs: pairs in the file.
        entities: target entities in the file.
        by_status: pairs in the file of each status.
        left_out: pairs of the project that are not in the file, by reason; with `pairs` they add
            up to the whole project.
        notes: what the person should know, such as why the file is empty.
        by_label: target entities in the file of each label.
        beside: files that go with it, such as the provenance of its entities, by name.
        suffix: of the file.
    """

    data: bytes
    format: str
    pairs: int
    entities: int
    by_status: Mapping[str, int]
    left_out: Mapping[str, LeftOut]
    notes: tuple[str, ...] = ()
    by_label: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    beside: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    suffix: str = ""


def export(
    ws: Workspace,
    project: str,
    *,
    statuses: Iterable[PairStatus] = (PairStatus.DONE,),
    layer: str = CORRECTED,
    format: str = "conll",
    confidences: bool = False,
    unit: Unit = UNIT,
    provenance: str = "",
    only: frozenset[str] | None = None,
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
        format: one of `FORMATS`.
        confidences: with `[start, end, label, p]` of every target entity, p how probably it is
            right: 1 for what a person confirmed, None where nothing tells. For corrected JSONL.
        unit: of character offsets in doccano files.
        provenance: `jsonl` or `csv` for a file beside it that says of every entity where it comes
            from; "" for none.
        only: ids of the pairs that are wanted at all; None for every pair.

    Raises:
        ExportError: the file would not read back as what is in the project; lists the differences.
        InputError: confidences are asked for where there are none.
        MissingInputError: the confidence of the project was not worked out yet.
        UnknownNameError: there is no such layer or format.
    """
    form = form_of(format)
    if confidences and (layer != CORRECTED or format != "jsonl"):
        raise InputError(
            f"confidences go with the {CORRECTED} layer as jsonl, not with {layer} as {format}"
        )
    if provenance and (provenance not in PROVENANCES or form.only_links):
        raise InputError(f"there is no provenance as {provenance} of {format}")
    count = Count()
    wanted = Wanted(
        frozenset(statuses),
        layer,
        sure=confidences,
        links=form.links,
        must=form.only_links,
        machine=form.rich,
        said=bool(provenance) or form.rich,
        origins=bool(provenance),
        only=only,
    )
    beside = _Beside(provenance)
    found = beside.noting(rows(ws, project, wanted, count))
    options = Options(unit, ws.project(project).labels)
    data = _written(found, form, options)
    return made(
        count,
        wanted,
        data=data if count.by_status.total() else b"",
        format=format,
        suffix=form.suffix,
        beside={
            **beside.files(),
            **({CARD: card(ws.project(project), count, wanted)} if format == "parquet" else {}),
        },
    )


def made(
    count: Count,
    wanted: Wanted,
    *,
    data: bytes,
    format: str,
    suffix: str,
    beside: Mapping[str, bytes],
    notes: tuple[str, ...] = (),
) -> Export:
    """Return an export with what was counted while it was written."""
    pairs = count.by_status.total()
    return Export(
        data=data,
        format=format,
        pairs=pairs,
        entities=count.entities,
        by_status=MappingProxyType({str(s): count.by_status[s] for s in PairStatus}),
        left_out=left_out(count),
        notes=notes if pairs else (_why_empty(wanted, count),),
        by_label=MappingProxyType(dict(sorted(count.labels.items()))),
        beside=MappingProxyType(dict(beside)),
        suffix=suffix,
    )


def left_out(count: Count) -> Mapping[str, LeftOut]:
    """Return what was counted as not in the file, by reason."""
    found = {
        reason: LeftOut(number, tuple(count.ids[reason]))
        for reason, number in sorted(count.reasons.items())
    }
    return MappingProxyType(found)


def _why_empty(wanted: Wanted, count: Count) -> str:
    reasons = "; ".join(f"{number}: {reason}" for reason, number in sorted(count.reasons.items()))
    chosen = listed(wanted.statuses)
    return f"nothing to export; chosen statuses: {chosen}; left out: {reasons}"


class _Beside:
    """Writes the provenance of rows while they go by."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._sink = io.BytesIO()
        if kind == "csv":
            self._sink.writelines(csv_guard.write([provenance.COLUMNS]))

    def noting(self, found: Iterable[Row]) -> Iterator[Row]:
        for row in found:
            if self._kind == "jsonl":
                self._sink.write(_checked(row, b"".join(provenance.write([row]))))
            elif self._kind == "csv":
                self._sink.write(_checked_csv(row))
            yield row

    def files(self) -> dict[str, bytes]:
        return {f"provenance.{self._kind}": self._sink.getvalue()} if self._kind else {}


def _checked(row: Row, data: bytes) -> bytes:
    if data and list(provenance.read(data)) != list(provenance.values(row)):
        raise ExportError(f"the provenance of pair {row.pair.id!r} reads back otherwise")
    return data


def _checked_csv(row: Row) -> bytes:
    data = b"".join(provenance.write_csv([row], head=False))
    said = [[str(cell) for cell in cells] for cells in provenance.cells(row)]
    if list(csv_guard.read(data)) != said:
        raise ExportError(f"the provenance of pair {row.pair.id!r} reads back otherwise")
    return data


def _written(found: Iterable[Row], form: Form, options: Options) -> bytes:
    if form.write is None:
        return _whole(found, form, options)
    sink = io.BytesIO()
    sink.writelines(_blocks(found, form, options))
    return sink.getvalue()


def _blocks(found: Iterable[Row], form: Form, options: Options) -> Iterator[bytes]:
    """Yield the file block by block, each read back and compared before it goes on."""
    if form.write is None or form.read is None:
        return
    differences: list[str] = []
    number = 0
    head, between, tail = form.ends
    waiting = iter(found)
    while block := list(islice(waiting, _BLOCK)):
        try:
            data = form.write(block, number + 1, options)
            back = iter(form.read(data, options))
            differences += _differences(((r.pair.id, form.wanted(r)) for r in block), back)
        except CoreError as error:
            differences.append(str(error))
        if len(differences) >= _SHOWN:
            break
        if not differences:
            yield (between if number else head) + data
        number += len(block)
    _refuse(differences)
    yield tail


def _whole(found: Iterable[Row], form: Form, options: Options) -> bytes:
    """Return a file that is written in one go, compared by digests of its rows."""
    if form.whole is None or form.read_whole is None:
        raise ExportError(f"{form.name} cannot be written")
    noted: list[tuple[str, object]] = []

    def noting() -> Iterator[Row]:
        for row in found:
            noted.append((row.pair.id, _digest(form.wanted(row))))
            yield row

    try:
        data = form.whole(noting(), options)
        differences = _differences(noted, map(_digest, form.read_whole(data)))
    except CoreError as error:
        differences = [str(error)]
    except ValueError as error:
        differences = [f"{form.name} cannot hold it: {str(error)[:200]}"]
    _refuse(differences)
    return data


def _digest(value: object) -> bytes:
    return hashlib.blake2b(repr(value).encode(), digest_size=16).digest()


def _refuse(differences: Sequence[str]) -> None:
    if differences:
        listed_ones = "; ".join(differences[:_SHOWN])
        raise ExportError(
            f"nothing was exported, because it would not read back as it is: {listed_ones}; "
            "exclude these pairs or choose another format"
        )


def _differences(wanted: Iterable[tuple[str, object]], found: Iterator[object]) -> list[str]:
    """Return the rows that do not read back; the first alone where their number differs."""
    told: list[str] = []
    count = back = 0
    missing = object()
    for pair_id, row in wanted:
        got = next(found, missing)
        count += 1
        back += got is not missing
        if got != row:
            told.append(f"pair {pair_id!r} reads back otherwise")
    back += sum(1 for _ in found)
    if count != back:
        return [f"{count} pairs were written and {back} read back", *told[:1]]
    return told
