"""Columns of tokens and tags as benchmarks ship them: what is wrong is refused, with its line.

Orphaned I- tags begin an entity, as the published evaluations read them, and are counted. A label
that the benchmark does not know is an error: it would silently count as wrong, or not at all.
"""

from collections.abc import Collection, Sequence

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import CoreError, FormatError, LengthMismatchError, TagError
from core.formats import conll, schemes
from core.formats.corpora.corpus import Corpus
from core.formats.corpora.digests import digest
from core.formats.pairs_jsonl import checked_tokens
from core.formats.problems import Collected, of_error

IDS = "{lang}-{number:06d}"


def read_alone(
    data: bytes,
    language: str,
    *,
    file: str,
    labels: Collection[str],
    prefixed: bool = False,
    ids: str = IDS,
) -> Corpus:
    """Return a language from one file: a token and its tag a line, empty lines in between.

    Args:
        data: the file, unpacked.
        language: its code.
        file: its name, for messages.
        labels: those that the benchmark has, ignored ones included.
        prefixed: whether tokens may have the language in front, as WikiANN has them.
        ids: what a sentence goes by, with `{lang}` and `{number}`, which counts from 1.

    Raises:
        FormatError: with file and line: no tags, another number of columns, text that is no tag,
            a label that is unknown, an empty token, no sentence.
    """
    sentences, repaired = _read(data, language, file=file, labels=labels, prefixed=prefixed)
    return Corpus(
        language,
        _numbered(ids, language, len(sentences)),
        sentences,
        repaired=repaired,
        digest=digest(data),
    )


def read_parallel(
    source: bytes,
    target: bytes,
    languages: tuple[str, str],
    *,
    files: tuple[str, str],
    labels: Collection[str],
    ids: str = IDS,
) -> Corpus:
    """Return a language from two files whose sentences run in parallel.

    Args:
        source: its file, unpacked.
        target: likewise.
        languages: codes of the source and the target.
        files: their names, for messages.
        labels: those that the benchmark has.
        ids: what a sentence goes by.

    Raises:
        FormatError: as `read_alone` does.
        LengthMismatchError: one file ends before the other.
    """
    left, _ = _read(source, languages[0], file=files[0], labels=labels, prefixed=False)
    right, repaired = _read(target, languages[1], file=files[1], labels=labels, prefixed=False)
    if len(left) != len(right):
        short, long = sorted(((len(left), files[0]), (len(right), files[1])))
        raise LengthMismatchError(
            f"{long[0]} sentences, but {short[1]} has {short[0]}",
            file=long[1],
            remedy="the n-th sentences have to be translations; bring both files whole",
        )
    return Corpus(
        languages[1],
        _numbered(ids, languages[1], len(right)),
        right,
        left,
        repaired=repaired,
        digest=digest(source, target),
    )


def _numbered(ids: str, language: str, count: int) -> tuple[str, ...]:
    return tuple(ids.format(lang=language, number=k) for k in range(1, count + 1))


def _read(
    data: bytes, language: str, *, file: str, labels: Collection[str], prefixed: bool
) -> tuple[tuple[Sentence, ...], int]:
    """Return the sentences of a file, and how many tags were repaired."""
    problems = Collected()
    document = conll.read(data, file=file, report=problems)
    if document.blocks and document.layout.tag_column is None:
        raise FormatError(
            "no line has a tag",
            file=file,
            remedy="bring the file with gold labels; XTREME takes them off its test files, so "
            "bring WikiANN's own",
        )
    if errors := [p for p in problems.items if p.severity == "error"]:
        raise errors[0].to_error()
    blocks = _without_prefix(document.blocks, f"{language}:", file) if prefixed else document.blocks
    found = [_sentence(block, language, file, labels) for block in blocks]
    return tuple(sentence for sentence, _ in found), sum(repaired for _, repaired in found)


def _sentence(
    block: conll.Block, language: str, file: str, labels: Collection[str]
) -> tuple[Sentence, int]:
    tags = block.tags or ()
    try:
        tokens = checked_tokens(block.tokens, "the sentence")
        entities = schemes.decode(tags, repair="begin")
    except TagError as error:
        remedy = "tags look like O, B-PER, I-PER"
        raise FormatError(
            tags_fault(tags, error), file=file, line=block.lines[error.token], remedy=remedy
        ) from None
    except CoreError as error:
        raise of_error(error, file=file, line=block.lines[0]).to_error() from None
    _check_labels(entities, block, file, labels)
    return Sentence(tokens, entities, language), len(schemes.faults(tags))


def tags_fault(tags: Sequence[str], error: TagError) -> str:
    """Return what is wrong with a tag, in one clause."""
    return f"{tags[error.token]!r} is no tag"


def _check_labels(
    entities: Sequence[Entity], block: conll.Block, file: str, labels: Collection[str]
) -> None:
    for entity in entities:
        if entity.label not in labels:
            raise FormatError(
                f"label {entity.label!r} is none of this benchmark",
                file=file,
                line=block.lines[entity.start],
                remedy=f"it has {', '.join(labels)}; check that this is its file",
            )


def _without_prefix(
    blocks: Sequence[conll.Block], prefix: str, file: str
) -> tuple[conll.Block, ...]:
    """Return the sentences without the language in front of their tokens, where they have it."""
    having = sum(token.startswith(prefix) for block in blocks for token in block.tokens)
    total = sum(len(block.tokens) for block in blocks)
    if 2 * having < total or not having:
        return tuple(blocks)
    found = []
    for block in blocks:
        for token, line in zip(block.tokens, block.lines, strict=True):
            if not token.startswith(prefix) or token == prefix:
                what = (
                    "the token is empty" if token == prefix else f"no {prefix!r} before the token"
                )
                remedy = f"the other tokens of this file look like {prefix}word"
                raise FormatError(what, file=file, line=line, remedy=remedy)
        tokens = tuple(token.removeprefix(prefix) for token in block.tokens)
        found.append(conll.Block(tokens, block.tags, block.lines, block.id, block.doc))
    return tuple(found)
