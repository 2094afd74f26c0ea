"""Filters: which pairs a person wants to see, as a value and as part of a page's address."""

from collections.abc import Collection, Mapping, Sequence

from core.domain.decision import PairStatus
from core.storage.values import Filter

__all__ = ["ELSEWHERE", "Filter", "from_url", "to_url"]

ELSEWHERE = frozenset({"project", "pair", "person"})
"""Keys of an address that say something else and are passed over without a word."""

_MAX_TEXT = 200
_TRUE = frozenset({"1", "true", "yes"})
_FALSE = frozenset({"", "0", "false", "no"})


def to_url(wanted: Filter) -> dict[str, str]:
    """Return the filter as keys and values of an address, what asks for nothing left out."""
    values = {
        "text": wanted.text,
        "label": wanted.label,
        "status": ",".join(str(status) for status in PairStatus if status in wanted.status),
        "disagreement": "1" if wanted.disagreement else "",
    }
    return {key: value for key, value in values.items() if value}


def from_url(
    given: Mapping[str, str | Sequence[str]], *, labels: Collection[str] | None = None
) -> tuple[Filter, tuple[str, ...]]:
    """Return the filter that an address asks for, and a notice for each thing it cannot mean.

    What cannot be understood is passed over, so that an old or mistyped link still opens.

    Args:
        given: keys and values of the address, a repeated key as a list.
        labels: the labels that there are; None takes any.
    """
    notices = [
        f"the filter knows no {key!r}; it knows text, label, status and disagreement"
        for key in given
        if key not in ELSEWHERE and key not in {"text", "label", "status", "disagreement"}
    ]
    label = _one(given.get("label", ""))
    if label and labels is not None and label not in labels:
        notices.append(f"no label {label!r} here; there are: {', '.join(labels) or 'none'}")
        label = ""
    wanted = Filter(
        text=_text(given, notices),
        label=label,
        status=_statuses(given, notices),
        disagreement=_disagreement(given, notices),
    )
    return wanted, tuple(notices)


def _one(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return value
    return value[-1] if value else ""


def _text(given: Mapping[str, str | Sequence[str]], notices: list[str]) -> str:
    text = _one(given.get("text", ""))
    if len(text) > _MAX_TEXT:
        notices.append(f"only the first {_MAX_TEXT} characters of the text are searched for")
    return text[:_MAX_TEXT]


def _statuses(
    given: Mapping[str, str | Sequence[str]], notices: list[str]
) -> frozenset[PairStatus]:
    value = given.get("status", "")
    joined = value if isinstance(value, str) else ",".join(value)
    known = {str(status): status for status in PairStatus}
    found = set()
    for word in filter(None, (part.strip() for part in joined.split(","))):
        if word in known:
            found.add(known[word])
        else:
            notices.append(f"no status {word!r}; there are: {', '.join(known)}")
    return frozenset(found)


def _disagreement(given: Mapping[str, str | Sequence[str]], notices: list[str]) -> bool:
    value = _one(given.get("disagreement", "")).lower()
    if value not in _TRUE | _FALSE:
        notices.append(f"disagreement is 1 or 0, not {value!r}")
    return value in _TRUE
