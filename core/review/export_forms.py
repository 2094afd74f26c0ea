"""What an export can be written as: how each file is written, and read back to be compared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.domain.entity import from_iob2, to_iob2
from core.errors import UnknownNameError
from core.formats import (
    conll,
    conllu,
    docbin,
    doccano,
    gold_links,
    jsonl,
    label_studio,
    multiconer,
    pairs_jsonl,
    parquet,
    spanned,
    talp,
)
from core.formats.conll_layout import CONLLU_COLUMNS, FEATURE, MISC, Layout
from core.formats.offsets import Unit
from core.formats.outgoing import Row

Read = Iterable[object]


@dataclass(frozen=True, slots=True)
class Options:
    """What a writer may want to know.

    Args:
        unit: of offsets, where a format leaves that open.
        labels: of the project, in their order.
    """

    unit: Unit = doccano.UNIT
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One format.

    Args:
        name: as the command line has it.
        suffix: of its files.
        mime: of its files.
        about: what it is for, a few words.
        wanted: what a row has to read back as.
        write: a block of rows, the first of them with this number; None where `whole` writes all.
        read: what a block holds.
        whole: writes all rows at once.
        read_whole: what such a file holds.
        ends: what stands before, between and behind blocks.
        links: which links it holds: `project`, `gold` or none.
        rich: it holds what methods and people said of each entity.
    """

    name: str
    suffix: str
    mime: str
    about: str
    wanted: Callable[[Row], object]
    write: Callable[[Sequence[Row], int, Options], bytes] | None = None
    read: Callable[[bytes, Options], Read] | None = None
    whole: Callable[[Iterable[Row], Options], bytes] | None = None
    read_whole: Callable[[bytes], Read] | None = None
    ends: tuple[bytes, bytes, bytes] = (b"", b"", b"")
    links: str = ""
    rich: bool = False

    @property
    def only_links(self) -> bool:
        """Return whether it holds links and no entity."""
        return bool(self.links) and self.whole is None


def form_of(name: str) -> Form:
    """Return a format by its name; raise UnknownNameError, listing all."""
    if name not in FORMS:
        raise UnknownNameError("export format", name, FORMS)
    return FORMS[name]


def _sentence(row: Row) -> object:
    return row.pair.target.tokens, row.entities()


def _named(row: Row) -> object:
    return row.pair.id, row.pair.target.tokens, row.entities()


def _conll(block: Sequence[Row], _: int, __: Options) -> bytes:
    return b"".join(conll.write(row.pair.target for row in block))


def _read_conll(data: bytes, _: Options) -> Iterator[object]:
    for block in conll.read(data, file="the export", tag_column=1).blocks:
        yield block.tokens, from_iob2(block.tags or ())


def _read_conllu(data: bytes, _: Options) -> Iterator[object]:
    return _named_blocks(data, Layout("tab", CONLLU_COLUMNS, 1, MISC, FEATURE))


def _read_multiconer(data: bytes, _: Options) -> Iterator[object]:
    return _named_blocks(data, Layout("space", 4, 0, 3))


def _named_blocks(data: bytes, layout: Layout) -> Iterator[object]:
    for block in conll.read(data, file="the export", layout=layout).blocks:
        yield block.id, block.tokens, from_iob2(block.tags or ())


def added(row: Row) -> dict[str, object]:
    """Return what a line of JSON Lines has besides the pair."""
    tags: dict[str, object] = {}
    if row.gold is not None:
        tags = {"gold_tags": list(to_iob2(row.gold, len(row.pair.target)))}
    return {**tags, "review_status": str(row.status), **_sure(row)}


def _sure(row: Row) -> dict[str, object]:
    if row.sure is None:
        return {}
    entities = zip(row.entities(), row.sure, strict=True)
    return {"confidences": [[e.start, e.end, e.label, p] for e, p in entities]}


def _jsonl(block: Sequence[Row], _: int, __: Options) -> bytes:
    lines = ({**pairs_jsonl.to_object(row.pair), **added(row)} for row in block)
    return b"".join(map(jsonl.dump, lines))


def _read_jsonl(data: bytes, _: Options) -> Read:
    return pairs_jsonl.read(data, file="the export")


