"""Hugging Face Parquet: one row a pair, with the features that `datasets` reads.

`ner_tags` are class numbers (their names stand in the file: O, then B- and I- of each label),
`tags` the same as text. Beside them: the source, the alignment, and of every target entity the
method that proposed it, its score and what people decided. pyarrow is loaded within the functions.
"""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from core.domain.entity import from_iob2, to_iob2
from core.domain.pair import Pair
from core.errors import CoreError, FormatError
from core.formats import jsonl, pairs_jsonl, spanned
from core.formats.outgoing import Row, Said
from core.formats.spanned import beside

_GROUP = 1000
_TEXTS = ("src_lang", "tgt_lang", "doc", "group", "status", "pair")
_LISTS = ("tokens", "tags", "source_tokens", "source_tags", "method", "decision", "person", "time")
_SPAN = ("start", "end")


class Read(NamedTuple):
    """What a row of the file says."""

    pair: Pair
    tags: tuple[str, ...]
    links: tuple[tuple[int, int, float | None], ...] | None
    said: tuple[Said, ...]


def write(rows: Iterable[Row], labels: Sequence[str]) -> bytes:
    """Return the file; the labels given come first among the class names, in their order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = ["O", *(f"{p}-{label}" for label in labels for p in "BI")]
    numbers = {name: k for k, name in enumerate(names)}
    sink = io.BytesIO()
    # A schema of Arrow beside it would hide the names, which are known last.
    with pq.ParquetWriter(sink, _schema(pa), compression="zstd", store_schema=False) as writer:
        waiting = iter(rows)
        while group := list(islice(waiting, _GROUP)):
            plain = [_plain(row, numbers) for row in group]
            writer.write_table(pa.Table.from_pylist(plain, schema=_schema(pa)))
        body = {"info": {"features": _features(list(numbers))}}
        writer.add_key_value_metadata({"huggingface": json.dumps(body, ensure_ascii=False)})
    return sink.getvalue()


def read(data: bytes, *, file: str = "") -> Iterator[Read]:
    """Yield the rows, a thousand in memory at a time.

    Raises:
        FormatError: it is no such file, or its class numbers and tags differ.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        opened = pq.ParquetFile(pa.BufferReader(data))
        names = _names(opened)
        for batch in opened.iter_batches(batch_size=_GROUP):
            for value in batch.to_pylist():
                number += 1
                yield _read(value, names)
    except (pa.ArrowException, OSError, LookupError, TypeError, ValueError) as error:
        what = f"this is no Parquet file of ours ({type(error).__name__})"
        raise FormatError(what, file=file, line=number or None, remedy=_REMEDY) from error
    except CoreError as error:
        raise FormatError(str(error), file=file, line=number, remedy=_REMEDY) from None


_REMEDY = "bring the file as it was exported"


def wanted(row: Row) -> Read:
    """Return what a row reads back as."""
    links = None if row.links is None else tuple((i, j, p) for i, j, p in row.links.links)
    said = tuple(_kept(one) for one in row.said)
    tags = to_iob2(row.entities(), len(row.pair.target))
    return Read(spanned.wanted(row), tags, links, said)


def _kept(said: Said) -> Said:
    return Said(
        said.entity,
        method=said.method,
        score=said.score,
        decision=said.decision,
        person=said.person,
        time=said.time,
    )


def _schema(pa: Any) -> Any:
    texts, numbers = pa.list_(pa.string()), pa.list_(pa.int32())
    link = pa.struct([("source", pa.int32()), ("target", pa.int32()), ("p", pa.float64())])
    columns = [("id", pa.string()), ("tokens", texts), ("ner_tags", pa.list_(pa.int64()))]
    columns += [(name, texts) for name in _LISTS if name != "tokens"]
    columns += [(name, numbers) for name in _SPAN]
    columns += [("label", texts), ("score", pa.list_(pa.float64())), ("alignment", pa.list_(link))]
    return pa.schema(columns + [(name, pa.string()) for name in _TEXTS])


def _features(names: list[str]) -> dict[str, object]:
    def value(kind: str) -> dict[str, object]:
        return {"dtype": kind, "_type": "Value"}

    def several(one: dict[str, object]) -> dict[str, object]:
        return {"feature": one, "_type": "Sequence"}

    found: dict[str, object] = {"id": value("string"), "tokens": several(value("string"))}
    found["ner_tags"] = several({"names": names, "_type": "ClassLabel"})
    found |= {name: several(value("string")) for name in _LISTS if name != "tokens"}
    found |= {name: several(value("int32")) for name in _SPAN}
    found |= {"label": several(value("string")), "score": several(value("float64"))}
    link = {"source": value("int32"), "target": value("int32"), "p": value("float64")}
    found["alignment"] = [link]
    return found | {name: value("string") for name in _TEXTS}


def _plain(row: Row, numbers: dict[str, int]) -> dict[str, object]:
    pair = row.pair
    tags = to_iob2(row.entities(), len(pair.target))
    for tag in tags:
        for name in (tag,) if tag == "O" else (f"B-{tag[2:]}", f"I-{tag[2:]}"):
            numbers.setdefault(name, len(numbers))
    links = row.links
    return {
        "id": pair.id,
        "tokens": list(pair.target.tokens),
        "ner_tags": [numbers[tag] for tag in tags],
        "tags": list(tags),
        "source_tokens": list(pair.source.tokens),
        "source_tags": pairs_jsonl.tags_of(pair.source),
        "method": [said.method for said in row.said],
        "decision": [said.decision for said in row.said],
        "person": [said.person for said in row.said],
        "time": [said.time for said in row.said],
        "start": [said.entity.start for said in row.said],
        "end": [said.entity.end for said in row.said],
        "label": [said.entity.label for said in row.said],
        "score": [said.score for said in row.said],
        "alignment": links and [{"source": i, "target": j, "p": p} for i, j, p in links.links],
        "src_lang": pair.source.lang,
        "tgt_lang": pair.target.lang,
        "doc": pair.doc,
        "group": pair.group,
        "status": str(row.status),
        "pair": jsonl.dump(beside(row)).decode().rstrip("\n"),
    }


def _names(opened: Any) -> list[str]:
    metadata = opened.schema_arrow.metadata or opened.metadata.metadata or {}
    features = json.loads(metadata[b"huggingface"])["info"]["features"]
    names: list[str] = features["ner_tags"]["feature"]["names"]
    return names


def _read(value: dict[str, Any], names: list[str]) -> Read:
    tags = tuple(names[k] for k in value["ner_tags"])
    if list(tags) != value["tags"]:
        raise FormatError("its class numbers and its tags differ", remedy=_REMEDY)
    pair = pairs_jsonl.from_object({**json.loads(value["pair"]), "tgt_tags": list(tags)})
    columns = ("method", "score", "decision", "person", "time")
    rows = zip(from_iob2(tags), *(value[name] for name in columns), strict=True)
    said = tuple(
        Said(entity, method=method, score=score, decision=decision, person=person, time=time)
        for entity, method, score, decision, person, time in rows
    )
    links = value["alignment"]
    cells = None if links is None else tuple((k["source"], k["target"], k["p"]) for k in links)
    return Read(pair, tags, cells, said)
