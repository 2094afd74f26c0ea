"""Operations as a browser sends them: checked field by field, because anybody can send anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.domain.decision import Kind, Side
from core.errors import InputError
from core.review import verdicts
from core.storage.values import NOBODY

MAX_SEQ = 2**53 - 1
MAX_TOKEN = 1_000_000
MAX_MEMBERS = 5_000
ACT = "act"
"""Kind of an operation that is many in one go."""

SETTLE = "settle"
"""Kind of an operation that lets go of what met another's decision."""

_MOST_SETTLED = 1000
_PARTS = 2

_MAX_TEXT = 1000
_CLIENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MAX_PERSON = 100
_MAX_VIA = 80

ON_PAIR = frozenset(
    {
        Kind.TAKE,
        Kind.ACCEPT_PAIR,
        Kind.SKIP,
        Kind.FLAG,
        Kind.EXCLUDE,
        Kind.REOPEN,
        Kind.COMMENT,
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
        reason: a word from the person, or the comment.
        time: UTC, ISO 8601.
        seen: of the decisions on the pair, in order, how many the page had been told of; of an undo
            or redo the last number of the project's log; None where that does not matter.
        heard: highest number of this client that the page knew to be dealt with.
        settles: operations that met another's decision, by client and number, and do so no more
            once this is written.
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
    seen: int | None = None
    heard: int = MAX_SEQ
    settles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Operations that are carried out in one go and taken back in one go.

    Args:
        seq: number at its client, from 1.
        pair: id of the pair that the person was on.
        reason: for every member that has none of its own.
        members: as they came in, with the number and the time of the act.
        seen: as of an operation, for the pair that the person was on.
        heard: as of an operation.
        settles: as of an operation.
    """

    seq: int
    pair: str
    reason: str
    members: tuple[object, ...]
    seen: int | None = None
    heard: int = MAX_SEQ
    settles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Settling:
    """Says that operations which met another's decision are let go: theirs stands.

    Args:
        seq: number at its client, from 1.
        settles: the operations, by client and number.
        how: `theirs`, or `same` where both said the same.
    """

    seq: int
    settles: tuple[tuple[str, int], ...]
    how: str


def check_client(client: str) -> str:
    """Return the id of a client; raise InputError where it could not be part of an entity's id."""
    if not isinstance(client, str) or not _CLIENT.fullmatch(client):
        raise InputError(
            "a client needs an id of 1 to 64 letters, digits, dots, hyphens or underscores, "
            f"got {str(client)[:80]!r}"
        )
    return client


def check_person(person: str) -> str:
    """Return the name of a person who decides.

    Raises:
        InputError: it is empty, too long, unprintable, or means nobody.
    """
    if (
        not isinstance(person, str)
        or not person.strip()
        or len(person) > MAX_PERSON
        or not _clean(person)
    ):
        raise InputError(
            f"a person needs a name of 1 to {MAX_PERSON} characters without control characters, "
            f"got {str(person)[: MAX_PERSON + 1]!r}"
        )
    if person == NOBODY:
        raise InputError(f"{NOBODY!r} means nobody; give the name of a person")
    return person


def check_via(via: str) -> str:
    """Return the order of a queue; raise InputError where it is too long or unprintable."""
    if not isinstance(via, str) or len(via) > _MAX_VIA or not _clean(via):
        raise InputError(
            f"the order of a queue is text of at most {_MAX_VIA} characters without control "
            f"characters, got {str(via)[: _MAX_VIA + 1]!r}"
        )
    return via


def is_act(raw: object) -> bool:
    """Return whether an operation is one of many in one go."""
    return isinstance(raw, Mapping) and raw.get("kind") == ACT


def parse_act(raw: Mapping[str, Any]) -> Act:
    """Return the act, its members still as they came in; raise InputError where it is none."""
    seq = _seq(raw)
    ops = raw.get("ops")
    if not isinstance(ops, (list, tuple)) or not 1 <= len(ops) <= MAX_MEMBERS:
        raise InputError(f"'ops' has to be a list of 1 to {MAX_MEMBERS} operations")
    time = _time(raw)
    return Act(
        seq=seq,
        pair=text_of(raw, "pair"),
        reason=text_of(raw, "reason"),
        members=tuple(
            {**op, "seq": seq, "time": time} if isinstance(op, Mapping) else op for op in ops
        ),
        seen=_seen(raw),
        heard=_heard(raw),
        settles=_settles(raw),
    )


def is_settling(raw: object) -> bool:
    """Return whether an operation lets go of others."""
    return isinstance(raw, Mapping) and raw.get("kind") == SETTLE


def parse_settling(raw: Mapping[str, Any]) -> Settling:
    """Return what is let go of, and how; raise InputError where it cannot be told."""
    return Settling(_seq(raw), _settles(raw), _choice(raw, "reason", ["theirs", "same"]))


def seq_of(raw: object) -> int:
    """Return the number of an operation, 0 where it has none that could be acknowledged."""
    seq = raw.get("seq") if isinstance(raw, Mapping) else None
    fits = isinstance(seq, int) and not isinstance(seq, bool) and 1 <= seq <= MAX_SEQ
    return int(seq) if fits and seq is not None else 0


def parse(raw: object) -> Op:
    """Return the operation; raise InputError, naming the field, where it is none."""
    if not isinstance(raw, Mapping):
        raise InputError("an operation has to be an object")
    seq = _seq(raw)
    kind = Kind(_choice(raw, "kind", [str(kind) for kind in Kind if kind is not Kind.REBASE]))
    side = Side.PAIR
    if kind not in ON_PAIR:
        side = Side(_choice(raw, "side", ["source", "target"]))
    if kind is Kind.NO_COUNTERPART and side is not Side.SOURCE:
        raise InputError("'no-counterpart' is said of a source entity")
    start, end, label = _span(raw) if kind in _SPANNED else (0, 0, "")
    return Op(
        seq=seq,
        pair=text_of(raw, "pair"),
        side=side,
        kind=kind,
        entity=text_of(raw, "entity"),
        start=start,
        end=end,
        label=label,
        source=text_of(raw, "source") or None,
        layer=text_of(raw, "layer"),
        reason=_reason(raw, kind),
        time=_time(raw),
        seen=_seen(raw),
        heard=_heard(raw),
        settles=_settles(raw),
    )


def _seq(raw: Mapping[str, Any]) -> int:
    if not (seq := seq_of(raw)):
        raise InputError("'seq' has to be a whole number from 1")
    return seq


def _seen(raw: Mapping[str, Any]) -> int | None:
    return None if raw.get("seen") is None else whole(raw.get("seen"), "seen")


def _heard(raw: Mapping[str, Any]) -> int:
    return MAX_SEQ if raw.get("heard") is None else whole(raw.get("heard"), "heard")


def _settles(raw: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    given = raw.get("settles") or ()
    if not isinstance(given, (list, tuple)) or len(given) > _MOST_SETTLED:
        raise InputError(f"'settles' has to be a list of at most {_MOST_SETTLED}")
    found = []
    for one in given:
        if not isinstance(one, (list, tuple)) or len(one) != _PARTS:
            raise InputError("each of 'settles' has to be a client and a number")
        found.append((check_client(one[0]), whole(one[1], "settles")))
    return tuple(found)


def whole(value: object, key: str) -> int:
    """Return a whole number from 0; raise InputError, naming the field, where it is none."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_SEQ:
        raise InputError(f"{key!r} has to be a whole number from 0, got {str(value)[:40]!r}")
    return value


def _reason(raw: Mapping[str, Any], kind: Kind) -> str:
    reason = text_of(raw, "reason", lines=kind is Kind.COMMENT)
    if kind is Kind.COMMENT and not reason.strip():
        raise InputError("a comment needs some words")
    if kind is Kind.DELETE and reason not in {"", *verdicts.ENTITY}:
        known = ", ".join(verdicts.ENTITY)
        raise InputError(f"the reason of a rejection is one of {known}, got {reason[:40]!r}")
    return reason


def text_of(raw: Mapping[str, Any], key: str, *, lines: bool = False) -> str:
    """Return a field that is text, "" where it is missing; raise InputError where it is not usable.

    Args:
        raw: as it came in.
        key: of the field.
        lines: line breaks are allowed.
    """
    value = raw.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _MAX_TEXT or not _clean(value, lines=lines):
        raise InputError(
            f"{key!r} has to be text of at most {_MAX_TEXT} characters without control characters"
        )
    return value


def _clean(text: str, *, lines: bool = False) -> bool:
    """Return whether a text has no control character and no half of one beyond the 16-bit range."""
    if lines:
        text = text.replace("\n", " ")
    return not any(ord(c) < 32 or c == "\x7f" or 0xD800 <= ord(c) <= 0xDFFF for c in text)


def _choice(raw: Mapping[str, Any], key: str, known: list[str]) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or value not in known:
        raise InputError(f"{key!r} has to be one of {', '.join(known)}, got {str(value)[:40]!r}")
    return value


def _span(raw: Mapping[str, Any]) -> tuple[int, int, str]:
    start, end = (_count(raw, key, "a token position") for key in ("start", "end"))
    if start >= end:
        raise InputError(f"a span needs start < end, got [{start}, {end})")
    label = text_of(raw, "label")
    if not label or any(c.isspace() for c in label):
        raise InputError(f"'label' has to be text without white space, got {label[:40]!r}")
    return start, end, label


def _count(raw: Mapping[str, Any], key: str, what: str = "a number") -> int:
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_TOKEN:
        raise InputError(f"{key!r} has to be {what} from 0, got {str(value)[:40]!r}")
    return value


def _time(raw: Mapping[str, Any]) -> str:
    """Return the time in UTC; that of the clock here where the operation does not say."""
    text = text_of(raw, "time")
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
