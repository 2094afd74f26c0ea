"""Filters: which pairs a person wants to see, as a value and as part of a page's address.

An address is written by anybody. What it asks for is read against what there is, within bounds, and
what cannot be meant is passed over with a notice, so that an old or mistyped link still opens.
"""

import math
from collections.abc import Collection, Mapping, Sequence

from core.domain.decision import PairStatus
from core.review import orders
from core.review.ops import MAX_PERSON
from core.review.orders import Order
from core.review.selections import LONGEST as _MAX_CELL
from core.storage import Filter, Range
from core.text.pattern import MAX_LENGTH as _MAX_TEXT

__all__ = ["ELSEWHERE", "KEYS", "Filter", "from_url", "order_from_url", "to_url", "without"]

ELSEWHERE = frozenset({"project", "pair", "person", "order"})
"""Keys of an address that say something else and are passed over without a word."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "regex"),
    "label": ("label",),
    "status": ("status",),
    "reasons": ("reason",),
    "by": ("by",),
    "length": ("min_length", "max_length"),
    "score": ("min_score", "max_score"),
    "suspicion": ("min_suspicion", "max_suspicion"),
    "disagreement": ("disagreement",),
    "commented": ("commented",),
    "assigned": ("assigned",),
    "cell": ("cell",),
    "changes": ("changes",),
    "stale": ("stale",),
    "conflicts": ("conflicts",),
}
"""The keys that each field of a filter has in an address."""

_KNOWN = frozenset(key for keys in KEYS.values() for key in keys)
_MAX_NAME = 80
_MAX_LAYER = 200
_MAX_CHOSEN = 100
_STATUSES = tuple(map(str, PairStatus))
_TRUE = frozenset({"1", "true", "yes"})
_FALSE = frozenset({"", "0", "false", "no"})

Address = Mapping[str, str | Sequence[str]]


def to_url(wanted: Filter) -> dict[str, str]:
    """Return the filter as keys and values of an address, what asks for nothing left out."""
    values = {
        "text": wanted.text,
        "regex": "1" if wanted.regex else "",
        "label": " ".join(sorted(wanted.label)),
        "status": ",".join(str(status) for status in PairStatus if status in wanted.status),
        "reason": ",".join(sorted(wanted.reasons)),
        "by": wanted.by,
        "disagreement": "1" if wanted.disagreement else "",
        "commented": "1" if wanted.commented else "",
        "assigned": wanted.assigned,
        "cell": wanted.cell,
        "changes": wanted.changes,
        "stale": "1" if wanted.stale else "",
        "conflicts": wanted.conflicts,
    }
    for name in ("length", "score", "suspicion"):
        asked: Range = getattr(wanted, name)
        values |= {f"min_{name}": _number(asked.low), f"max_{name}": _number(asked.high)}
    return {key: value for key, value in values.items() if value}


def without(wanted: Filter, field: str) -> Filter:
    """Return the filter with one of the fields of `KEYS` asking for nothing."""
    kept = {key: value for key, value in to_url(wanted).items() if key not in KEYS[field]}
    return from_url(kept)[0]


def from_url(
    given: Address,
    *,
    labels: Collection[str] | None = None,
    reasons: Collection[str] | None = None,
) -> tuple[Filter, tuple[str, ...]]:
    """Return the filter that an address asks for, and a notice for each thing it cannot mean.

    Args:
        given: keys and values of the address, a repeated key as a list.
        labels: the labels that there are; None takes any.
        reasons: the codes of reasons that there are; None takes any.
    """
    read = _Reader(given)
    for key in given:
        if key not in ELSEWHERE and key not in _KNOWN:
            read.notices.append(
                f"the filter knows no {key!r}; it knows {', '.join(sorted(_KNOWN))}"
            )
    wanted = Filter(
        text=read.text("text", _MAX_TEXT),
        regex=read.flag("regex"),
        label=read.several("label", labels),
        status=frozenset(PairStatus(s) for s in read.several("status", _STATUSES, comma=True)),
        reasons=read.several("reason", reasons, comma=True),
        by=read.text("by", MAX_PERSON),
        length=read.range("length", whole=True),
        score=read.range("score"),
        suspicion=read.range("suspicion"),
        disagreement=read.flag("disagreement"),
        commented=read.flag("commented"),
        assigned=read.text("assigned", MAX_PERSON),
        cell=read.text("cell", _MAX_CELL),
        changes=read.text("changes", _MAX_LAYER),
        stale=read.flag("stale"),
        conflicts=read.text("conflicts", MAX_PERSON),
    )
    return wanted, tuple(read.notices)


def order_from_url(given: Address) -> tuple[Order, tuple[str, ...]]:
    """Return the order that an address asks for, that of the file where it cannot be meant."""
    text = _one(given.get("order", ""))
    if (order := orders.parse(text)) is not None:
        return order, ()
    known = ", ".join(
        [
            *(str(s) for s in orders.Sort if s is not orders.Sort.RANDOM),
            f"random:{orders.DEFAULT_SEED}",
        ]
    )
    return orders.FILE, (f"there is no order {text[:_MAX_NAME]!r}; there are: {known}",)


class _Reader:
    """Reads one address, and keeps a notice for each thing that it cannot mean."""

    def __init__(self, given: Address) -> None:
        self._given = given
        self.notices: list[str] = []

    def text(self, key: str, longest: int) -> str:
        text = _one(self._given.get(key, ""))
        if len(text) > longest:
            self.notices.append(f"only the first {longest} characters of the {key} are looked at")
        return text[:longest]

    def flag(self, key: str) -> bool:
        value = _one(self._given.get(key, "")).lower()
        if value not in _TRUE | _FALSE:
            self.notices.append(f"the value of {key} is 1 or 0, not {value[:_MAX_NAME]!r}")
        return value in _TRUE

    def several(
        self, key: str, known: Collection[str] | None, *, comma: bool = False
    ) -> frozenset[str]:
        """Return the words of a list, which white space parts, and commas where no word has any."""
        value = self._given.get(key, "")
        joined = value if isinstance(value, str) else " ".join(value)
        found = set()
        for word in dict.fromkeys((joined.replace(",", " ") if comma else joined).split()):
            if known is None or word in known:
                found.add(word)
            else:
                there = ", ".join(known) or "none"
                self.notices.append(f"no {key} {word[:_MAX_NAME]!r}; there are: {there}")
        return frozenset(sorted(found)[:_MAX_CHOSEN])

    def range(self, name: str, *, whole: bool = False) -> Range:
        low, high = (self._number(f"{end}_{name}", whole=whole) for end in ("min", "max"))
        if low is not None and high is not None and low > high:
            self.notices.append(f"no {name} is at least {low:g} and at most {high:g}")
            return Range()
        return Range(low, high)

    def _number(self, key: str, *, whole: bool) -> float | None:
        text = _one(self._given.get(key, "")).strip()
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or (whole and (number < 0 or not number.is_integer())):
            kind = "a whole number from 0 on" if whole else "a number"
            self.notices.append(f"the value of {key} is {kind}, not {text[:_MAX_NAME]!r}")
            return None
        return number


def _one(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return value
    return value[-1] if value else ""


def _number(value: float | None) -> str:
    if value is None:
        return ""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)
