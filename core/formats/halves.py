"""Two files that run in parallel, one for each side, joined into pairs.

Files are joined by position. Where one ends before the other, that position is an error; nothing is
cut off silently. Ids come from the files' comments where both agree, else they are numbers.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.domain.pair import Pair, Sentence
from core.errors import CoreError
from core.formats import conll, plain_text, schemes
from core.formats.lines import Lines
from core.formats.pairs_jsonl import checked_tokens
from core.formats.problems import Problem, Report, of_error, refuse


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a pair as its file has it.

    Args:
        line: where it begins.
        tokens: none where the sentence was reported as unusable.
        tags: in the file's scheme; None where it has none.
        lines: the line of every token; empty where all stand on `line`.
        id: from the file, or "".
        doc: from the file, or "".
    """

    line: int
    tokens: tuple[str, ...]
    tags: tuple[str, ...] | None = None
    lines: tuple[int, ...] = ()
    id: str = ""
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """All sentences of one side.

    Args:
        file: its name, for messages.
        lang: its language.
        halves: in order.
        scheme: which its tags follow.
        repair: what becomes of tags that break the scheme.
    """

    file: str
    lang: str
    halves: tuple[Half, ...]
    scheme: str = "iob2"
    repair: schemes.Repair | None = None


def of_conll(document: conll.Document) -> tuple[Half, ...]:
    """Return the sentences of a CoNLL file."""
    return tuple(Half(b.lines[0], b.tokens, b.tags, b.lines, b.id, b.doc) for b in document.blocks)


def of_text(data: Lines, lang: str, *, file: str = "", report: Report = refuse) -> tuple[Half, ...]:
    """Return the sentences of a plain text file, without tags."""
    rows = plain_text.read(data, lang, file=file, report=report)
    return tuple(Half(line, tokens) for line, tokens in rows)


def join(
    source: Side, target: Side, *, places: list[int] | None = None, report: Report = refuse
) -> Iterator[Pair]:
    """Yield the pairs; report where the sides differ in length, and tags that break their scheme.

    Args:
        source: all sentences of the one side.
        target: all of the other.
        places: is told the place of every pair among the sentences, from 0.
        report: what to do with a problem.

    Raises:
        LengthMismatchError: through `report`, at the first sentence without a counterpart; nothing
            is yielded then.
    """
    if len(source.halves) != len(target.halves):
        report(_differ(source, target))
        return
    names = _names(source, target, report)
    rows = zip(names, source.halves, target.halves, strict=True)
    for k, (name, left, right) in enumerate(rows):
        sentences = _sentence(source, left, report), _sentence(target, right, report)
        if sentences[0] is not None and sentences[1] is not None:
            if places is not None:
                places.append(k)
            yield Pair(name, sentences[0], sentences[1], doc=left.doc or right.doc)


def faults_of(side: Side, half: Half) -> list[Problem]:
    """Return every place where the tags of one sentence break the scheme and are not repaired."""
    found = []
    for fault in schemes.faults(half.tags or (), side.scheme):
        if side.repair is not None and schemes.is_tag((half.tags or ())[fault.token]):
            continue
        line = half.lines[fault.token] if half.lines else half.line
        what = f"{fault.what} (tags are read as {side.scheme.upper()})"
        remedy = "mend it, or agree to begin an entity there or to drop it (--repair begin|drop)"
        token = None if half.lines else fault.token
        found.append(Problem(what, file=side.file, line=line, token=token, remedy=remedy))
    return found


def _sentence(side: Side, half: Half, report: Report) -> Sentence | None:
    if not half.tokens:
        return None
    faults = faults_of(side, half)
    for fault in faults:
        report(fault)
    try:
        tokens = checked_tokens(half.tokens, "the sentence")
    except CoreError as error:
        report(of_error(error, file=side.file, line=half.line))
        return None
    if faults:
        return None
    if half.tags is None:
        return Sentence(tokens, None, side.lang)
    return Sentence(tokens, schemes.decode(half.tags, side.scheme, repair=side.repair), side.lang)


def _differ(source: Side, target: Side) -> Problem:
    short, long = sorted((source, target), key=lambda side: len(side.halves))
    k = len(short.halves)
    return Problem(
        f"sentence {k + 1} has no counterpart: {short.file or 'the other file'} ends after {k}"
        f" {'sentence' if k == 1 else 'sentences'}, this file has {len(long.halves)}",
        file=long.file,
        line=long.halves[k].line,
        remedy="bring as many sentences on both sides; look for the first that is shifted",
        mismatch=True,
    )


def _names(source: Side, target: Side, report: Report) -> Sequence[str]:
    """Return the ids of the pairs: the files' own where they are there, unique and agree."""
    numbers = [f"{k:06d}" for k in range(1, len(source.halves) + 1)]
    for side, other in ((source, target), (target, source)):
        names = [half.id for half in side.halves]
        if not names or not all(names):
            continue
        others = [half.id for half in other.halves]
        twice = next((name for name, count in Counter(names).items() if count > 1), None)
        if twice is not None:
            lines = [half.line for half in side.halves if half.id == twice]
            what = f"id {twice!r} is on line {lines[0]} already; the pairs are numbered instead"
            report(Problem(what, file=side.file, line=lines[1], severity="warning"))
        elif all(others) and others != names:
            report(_ids_differ(source, target))
        else:
            return names
        return numbers
    return numbers


def _ids_differ(source: Side, target: Side) -> Problem:
    rows = zip(source.halves, target.halves, strict=True)
    left, right = next((a, b) for a, b in rows if a.id != b.id)
    what = f"id {left.id!r} stands beside id {right.id!r} (line {right.line} of {target.file})"
    remedy = "check that the files run in parallel; the pairs are numbered instead"
    return Problem(what, file=source.file, line=left.line, remedy=remedy, severity="warning")
