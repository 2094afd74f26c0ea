"""What a database holds of a project as plain values, the lines of a bundle, and back again.

Reading checks what is given: a line that is no value of its kind raises InputError.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, TypeVar

from core.domain.alignment import Alignment
from core.domain.decision import AIMED, Decision, check_carried
from core.domain.entity import check_entities
from core.domain.pair import Pair
from core.errors import MALFORMED, CoreError, InputError
from core.storage import codec, packed, strict
from core.storage.values import Outcome

T = TypeVar("T")
Values = dict[str, Any]

_LARGEST = 2**63
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_COLUMNS = ("seq", "time", "person", "pair", "side", "kind")
_LAST = ("client", "client_seq", "act", "via", "track")
_WHOLE = frozenset({"seq", "client_seq"})


def decision_values(row: Any, pair_id: str) -> Values:
    """Return a decision from its row: who, when and where first, then what, then its numbers."""
    named = {"seq": row.seq, "time": row.time, "person": row.person, "pair": pair_id}
    named |= {"side": row.side, "kind": row.kind}
    last = {key: getattr(row, key) for key in _LAST}
    return {**named, **json.loads(row.body), **{k: v for k, v in last.items() if v != ""}}


def decision_from(values: Mapping[str, Any]) -> Decision:
    """Return the decision that values spell."""
    return _read("decision", values, _decision)


def _decision(values: Mapping[str, Any]) -> Decision:
    columns = {key: values[key] for key in (*_COLUMNS, "client", "client_seq")}
    columns |= {key: values.get(key, "") for key in ("act", "via", "track")}
    for key, value in columns.items():
        _need(key, value, int if key in _WHOLE else str)
    if columns["seq"] < 1 or columns["client_seq"] < 1 or not columns["client"]:
        raise InputError("'seq' and 'client_seq' count from 1, and 'client' is no empty text")
    body = {k: v for k, v in values.items() if k not in columns}
    row = SimpleNamespace(**columns, body=codec.dump(body))
    found = codec.load_decision(row, columns["pair"])
    if json.loads(codec.dump_decision(found)) != {k: v for k, v in body.items() if v}:
        raise InputError("it says something that this version does not know")
    strict.check_decision(found)
    check_carried(found)
    if found.kind in AIMED and not _NUMBER.fullmatch(found.entity):
        raise InputError(f"'entity' is {found.entity[:40]!r}, which is no number of a decision")
    return found


def pair_from(pair_id: str, body: str) -> Pair:
    """Return the pair that a version of it spells."""

    def read(row: Mapping[str, Any]) -> Pair:
        found = codec.load_pair(pair_id, row["pair"])
        strict.check_pair(found)
        return found

    return _read("pair", {"pair": body}, read)


def version_from(row: Mapping[str, Any]) -> Values:
    """Return the row of a version of a pair, after reading all that it says was made of it."""
    return _read("version of a pair", row, _version)


def _version(row: Mapping[str, Any]) -> Values:
    if row["revision"] < 1:
        raise InputError(f"'revision' counts from 1, and is {row['revision']}")
    pair = pair_from(row["id"], row["pair"])
    n, m = len(pair.source), len(pair.target)
    made = json.loads(row["outcomes"])
    if not {"outcomes", "links"} <= made.keys() <= {"outcomes", "links", "extras"}:
        raise InputError("'outcomes' has to hold 'outcomes' and 'links', and may hold 'extras'")
    for state, signature, body in made["outcomes"].values():
        _need("signature", signature, str)
        _, outcome = _outcome({"id": pair.id, "state": state, "outcome": json.loads(body)})
        check_entities(outcome.entities(), m)
    for body in made["links"].values():
        found = codec.load_alignment(body)
        strict.check_links(found)
        if (found.n, found.m) != (n, m):
            raise InputError(f"its links are for {found.n} x {found.m} tokens, not {n} x {m}")
    for kind, key, body in made.get("extras", ()):
        _need("key", key, str)
        _, value = supplied_from(kind, {"id": pair.id, "body": body})
        if wrong := packed.KINDS[kind].misfit(value, n, m):
            raise InputError(f"it has {wrong}")
    return dict(row)


def outcome_values(pair_id: str, state: str, body: str) -> Values:
    """Return what a layer made of a pair."""
    return {"id": pair_id, "state": state, "outcome": json.loads(body)}


def outcome_from(values: Mapping[str, Any]) -> tuple[str, Outcome]:
    """Return the pair's id with what the layer made of it."""
    return _read("outcome", values, _outcome)


def _outcome(values: Mapping[str, Any]) -> tuple[str, Outcome]:
    state = values["state"]
    if state not in {"projected", "skipped", "failed"}:
        raise InputError(f"state {state!r} is none of projected, skipped, failed")
    body = values["outcome"]
    _need("outcome", body, list if state == "projected" else str)
    found = codec.load_outcome(state, codec.dump(body))
    strict.check_outcome(found)
    return _text(values, "id"), found


def links_values(pair_id: str, body: str) -> Values:
    """Return the links of a pair."""
    n, m, links, *unseen = json.loads(body)
    values: Values = {"id": pair_id, "n": n, "m": m, "links": links}
    if unseen:
        values["unseen_src"], values["unseen_tgt"] = unseen
    return values


def links_from(values: Mapping[str, Any]) -> tuple[str, Alignment]:
    """Return the pair's id with its links."""
    return _read("links", values, _links)


def _links(values: Mapping[str, Any]) -> tuple[str, Alignment]:
    body = [values["n"], values["m"], values["links"]]
    if "unseen_src" in values:
        body += [values["unseen_src"], values["unseen_tgt"]]
    found = codec.load_alignment(codec.dump(body))
    strict.check_links(found)
    return _text(values, "id"), found


def supplied_values(pair_id: str, body: bytes) -> Values:
    """Return what was supplied of a pair as the database holds it, in base 64."""
    return {"id": pair_id, "body": base64.b64encode(body).decode()}


def supplied_from(kind: str, values: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the pair's id with what was supplied of it."""

    def read(given: Mapping[str, Any]) -> tuple[str, Any]:
        body = base64.b64decode(_text(given, "body"), validate=True)
        found = packed.unpack(kind, body)
        strict.check_supplied(found)
        return _text(given, "id"), found

    return _read(kind, values, read)


def plain_row(row: Mapping[str, Any], types: Mapping[str, type]) -> Values:
    """Return the columns of a table from values; InputError where one is missing or no such."""

    def read(given: Mapping[str, Any]) -> Values:
        found = {key: given[key] for key in types}
        for key, kind in types.items():
            if found[key] is not None or key not in {"margin", "score", "gain"}:
                _need(key, found[key], kind)
        return found

    return _read("row", row, read)


def _text(values: Mapping[str, Any], key: str) -> str:
    _need(key, values[key], str)
    return str(values[key])


def _need(key: str, value: object, kind: type) -> None:
    wrong = isinstance(value, bool) and kind is not bool
    if isinstance(value, int) and abs(value) >= _LARGEST:
        raise InputError(f"{key!r} is a whole number that no column can hold")
    if kind is float and isinstance(value, int) and not wrong:
        return
    if wrong or not isinstance(value, kind):
        raise InputError(f"{key!r} is {str(value)[:40]!r}, which is no {kind.__name__}")
    if isinstance(value, str):
        codec.writable(value)


def _read(what: str, values: Mapping[str, Any], parse: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        return parse(values)
    except MALFORMED as error:
        said = f"no key {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"no {what} of a bundle: {said[:200]}") from None
    except CoreError as error:
        raise InputError(f"no {what} of a bundle: {error}") from None
