"""Texts with labelled stretches of characters, as other tools keep them, to and from pairs.

What those tools do not know of a pair goes with the text as one value, `pair`, so that a file that
comes back is whole. Without it, a text is cut into tokens and is the target side alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from core.domain.entity import Entity, to_iob2
from core.domain.pair import Pair
from core.errors import CoreError, FormatError
from core.formats import pairs_jsonl, plain_text
from core.formats.halves import Half
from core.formats.offsets import Spans, Unit, from_unit, text_of, to_tokens, to_unit, unit_of
from core.formats.outgoing import Row
from core.formats.problems import Problem, Report, of_error, refuse

MOST = 10_000
"""Spans that a text may have at most."""


class Span(NamedTuple):
    """A labelled stretch; `surface` is the text it should hold, None where nothing says so."""

    start: int
    end: int
    label: str
    surface: str | None = None


@dataclass(frozen=True, slots=True)
class Spanned:
    """A text with its spans.

    Args:
        line: where it stands in the file: a line, or the number of the task.
        text: as it is.
        spans: in the unit of the file.
        pair: what the pair was besides, as in a pairs file; None where it does not say.
    """

    line: int
    text: str
    spans: tuple[Span, ...]
    pair: Mapping[str, Any] | None = None


def of_row(row: Row, entities: Iterable[Entity], unit: Unit) -> tuple[str, list[Span]]:
    """Return the target of a row as a text with spans in a unit."""
    target = row.pair.target
    text, places = text_of(target.tokens, target.lang)
    found = []
    for entity in entities:
        a, b = places[entity.start][0], places[entity.end - 1][1]
        start, end = to_unit(text, (a, b), unit)
        found.append(Span(start, end, entity.label, text[a:b]))
    return text, found


def beside(row: Row) -> dict[str, object]:
    """Return what there is to a row besides its target entities, as in a pairs file."""
    value = pairs_jsonl.to_object(row.pair)
    del value["tgt_tags"]
    return value | _added(row)


def wanted(row: Row) -> Pair:
    """Return the pair that a row reads back as."""
    return replace(row.pair, extra=MappingProxyType({**row.pair.extra, **_added(row)}))


def _added(row: Row) -> dict[str, object]:
    tags: dict[str, object] = {}
    if row.gold is not None:
        tags = {"gold_tags": list(to_iob2(row.gold, len(row.pair.target)))}
    return tags | {"review_status": str(row.status)}


def pairs_of(
    found: Iterable[Spanned], unit: Unit | None, *, file: str = "", report: Report = refuse
) -> Iterator[Pair]:
    """Yield the pairs of texts that carry them; report those that do not.

    Args:
        found: the texts.
        unit: of their offsets; None finds out.
        file: its name, for messages.
        report: what to do with a problem.
    """
    rows = list(found)
    chosen = unit or unit_of(((r.text, _own_places(r), _ends(r)) for r in rows), file=file)
    for row in rows:
        try:
            if row.pair is None:
                raise FormatError("there is no source sentence", remedy=_BRING)
            tokens = _tokens(row)
            places = text_of(tokens, str(row.pair.get("tgt_lang", "")))[1]
            tags = list(to_iob2(_entities(row, places, chosen), len(tokens)))
            yield pairs_jsonl.from_object({**row.pair, "tgt_tags": tags})
        except CoreError as error:
            report(of_error(error, file=file, line=row.line))


_BRING = "bring the source sentences as a file of their own, one a line or as CoNLL"


def halves_of(
    found: Iterable[Spanned],
    unit: Unit | None,
    lang: str,
    *,
    file: str = "",
    report: Report = refuse,
) -> Iterator[Half]:
    """Yield the texts as one side; spans that do not fit tokens are reported.

    Arguments as for `pairs_of`, and the language of the texts.
    """
    rows = [(row, _cut(row, lang, file, report)) for row in found]
    cut = ((row.text, places, _ends(row)) for row, (_, places) in rows)
    chosen = unit or unit_of(cut, file=file)
    for row, (tokens, places) in rows:
        try:
            tags = to_iob2(_entities(row, places, chosen), len(tokens))
        except CoreError as error:
            report(of_error(error, file=file, line=row.line))
            yield Half(row.line, ())
            continue
        yield Half(row.line, tokens, tags)


def _cut(
    row: Spanned, lang: str, file: str, report: Report
) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    if row.pair is not None:
        tokens = _tokens(row)
        return tokens, text_of(tokens, str(row.pair.get("tgt_lang", lang)))[1]
    tokens = plain_text.tokens_of(row.text, lang, file=file, line=row.line, report=report)
    places, at = [], 0
    for token in tokens:
        start = row.text.find(token, at)
        if start < 0:
            report(Problem(f"token {token!r} is not in the text", file=file, line=row.line))
            return (), ()
        at = start + len(token)
        places.append((start, at))
    return tokens, tuple(places)


def _own_places(row: Spanned) -> tuple[tuple[int, int], ...]:
    if row.pair is None:
        return ()
    return text_of(_tokens(row), str(row.pair.get("tgt_lang", "")))[1]


def _tokens(row: Spanned) -> tuple[str, ...]:
    """Return the tokens that go with a text; raise FormatError where they are not of it."""
    pair = row.pair or {}
    given = pair.get("tgt_tokens")
    if not isinstance(given, list) or not all(isinstance(token, str) for token in given):
        raise FormatError("'pair' has no list 'tgt_tokens'", line=row.line, remedy="leave it as is")
    tokens = pairs_jsonl.checked_tokens(given, "tgt_tokens")
    if text_of(tokens, str(pair.get("tgt_lang", "")))[0] != row.text:
        what = "the text is not what its tokens were"
        raise FormatError(what, line=row.line, remedy="leave the texts as they were exported")
    return tokens


def _ends(row: Spanned) -> Spans:
    return [(span.start, span.end) for span in row.spans]


def _entities(row: Spanned, places: Spans, unit: Unit) -> list[Entity]:
    if len(row.spans) > MOST:
        raise FormatError(f"there are {len(row.spans)} spans", remedy=f"at most {MOST} are read")
    found = []
    for span in row.spans:
        start, end = from_unit(row.text, (span.start, span.end), unit)
        surface = row.text[start:end]
        if span.surface is not None and span.surface != surface:
            what = f"the span {span.start}-{span.end} holds {surface[:40]!r}, not the text it says"
            raise FormatError(what, remedy=f"its text should be {span.surface[:40]!r}")
        found.append(Entity(*to_tokens(places, start, end), span.label))
    return found
