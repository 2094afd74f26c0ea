"""Tokenised text for taggers: a side of a pairs file, CoNLL columns, or plain lines."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.cli import inputs
from core.domain.decision import Side
from core.domain.entity import Entity, from_iob2
from core.domain.pair import Pair, Sentence
from core.errors import FormatError, TagError
from core.formats import pairs_jsonl

if TYPE_CHECKING:
    from core.formats.conll import Block

WHAT = "pairs file (JSONL; its targets count), CoNLL, or .txt with tokens between spaces"
WHAT_SIDED = WHAT.replace("its targets count", "--side says which side counts")
_CONLL = (".conll", ".iob", ".iob2", ".bio", ".tsv", ".conllu", ".conllup")
_OF_BOTH = frozenset(
    {"alignment", "projections", "orphans", "alternatives", "sources", "others"}
    | {"skipped", "failed", "translation", "translated_in_pieces", "translation_problem"}
)
"""Further keys of a pairs file that hold for a source and its target together."""

_OF_SOURCE = frozenset({"gold_src_tags", "translated_src_tokens", "translated_src_tags"})
_OF_TARGET = frozenset({"gold_tags", "gold_tgt_tags", "review_status", "confidences"})


def add_lang(parser: argparse.ArgumentParser) -> None:
    """Add the language of text that does not say it."""
    parser.add_argument(
        "--lang", default="", metavar="L", help="language of CoNLL or plain text, such as de"
    )


def add_side(parser: argparse.ArgumentParser, what: str) -> None:
    """Add which side of a pairs file counts."""
    parser.add_argument(
        "--side",
        choices=(str(Side.SOURCE), str(Side.TARGET)),
        default=str(Side.TARGET),
        help=f"side of a pairs file to {what} (default: target)",
    )


def add_label_map(parser: argparse.ArgumentParser, what: str) -> None:
    """Add how labels are to be read."""
    parser.add_argument(
        "--label-map", nargs="+", action="extend", default=[], metavar="FROM=TO", help=what
    )


def is_pairs(path: str) -> bool:
    """Return whether a file is read as a pairs file: by its suffix neither CoNLL nor plain text."""
    return _suffix(path) not in {*_CONLL, ".txt"}


def turned(pair: Pair) -> Pair:
    """Return a pair with its source as target, to learn from it.

    What was said of either side, or of both, would now stand with the wrong one, and is left out.
    """
    kept = _without(pair, _OF_BOTH | _OF_SOURCE | _OF_TARGET)
    return replace(pair, source=pair.target, target=pair.source, extra=kept)


def freed(pair: Pair, side: Side) -> Pair:
    """Return a pair without what its file says of one side, which is to be another sentence.

    Where tags were projected from a source that gives way, the target gets its gold tags back: the
    silver ones could be told from gold no longer. Pairs of one group share their target, so that
    one whose target gives way is of no group.

    Raises:
        FormatError: the gold tags of a projected target are none.
    """
    if side is Side.TARGET:
        return replace(pair, group="", extra=_without(pair, _OF_BOTH | _OF_TARGET))
    target, gone = pair.target, _OF_BOTH | _OF_SOURCE
    if "projections" in pair.extra and "gold_tags" in pair.extra:
        value = {**pairs_jsonl.to_object(pair), "tgt_tags": pair.extra["gold_tags"]}
        target, gone = pairs_jsonl.from_object(value).target, gone | {"gold_tags"}
    return replace(pair, target=target, extra=_without(pair, gone))


def _without(pair: Pair, keys: frozenset[str]) -> MappingProxyType[str, Any]:
    return MappingProxyType({key: item for key, item in pair.extra.items() if key not in keys})


def read(path: str, lang: str = "") -> list[Pair]:
    """Return the sentences of a file, each as the target of a pair, in order.

    A sentence of CoNLL or plain text has no source; it stands as its own, without entities.
    `-` is a pairs file on standard input.

    Raises:
        FormatError: a line is not what it should be; names it.
    """
    suffix = _suffix(path)
    if suffix in _CONLL:
        found = list(_of_conll(path, lang))
    elif suffix == ".txt":
        found = list(_of_lines(path, lang))
    else:
        return list(inputs.read_pairs(path))
    return list(inputs.at_least_one(_named(found), path))


def _suffix(path: str) -> str:
    return PurePath(path.lower().removesuffix(".gz")).suffix


def _of_conll(path: str, lang: str) -> Iterator[Pair]:
    from core.formats import conll

    document = conll.read(inputs.content_of(path), file=inputs.name_of(path))
    for block in document.blocks:
        yield _alone(block.tokens, _entities(block, path), lang, block.id, block.doc)


def _of_lines(path: str, lang: str) -> Iterator[Pair]:
    from core.formats.lines import read_lines

    for line in read_lines(inputs.lines_of(path), file=inputs.name_of(path)):
        if tokens := tuple(token for token in (line.text or "").split(" ") if token):
            yield _alone(tokens, None, lang, "", "")


def _entities(block: "Block", path: str) -> tuple[Entity, ...] | None:
    """Return the entities of a block; raise FormatError with the line where tags are not IOB2."""
    if block.tags is None:
        return None
    try:
        return from_iob2(block.tags)
    except TagError as error:
        remedy = "begin an entity with B- and its label; `import --scheme` converts other schemes"
        file, line = inputs.name_of(path), block.lines[error.token]
        raise FormatError(str(error), file=file, line=line, remedy=remedy) from None


def _alone(
    tokens: tuple[str, ...], entities: tuple[Entity, ...] | None, lang: str, name: str, doc: str
) -> Pair:
    target = Sentence(tokens, entities, lang or "und")
    return Pair(name or "-", Sentence(tokens, None, lang or "und"), target, doc=doc)


def _named(pairs: list[Pair]) -> Iterator[Pair]:
    """Yield the sentences with the file's ids where all are there and differ, else with numbers."""
    names = [pair.id for pair in pairs]
    if "-" in names or len(set(names)) < len(names):
        names = [str(number) for number in range(1, len(pairs) + 1)]
    for pair, name in zip(pairs, names, strict=True):
        yield replace(pair, id=name)
