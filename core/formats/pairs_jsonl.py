"""Pairs file: JSON Lines, one sentence pair a line, unknown keys kept."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from core.domain.entity import Entity, from_iob2, to_iob2
from core.domain.pair import Pair, Sentence
from core.errors import CoreError, FormatError, LengthMismatchError, TagError
from core.formats import jsonl
from core.formats.lines import Lines
from core.formats.problems import Report, refuse

MAX_TOKENS = 4096
Decode = Callable[[Sequence[str]], tuple[Entity, ...]]

_OWN = frozenset(
    {"id", "src_lang", "tgt_lang", "src_tokens", "src_tags", "tgt_tokens", "tgt_tags"}
    | {"doc", "group", "source", "eval_types"}
)
_FORBIDDEN = re.compile("[\0\t\n\r]")
_LANG = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")


def read(
    data: Lines,
    *,
    file: str = "",
    src_lang: str = "",
    tgt_lang: str = "",
    decode: Decode = from_iob2,
    report: Report = refuse,
) -> Iterator[Pair]:
    """Yield the pairs of a file, in order; report every line that is none, and doubled ids.

    Args:
        data: the file, or its lines.
        file: its name, for messages.
        src_lang: language of the source where a line does not say it.
        tgt_lang: the same for the target.
        decode: from tags to entities; raises TagError.
        report: what to do with a problem; the default raises FormatError.
    """
    ids = jsonl.OnceEach(file=file, report=report)

    def parse(value: dict[str, Any]) -> Pair:
        return from_object(value, src_lang=src_lang, tgt_lang=tgt_lang, decode=decode)

    for line, pair in jsonl.read_each(data, parse, file=file, report=report):
        if ids.fresh(pair.id, line):
            yield pair


def write(pairs: Iterable[Pair]) -> Iterator[bytes]:
    """Yield one line a pair; reading them gives back equal pairs."""
    for pair in pairs:
        yield jsonl.dump(to_object(pair))


def from_object(
    value: Mapping[str, Any],
    *,
    src_lang: str = "",
    tgt_lang: str = "",
    decode: Decode = from_iob2,
) -> Pair:
    """Return the pair that one object of a pairs file spells; raise FormatError without a place."""
    types = value.get("eval_types")
    return Pair(
        id=identity(value),
        source=_sentence(value, "src", src_lang, decode),
        target=_sentence(value, "tgt", tgt_lang, decode),
        doc=jsonl.text_of(value, "doc"),
        group=jsonl.text_of(value, "group"),
        origin=jsonl.text_of(value, "source"),
        eval_types=None if types is None else tuple(_texts(types, "eval_types")),
        extra=MappingProxyType({k: v for k, v in value.items() if k not in _OWN}),
    )


def to_object(pair: Pair) -> dict[str, object]:
    """Return the pair as plain values: the contract's keys in order, then the others."""
    value: dict[str, object] = {
        "id": pair.id,
        "src_lang": pair.source.lang,
        "tgt_lang": pair.target.lang,
        "src_tokens": list(pair.source.tokens),
        "src_tags": tags_of(pair.source),
        "tgt_tokens": list(pair.target.tokens),
        "tgt_tags": tags_of(pair.target),
    }
    optional = {"doc": pair.doc, "group": pair.group, "source": pair.origin}
    value.update({key: text for key, text in optional.items() if text})
    if pair.eval_types is not None:
        value["eval_types"] = list(pair.eval_types)
    value.update(pair.extra)
    return value


def tags_of(sentence: Sentence) -> list[str] | None:
    """Return a sentence's IOB2 tags; None where nobody has annotated it."""
    if sentence.entities is None:
        return None
    return list(to_iob2(sentence.entities, len(sentence)))


def identity(value: Mapping[str, Any]) -> str:
    """Return the id of an object; raise FormatError where there is none that can be used."""
    name = jsonl.need(value, "id")
    if not isinstance(name, str) or not name or _FORBIDDEN.search(name):
        remedy = "an id is text of at least one character, without TAB, line break and NUL"
        raise FormatError(f"'id' is {jsonl.shown(name)}", remedy=remedy)
    return name


def checked_tokens(tokens: Sequence[str], what: str) -> tuple[str, ...]:
    """Return the tokens; raise FormatError, with the position, where one cannot be kept."""
    if not tokens:
        raise FormatError(f"{what} is empty", remedy="a sentence needs at least one token")
    if len(tokens) > MAX_TOKENS:
        remedy = f"a sentence may have at most {MAX_TOKENS}; split it"
        raise FormatError(f"{what} has {len(tokens)} tokens", remedy=remedy)
    for i, token in enumerate(tokens):
        if not token or _FORBIDDEN.search(token):
            remedy = "a token has at least one character, and no TAB, line break or NUL"
            raise FormatError(f"{what} holds {jsonl.shown(token)}", token=i, remedy=remedy)
    return tuple(tokens)


def checked_lang(lang: str, what: str) -> str:
    """Return a language code; raise FormatError where it is missing or no code."""
    if not lang:
        raise FormatError(f"no {what}", remedy='name the language, such as "en" or "yor"')
    if len(lang) > 35 or not _LANG.fullmatch(lang):
        remedy = 'a language is a code such as "en", "yor" or "zh-Hant"'
        raise FormatError(f"{what} is {jsonl.shown(lang)}", remedy=remedy)
    return lang


def _sentence(value: Mapping[str, Any], side: str, lang: str, decode: Decode) -> Sentence:
    key = f"{side}_tokens"
    tokens = checked_tokens(_texts(jsonl.need(value, key), key), key)
    code = checked_lang(jsonl.text_of(value, f"{side}_lang") or lang, f"{side}_lang")
    tags = value.get(f"{side}_tags")
    if tags is None:
        return Sentence(tokens, None, code)
    return Sentence(tokens, _entities(_texts(tags, f"{side}_tags"), side, tokens, decode), code)


def _entities(
    tags: list[str], side: str, tokens: tuple[str, ...], decode: Decode
) -> tuple[Entity, ...]:
    if len(tags) != len(tokens):
        raise LengthMismatchError(
            f"{side}_tokens has {len(tokens)} tokens and {side}_tags has {len(tags)} tags",
            token=min(len(tokens), len(tags)),
            remedy="give every token one tag",
        )
    try:
        return decode(tags)
    except TagError as error:
        what = f"in {side}_tags, {error}"
        remedy = "begin an entity with B- and its label; another scheme is converted on import"
        raise FormatError(what, token=error.token, remedy=remedy) from None
    except CoreError as error:
        raise FormatError(f"in {side}_tags, {error}", remedy="mend the tag") from None


def _texts(value: object, key: str) -> list[str]:
    found = jsonl.list_of(value, key)
    for i, item in enumerate(found):
        if not isinstance(item, str):
            remedy = "every item has to be text"
            raise FormatError(f"{key!r} holds {jsonl.shown(item)}", token=i, remedy=remedy)
    return found
