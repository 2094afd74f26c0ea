"""The sentences that a run begins with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from core.domain.entity import from_iob2
from core.domain.pair import Pair, Sentence
from core.errors import FormatError, InputError, TagError
from core.formats import conll, pairs_jsonl
from core.formats.lines import read_lines
from core.models.tokenisers import tokenise
from core.pipeline.runs.fields import PARALLEL, TRANSLATE_TRAIN
from core.storage.files import read_bytes, stream_lines
from core.text.detokenise import cleaned, detokenised

Sides = tuple[Sentence | None, Sentence | None]
CONLL = (".conll", ".iob", ".iob2", ".bio", ".tsv", ".conllu", ".conllup")


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence that is to be translated, or was.

    Args:
        id: unique within the run.
        sentence: its tokens, which stay as they are, and its entities where they are known.
        text: what a translation model is given.
        doc: the document it comes from, or "".
        extra: what else its file says, kept.
    """

    id: str
    sentence: Sentence
    text: str
    doc: str = ""
    extra: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def read_items(path: Path, lang: str, side: str) -> list[Item]:
    """Return the sentences of a file, in order.

    Args:
        path: .txt, one raw sentence a line, empty lines left out; CoNLL; or pairs (.jsonl), of
            which one side counts.
        lang: of the sentences; pairs have their own.
        side: `source` or `target`, for pairs.

    Raises:
        InputError: no such file, or nothing in it.
        FormatError: a line is not what it should be; names it.
    """
    suffix = PurePath(path.name.lower().removesuffix(".gz")).suffix
    if suffix == ".txt":
        found = list(_of_lines(path, lang))
    elif suffix in CONLL:
        found = list(_of_conll(path, lang))
    elif suffix == ".jsonl":
        found = [_of_pair(pair, side) for pair in read_pairs(path)]
    else:
        raise InputError(f"{path.name}: write .txt (one sentence a line), .conll or .jsonl (pairs)")
    if not found:
        raise FormatError("no sentence in it", file=path.name, remedy="bring at least one")
    return found


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a pairs file; raise FormatError at the first line that is none."""
    found = list(pairs_jsonl.read(stream_lines(path), file=path.name))
    if not found:
        raise FormatError("no pair in it", file=path.name, remedy="bring at least one")
    return found


def read_sides(setting: str, source_lang: str, target_lang: str, path: Path) -> list[Sides]:
    """Return source and target of every sentence that a run begins with; None for what is to come.

    Raises:
        InputError: no such file, or nothing in it.
        FormatError: a line is not what it should be; names it.
    """
    if setting == PARALLEL:
        return [(pair.source, pair.target) for pair in read_pairs(path)]
    if setting == TRANSLATE_TRAIN:
        return [(item.sentence, None) for item in read_items(path, source_lang, "source")]
    return [(None, item.sentence) for item in read_items(path, target_lang, "target")]


def _of_lines(path: Path, lang: str) -> Iterator[Item]:
    for line in read_lines(stream_lines(path), file=path.name):
        text = " ".join((line.text or "").split())
        if cleaned(text) and (tokens := tokenise(text, lang)):
            yield Item(str(line.number), Sentence(tokens, None, lang), text)


def _of_conll(path: Path, lang: str) -> Iterator[Item]:
    blocks = conll.read(read_bytes(path), file=path.name).blocks
    names = [block.id for block in blocks]
    own = all(names) and len(set(names)) == len(names)
    for number, block in enumerate(blocks, start=1):
        entities = None
        if block.tags is not None:
            try:
                entities = from_iob2(block.tags)
            except TagError as error:
                remedy = "begin an entity with B- and its label; `import --scheme` converts others"
                line = block.lines[error.token]
                raise FormatError(str(error), file=path.name, line=line, remedy=remedy) from None
        sentence = Sentence(block.tokens, entities, lang)
        name = block.id if own else str(number)
        yield Item(name, sentence, detokenised(block.tokens, lang), block.doc)


def _of_pair(pair: Pair, side: str) -> Item:
    sentence = pair.sentence(side)
    text = detokenised(sentence.tokens, sentence.lang)
    return Item(pair.id, sentence, text, pair.doc, MappingProxyType(dict(pair.extra)))
