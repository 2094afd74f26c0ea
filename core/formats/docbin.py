"""spaCy DocBin: one Doc a sentence, built of our tokens, never tokenised again.

What a Doc has no place for is JSON in its user data, under `pair`. spaCy is loaded within the
functions. Reading runs nothing that the file brings.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Any

from core.domain.entity import Entity, to_iob2
from core.domain.pair import Pair
from core.errors import CoreError, FormatError
from core.formats import pairs_jsonl
from core.formats.halves import Half
from core.formats.outgoing import Row
from core.formats.problems import Report, of_error, refuse
from core.formats.spanned import beside
from core.text.languages import spaced

MOST = 512 * 2**20
"""Bytes that such a file may unpack to."""
_KEY = "pair"


def write(rows: Iterable[Row]) -> bytes:
    """Return the file; spaces between tokens are as the language has them."""
    from spacy.tokens import Doc, DocBin, Span
    from spacy.vocab import Vocab
    from srsly.msgpack import Packer

    # One packer for all: DocBin has one made for each Doc, which takes longer than all the rest.
    packer = Packer(use_bin_type=True)
    vocab = Vocab()
    found = DocBin(attrs=["ENT_IOB", "ENT_TYPE"])
    for row in rows:
        target = row.pair.target
        gaps = [spaced(target.lang)] * (len(target) - 1) + [False]
        doc = Doc(vocab, words=list(target.tokens), spaces=gaps)
        doc.ents = [Span(doc, e.start, e.end, label=e.label) for e in row.entities()]
        text = json.dumps(beside(row), ensure_ascii=False, allow_nan=False)
        found.add(doc)
        found.user_data.append(packer.pack({_KEY: text}))
    found.store_user_data = True
    return bytes(found.to_bytes())


def read(data: bytes, *, file: str = "", report: Report = refuse) -> Iterator[Pair]:
    """Yield the pairs of a file that carries them; report the Docs that do not."""
    for number, (tokens, entities, more) in enumerate(_docs(data, file), start=1):
        try:
            yield _pair(tokens, entities, more)
        except CoreError as error:
            report(of_error(error, file=file, line=number))


def halves(data: bytes, *, file: str = "", report: Report = refuse) -> Iterator[Half]:
    """Yield the Docs as one side."""
    for number, (tokens, entities, _) in enumerate(_docs(data, file), start=1):
        try:
            checked = pairs_jsonl.checked_tokens(tokens, "the Doc")
            yield Half(number, checked, to_iob2(entities, len(checked)))
        except CoreError as error:
            report(of_error(error, file=file, line=number))
            yield Half(number, ())


def carries_pairs(data: bytes, *, file: str = "") -> bool:
    """Return whether the first Doc says what its pair was."""
    return next((_KEY in more for _, _, more in _docs(data, file)), False)


def _pair(tokens: list[str], entities: list[Entity], more: dict[Any, Any]) -> Pair:
    text = more.get(_KEY)
    if not isinstance(text, str):
        remedy = "bring the source sentences as a file of their own"
        raise FormatError("the Doc does not say what its source is", remedy=remedy)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise FormatError("its user data is no JSON", remedy="leave it as exported") from None
    if not isinstance(value, dict) or value.get("tgt_tokens") != tokens:
        what = "its tokens are not those that its user data tells of"
        raise FormatError(what, remedy="leave the tokens as they were exported")
    tags = list(to_iob2(entities, len(tokens)))
    return pairs_jsonl.from_object({**value, "tgt_tags": tags})


def _docs(data: bytes, file: str) -> Iterator[tuple[list[str], list[Entity], dict[Any, Any]]]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    unpacker = zlib.decompressobj()
    try:
        size = len(unpacker.decompress(data, MOST))
        if unpacker.unconsumed_tail or not unpacker.eof:
            what = "the file is cut off, or unpacks to more than 512 MiB"
            raise FormatError(what, file=file, remedy="bring all of it, or split it")
        if not size:
            return
        found = DocBin(store_user_data=True).from_bytes(data)
        more = chain(_unpacked(found.user_data), repeat({}))
        found.user_data = []
        for doc, beside_it in zip(found.get_docs(Vocab()), more, strict=False):
            entities = [Entity(e.start, e.end, e.label_) for e in doc.ents]
            yield [token.text for token in doc], entities, beside_it
    except (zlib.error, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        what = f"this is no DocBin of spaCy ({type(error).__name__})"
        raise FormatError(what, file=file, remedy="write it with DocBin.to_bytes") from error


def _unpacked(given: Iterable[bytes | None]) -> Iterator[dict[Any, Any]]:
    """Yield what each Doc has beside it, by one unpacker for all."""
    from srsly.msgpack import Unpacker
    from srsly.msgpack.exceptions import UnpackException

    unpacker = Unpacker(raw=False, use_list=False, max_buffer_size=MOST)
    read = 0
    for packed in given:
        if packed is None:
            yield {}
            continue
        try:
            unpacker.feed(packed)
            value = unpacker.unpack()
        except UnpackException as error:
            raise ValueError("what is beside a Doc cannot be read") from error
        read += len(packed)
        if unpacker.tell() != read:
            raise ValueError("more than one value beside a Doc")
        yield dict(value)
