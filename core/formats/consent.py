"""Tag schemes other than IOB2: found, said, and converted only where the user agreed.

BIOES and BILOU leave no doubt, so that a CoNLL file in one of them is read as it is, with a note.
IOB1 and IOE look like IOB2 with mistakes: they need the user's word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.formats import schemes
from core.formats.halves import Half
from core.formats.problems import Problem, Report

AUTO = "auto"
_PLAIN = frozenset({"bioes", "bilou"})
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user agreed to.

    Args:
        scheme: "" for IOB2 (and what leaves no doubt), `auto` for whatever is found, or a name.
        repair: what becomes of tags that break their scheme; None refuses them.
        partial: leave out single lines and sentences that are wrong, instead of refusing all.
    """

    scheme: str = ""
    repair: schemes.Repair | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Mend:
    """A sentence with tags that break their scheme, and both repairs as IOB2 side by side."""

    file: str
    line: int
    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    begin: tuple[str, ...]
    drop: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What the tags of one file turned out to be.

    Args:
        file: its name.
        scheme: which its tags follow best.
        used: which they are read as.
        faults: chunks that break the scheme they are read as.
        mends: the first sentences with such chunks, at most twenty.
    """

    file: str
    scheme: str
    used: str
    faults: int
    mends: tuple[Mend, ...] = ()


def settle(
    halves: Sequence[Half], wish: Wish, *, file: str, columns: bool, report: Report
) -> Found:
    """Return what the tags are and how to read them; report what needs the user's word.

    Args:
        halves: all sentences of the file.
        wish: what the user agreed to.
        file: its name, for messages.
        columns: whether it is a CoNLL file, which does not promise IOB2.
        report: told of a scheme that was not agreed to, and of repairs that are made.
    """
    tagged = [half for half in halves if half.tags is not None]
    seen = schemes.detect(half.tags or () for half in tagged)
    used = _used(seen, wish, columns=columns)
    if wish.scheme not in {"", AUTO, used} or used == seen.scheme == "iob2":
        pass
    elif wish.scheme or (columns and used in _PLAIN):
        what = f"the tags are {used.upper()}; they are read as such and written as IOB2"
        report(Problem(what, file=file, severity="note"))
    elif used != "iob2":
        what = f"the tags are {used.upper()}, not IOB2"
        remedy = f"agree to converting them (--scheme {used}, or --scheme auto)"
        report(Problem(what, file=file, line=_first(tagged), remedy=remedy, whole=True))
    mends, faults = _mends(tagged, used, file)
    if faults and wish.repair is not None:
        how = "began an entity" if wish.repair == "begin" else "were dropped"
        what = f"{faults} {'place breaks' if faults == 1 else 'places break'} {used.upper()}"
        report(Problem(f"{what} and {how}, as agreed", file=file, severity="warning"))
    return Found(file, seen.scheme, used, faults, mends)


def _used(seen: schemes.Detection, wish: Wish, *, columns: bool) -> str:
    if wish.scheme and wish.scheme != AUTO:
        return wish.scheme
    if seen.faults and not wish.scheme and not (columns and seen.scheme in _PLAIN):
        return seen.scheme if seen.scheme in _PLAIN else "iob2"
    return seen.scheme


def _first(halves: Iterable[Half]) -> int | None:
    """Return the line of the first tag that breaks IOB2."""
    for half in halves:
        for fault in schemes.faults(half.tags or ()):
            return half.lines[fault.token] if half.lines else half.line
    return None


def _mends(halves: Iterable[Half], scheme: str, file: str) -> tuple[tuple[Mend, ...], int]:
    mends: list[Mend] = []
    count = 0
    for half in halves:
        tags = half.tags or ()
        faults = schemes.faults(tags, scheme)
        count += len(faults)
        if faults and len(mends) < _SHOWN and all(map(schemes.is_tag, tags)):
            begin = schemes.repaired(tags, scheme, "begin")
            drop = schemes.repaired(tags, scheme, "drop")
            line = half.lines[faults[0].token] if half.lines else half.line
            mends.append(Mend(file, line, half.tokens, tags, begin, drop))
    return tuple(mends), count