def _pair(row: Row) -> object:
    return replace(row.pair, extra={**row.pair.extra, **added(row)})


def _doccano(block: Sequence[Row], _: int, options: Options) -> bytes:
    return b"".join(doccano.write(block, options.unit))


def _read_doccano(data: bytes, options: Options) -> Read:
    read = doccano.read(data, file="the export")
    return spanned.pairs_of(read, options.unit, file="the export")


def _label_studio(block: Sequence[Row], first: int, _: Options) -> bytes:
    return label_studio.BETWEEN.join(label_studio.write(block, first))


def _read_label_studio(data: bytes, _: Options) -> Read:
    whole = label_studio.HEAD + data + label_studio.TAIL
    read = label_studio.read(whole, file="the export")
    return spanned.pairs_of(read, "code-points", file="the export")


def _links(block: Sequence[Row], _: int, __: Options) -> bytes:
    return b"".join(talp.write(block))


def _read_links(data: bytes, _: Options) -> Iterator[object]:
    for row in gold_links.read_pharaoh(data, file="the export"):
        yield sorted(row.sure), sorted(row.possible)


def _cells(row: Row) -> object:
    sure = [(i, j) for i, j, _ in row.links.links] if row.links else []
    possible = [(i, j) for i, j, _ in row.possible.links] if row.possible else []
    return sure, possible


def _parquet(rows: Iterable[Row], options: Options) -> bytes:
    return parquet.write(rows, options.labels)


def _docbin(rows: Iterable[Row], _: Options) -> bytes:
    return docbin.write(rows)


_TEXT, _LINES = "text/plain", "application/jsonl"
_BINARY = "application/octet-stream"


def _block(
    name: str,
    suffix: str,
    mime: str,
    about: str,
    /,
    write: Any,
    read: Any,
    wanted: Any,
    **more: Any,
) -> Form:
    return Form(name, suffix, mime, about, wanted, write=write, read=read, **more)


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        _block(
            "conll", ".conll", _TEXT, "CoNLL: target tokens and IOB2 tags, to train taggers",
            _conll, _read_conll, _sentence, ends=(b"", b"\n", b""),
        ),
        _block(
            "jsonl", ".jsonl", _LINES, "JSONL: whole pairs, to bring into a project again",
            _jsonl, _read_jsonl, _pair,
        ),
        _block(
            "conllu", ".conllu", _TEXT, "CoNLL-U: target with ids, tags as NER= in MISC",
            lambda rows, *_: b"".join(conllu.write(rows)), _read_conllu, _named,
        ),
        _block(
            "multiconer", ".multiconer", _TEXT, "MultiCoNER: target with ids, four columns",
            lambda rows, *_: b"".join(multiconer.write(rows)), _read_multiconer, _named,
        ),
        _block(
            "doccano", ".doccano.jsonl", _LINES, "doccano: texts with offsets, to annotate there",
            _doccano, _read_doccano, spanned.wanted,
        ),
        _block(
            "label-studio", ".json", "application/json",
            "Label Studio: methods as predictions, people as annotations",
            _label_studio, _read_label_studio, spanned.wanted,
            ends=(label_studio.HEAD, label_studio.BETWEEN, label_studio.TAIL), rich=True,
        ),
        Form(
            "docbin", ".spacy", _BINARY, "spaCy DocBin: to train with spaCy", spanned.wanted,
            whole=_docbin, read_whole=lambda data: docbin.read(data, file="the export"),
        ),
        Form(
            "parquet", ".parquet", _BINARY, "Parquet: a data set for Hugging Face, with its card",
            parquet.wanted, whole=_parquet, links="project", rich=True,
            read_whole=lambda data: parquet.read(data, file="the export"),
        ),
        _block(
            "pharaoh", ".pharaoh", _TEXT, "Pharaoh: the links of the same pairs, no entities",
            _links, _read_links, _cells, links="project",
        ),
        _block(
            "talp", ".talp", _TEXT, "TALP: the gold links of the same pairs, sure and possible",
            _links, _read_links, _cells, links="gold",
        ),
    )
}  # fmt: skip
"""Every format by its name, in the order in which it is offered."""
