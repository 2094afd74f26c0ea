"""Operations as a browser sends them: checked field by field, because anybody can send anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.domain.decision import Kind, Side
from core.errors import InputError

MAX_SEQ = 2**53 - 1
MAX_TOKEN = 1_000_000
_MAX_TEXT = 1000
_CLIENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MAX_PERSON = 100

ON_PAIR = frozenset(
    {
        Kind.TAKE,
        Kind.ACCEPT_PAIR,
        Kind.SKIP,
        Kind.FLAG,
        Kind.EXCLUDE,
        Kind.REOPEN,
        Kind.UNDO,
        Kind.REDO,
    }
)
_SPANNED = frozenset({Kind.ADD, Kind.CHANGE})


@dataclass(frozen=True, slots=True)
class Op:
    """One operation, every field of the right type; what it names may still not exist.

    Args:
        seq: number at its client, from 1.
        pair: id of the pair; "" for undo and redo.
        side: `pair` for what is about the pair as a whole.
        kind: what was done.
        entity: id of the entity, or "".
        start: first token of the new span; 0 where there is none.
        end: one past its last token; 0 where there is none.
        label: of the new span; "" where there is none.
        source: id of the source entity that an added target entity belongs to.
        layer: content hash of the row taken.
        reason: a word from the person.
        time: UTC, ISO 8601.
    """

    seq: int
    pair: str
    side: Side
    kind: Kind
    entity: str = ""
    start: int = 0
    end: int = 0
    label: str = ""
    source: str | None = None
    layer: str = ""
    reason: str = ""
    time: str = ""


def check_client(client: str) -> str:
    """Return the id of a client; raise InputError where it could not be part of an entity's id."""
    if not isinstance(client, str) or not _CLIENT.fullmatch(client):
        raise InputError(
            "a client needs an id of 1 to 64 letters, digits, dots, hyphens or underscores, "
            f"got {str(client)[:80]!r}"
        )
    return client


def check_person(person: str) -> str:
    """Return the name of a person; raise InputError where it is empty, too long or unprintable."""
    if (
        not isinstance(person, str)
        or not person.strip()
        or len(person) > _MAX_PERSON
        or not _clean(person)
    ):
        raise InputError(
            f"a person needs a name of 1 to {_MAX_PERSON} characters without control characters, "
            f"got {str(person)[: _MAX_PERSON + 1]!r}"
        )
    return person


def seq_of(raw: object) -> int:
    """Return the number of an operation, 0 where it has none that could be acknowledged."""
    seq = raw.get("seq") if isinstance(raw, Mapping) else None
    fits = isinstance(seq, int) and not isinstance(seq, bool) and 1 <= seq <= MAX_SEQ
    return int(seq) if fits and seq is not None else 0


def parse(raw: object) -> Op:
    """Return the operation; raise InputError, naming the field, where it is none."""
    if not isinstance(raw, Mapping):
        raise InputError("an operation has to be an object")
    if not (seq := seq_of(raw)):
        raise InputError("'seq' has to be a whole number from 1")
    kind = Kind(_choice(raw, "kind", [str(kind) for kind in Kind]))
    side = Side.PAIR
    if kind not in ON_PAIR:
        side = Side(_choice(raw, "side", ["source", "target"]))
    if kind is Kind.NO_COUNTERPART and side is not Side.SOURCE:
        raise InputError("'no-counterpart' is said of a source entity")
    start, end, label = _span(raw) if kind in _SPANNED else (0, 0, "")
    return Op(
        seq=seq,
        pair=_text(raw, "pair"),
        side=side,
        kind=kind,
        entity=_text(raw, "entity"),
        start=start,
        end=end,
        label=label,
        source=_text(raw, "source") or None,
        layer=_text(raw, "layer"),
        reason=_text(raw, "reason"),
        time=_time(raw),
    )


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _MAX_TEXT or not _clean(value):
        raise InputError(
            f"{key!r} has to be text of at most {_MAX_TEXT} characters without control characters"
        )
    return value


def _clean(text: str) -> bool:
    """Return whether a text has no control character and no half of one beyond the 16-bit range."""
    return not any(ord(c) < 32 or c == "\x7f" or 0xD800 <= ord(c) <= 0xDFFF for c in text)


def _choice(raw: Mapping[str, Any], key: str, known: list[str]) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or value not in known:
        raise InputError(f"{key!r} has to be one of {', '.join(known)}, got {str(value)[:40]!r}")
    return value


def _span(raw: Mapping[str, Any]) -> tuple[int, int, str]:
    start, end = (_token(raw, key) for key in ("start", "end"))
    if start >= end:
        raise InputError(f"a span needs start < end, got [{start}, {end})")
    label = _text(raw, "label")
    if not label or any(c.isspace() for c in label):
        raise InputError(f"'label' has to be text without white space, got {label[:40]!r}")
    return start, end, label


def _token(raw: Mapping[str, Any], key: str) -> int:
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_TOKEN:
        raise InputError(f"{key!r} has to be a token position from 0, got {str(value)[:40]!r}")
    return value


def _time(raw: Mapping[str, Any]) -> str:
    """Return the time in UTC; that of the clock here where the operation does not say."""
    text = _text(raw, "time")
    if not text:
        return datetime.now(UTC).isoformat(timespec="milliseconds")
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"'time' has to be ISO 8601, got {text[:40]!r}") from error
    aware = given if given.tzinfo else given.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC).isoformat(timespec="milliseconds")
    except OverflowError as error:
        raise InputError(f"'time' lies outside the calendar: {text[:40]!r}") from error
