"""Filters in words: what each field asks for, short enough for a chip that takes it away."""

from collections.abc import Mapping

from core.domain.decision import PairStatus
from core.errors import InputError
from core.review.compare.selection import describe, parse
from core.storage import Filter, Range
from core.storage.values import ANYONE, ME, NOBODY


def in_words(wanted: Filter, reasons: Mapping[str, str]) -> dict[str, str]:
    """Return what each field that asks for anything asks for, by its name.

    Args:
        wanted: the filter.
        reasons: words of the codes of reasons.
    """
    chosen = [str(status) for status in PairStatus if status in wanted.status]
    said = {
        "text": f"/{wanted.text}/" if wanted.regex else f"“{wanted.text}”",
        "label": f"label {_either(sorted(wanted.label))}",
        "status": _either(chosen),
        "reasons": _either([reasons.get(code, code) for code in sorted(wanted.reasons)]),
        "by": _decided(wanted.by),
        "length": f"{_range(wanted.length)} target words",
        "score": f"score {_range(wanted.score)}",
        "suspicion": f"suspicion {_range(wanted.suspicion)}",
        "disagreement": "methods disagree",
        "commented": "commented",
        "assigned": _assigned(wanted.assigned),
        "cell": f"from Compare: {_selection(wanted.cell)}",
        "changes": f"{wanted.changes} would change",
        "stale": "has stale decisions",
        "conflicts": _conflicts(wanted.conflicts),
    }
    return {field: words for field, words in said.items() if getattr(wanted, field)}


def _decided(person: str) -> str:
    return "decided by nobody" if person == NOBODY else f"decided by {person}"


def _assigned(person: str) -> str:
    known = {
        NOBODY: "assigned to nobody",
        ME: "assigned to me",
        ANYONE: "assigned to anybody or nobody",
    }
    return known.get(person, f"assigned to {person}")


def _conflicts(person: str) -> str:
    return "conflicts of mine" if person == ME else f"conflicts of {person}"


def _selection(text: str) -> str:
    """Return a selection in words; as it stands where it is none, which the search says."""
    try:
        return describe(parse(text))
    except InputError:
        return text


def _either(words: list[str]) -> str:
    return " or ".join(words)


def _range(asked: Range) -> str:
    low = "" if asked.low is None else f"{asked.low:g}"
    high = "" if asked.high is None else f"{asked.high:g}"
    if low and high:
        return low if low == high else f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"
