"""What rows of a bundle hold as JSON, read before the rows are believed."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from core.domain.decision import Side
from core.errors import MALFORMED, CoreError, InputError
from core.storage import codec, strict

_EMPTY = "refusals"
"""Rows that hold nothing where nothing was kept."""

_PARTS = 3
_FLAG = (3, 4)
"""How many values a flag has: with or without the entity that it is about."""


def checked(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row; raise InputError where what it holds is nothing that such rows hold."""
    check = _CHECKS.get(table) if row.get("body") or table != _EMPTY else None
    try:
        if check is not None:
            check(json.loads(row["body"]))
    except (*MALFORMED, CoreError) as error:
        raise InputError(f"'body' of {table} cannot be read: {str(error)[:200]}") from None
    return dict(row)


def _object(body: Any) -> None:
    if not isinstance(body, dict):
        raise TypeError("it is no object")


def _refused(body: Any) -> None:
    _object(body)
    for key in ("person", "pair", "track", "time"):
        strict.texts(body.get(key, ""))


def _guideline(body: Any) -> None:
    strict.texts(body["text"], *(text for one in body["labels"] for text in one))
    if any(len(one) != _PARTS for one in body["labels"]):
        raise ValueError("a label has a definition and examples")


def _stale(body: Any) -> None:
    Side(body["side"])
    strict.check_reviewed(codec.load_reviewed(body["entity"]))
    strict.texts(*body["words"], *(body[key] for key in ("person", "time", "kind", "reason")))
    strict.texts(*(body.get(key, "") for key in ("how", "by", "when")))
    strict.places(body["revision"], body["decision"], *(body["place"] or ())[:2])
    if body["place"] is not None and len(body["place"]) != 2:
        raise ValueError("a place has a start and an end")


def _signals(body: Any) -> None:
    for flag in body or ():
        if len(flag) not in _FLAG:
            raise ValueError("a reason has a code, a text and a weight")
        strict.texts(*flag[:2])
        strict.numbers(flag[2])
        strict.places(*(entity for entity in flag[3:] if entity is not None))


_CHECKS: Mapping[str, Callable[[Any], None]] = MappingProxyType(
    {
        "events": _object,
        "guidelines": _guideline,
        "refusals": _refused,
        "signals": _signals,
        "stale": _stale,
    }
)
