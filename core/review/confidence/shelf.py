"""Where evidence and the fitted map are kept: beside the project's models, under keys of their own.

`confidence evidence` names the layers and what the evidence was worked out from; `confidence
evidence K` holds that of the pairs of one block; `confidence` holds the map. No key looks like that
of an aligner, which ends with two languages.
"""

import json
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.entity import Entity
from core.errors import MALFORMED, ConflictError, CoreError, StorageError
from core.review.confidence.calibrator import Calibrator
from core.review.confidence.evidence import KINDS, Said, Told
from core.storage import Workspace, strict
from core.storage.packed import inflated

_EVIDENCE, _MAP = "confidence evidence", "confidence"
BLOCK = 100
"""Pairs whose evidence is kept together."""

_PLACES = 3
_WRONG = (*MALFORMED, zlib.error, CoreError)
"""What reading raises where something was kept that was never written here, as of a bundle."""

Tolds = Mapping[str, Told]
"""The evidence of a pair by the content hash of the layer; without those that say nothing."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the evidence of a project was worked out from.

    Args:
        of: tells this from any other layers, links and weights.
        layers: content hashes.
        blocks: how many there are.
    """

    of: str
    layers: tuple[str, ...]
    blocks: int


def write(
    ws: Workspace, project: str, of: str, layers: Iterable[str], given: Iterable[Tolds]
) -> Header:
    """Return the header after writing the evidence of every pair, in corpus order.

    It is seen when the last pair is in; until then the older evidence is refused.
    """
    names = tuple(layers)
    blocks = 0
    block: list[Any] = []
    for told in given:
        block.append([[names.index(name), *_plain(one)] for name, one in told.items()])
        if len(block) == BLOCK:
            _write_block(ws, project, blocks, of, block)
            block, blocks = [], blocks + 1
    if block:
        _write_block(ws, project, blocks, of, block)
        blocks += 1
    body = {"of": of, "layers": names, "blocks": blocks, "kinds": len(KINDS)}
    ws.models.write(project, _EVIDENCE, json.dumps(body).encode())
    return Header(of, names, blocks)


def header(ws: Workspace, project: str) -> Header | None:
    """Return what the evidence was worked out from; None where there is none of today's kinds.

    What cannot be read is none.
    """
    body = ws.models.read(project, _EVIDENCE)
    try:
        plain = {} if body is None else json.loads(body)
        if plain.get("kinds") != len(KINDS):
            return None
        layers = tuple(_text(layer) for layer in plain["layers"])
        return Header(_text(plain["of"]), layers, _whole(plain["blocks"]))
    except _WRONG:
        return None


def read(ws: Workspace, project: str, of: Header) -> Iterator[Tolds]:
    """Yield the evidence of every pair in corpus order, holding one block in memory.

    Raises:
        ConflictError: it is being worked out anew.
        StorageError: it cannot be read.
    """
    for number in range(of.blocks):
        yield from _read_block(ws, project, of, number)


def read_one(ws: Workspace, project: str, of: Header, position: int) -> Tolds:
    """Return the evidence of the pair at a place, from 1; raise what `read` raises."""
    number, place = divmod(position - 1, BLOCK)
    found = _read_block(ws, project, of, number) if number < of.blocks else []
    return found[place] if place < len(found) else {}


def write_map(ws: Workspace, project: str, of: Header, fitted: Calibrator) -> None:
    """Keep the map that was fitted to a project's decisions."""
    body = {
        "of": of.of,
        "weights": fitted.weights,
        "base": fitted.base,
        "offsets": dict(fitted.offsets),
        "covariance": fitted.covariance,
        "decisions": fitted.decisions,
    }
    ws.models.write(project, _MAP, json.dumps(body).encode())


def is_key(key: str) -> bool:
    """Return whether evidence or a map is kept under a key of a project's models."""
    return key == _MAP or key.startswith(_EVIDENCE)


def read_map(ws: Workspace, project: str) -> Calibrator | None:
    """Return the map last fitted to a project's decisions; None where there is none.

    What cannot be read is none.
    """
    body = ws.models.read(project, _MAP)
    try:
        plain = {} if body is None else json.loads(body)
        if len(plain.get("weights", ())) != len(KINDS):
            return None
        found = Calibrator(
            weights=tuple(map(_number, plain["weights"])),
            base=_number(plain["base"]),
            offsets={_text(key): _number(x) for key, x in plain["offsets"].items()},
            covariance=tuple(tuple(map(_number, row)) for row in plain["covariance"]),
            decisions=_whole(plain["decisions"]),
        )
        size = len(found.weights) + 1 + len(found.offsets)
        square = all(len(row) == size for row in found.covariance)
        return found if square and len(found.covariance) in {0, size} else None
    except _WRONG:
        return None


def _write_block(ws: Workspace, project: str, number: int, of: str, block: list[Any]) -> None:
    text = json.dumps({"of": of, "pairs": block}, separators=(",", ":"))
    ws.models.write(project, f"{_EVIDENCE} {number}", zlib.compress(text.encode()))


def _read_block(ws: Workspace, project: str, of: Header, number: int) -> list[Tolds]:
    body = ws.models.read(project, f"{_EVIDENCE} {number}")
    try:
        plain = {} if body is None else json.loads(inflated(body))
        found = plain.get("of") == of.of and [_tolds(of, pair) for pair in plain["pairs"]]
    except _WRONG as error:
        raise StorageError(
            f"the confidence of project {project!r} cannot be read ({error}); run a method "
            "again, then `calibrate` works it out again"
        ) from None
    if found is False:
        raise ConflictError(
            f"the confidence of project {project!r} is being worked out anew; try again in a while"
        )
    return found


def _tolds(of: Header, pair: list[Any]) -> Tolds:
    return {of.layers[_whole(k)]: _told(*rest) for k, *rest in pair}


def _plain(told: Told) -> list[Any]:
    entities = [
        [
            said.entity,
            said.label,
            [[e.start, e.end] for e in said.found],
            [round(x, _PLACES) for x in said.logits],
        ]
        for said in told.entities
    ]
    return [round(told.rest, 5), entities]


def _told(rest: float, entities: list[Any]) -> Told:
    said = (
        Said(
            _whole(k),
            _text(label),
            tuple(Entity(_whole(a), _whole(b), label) for a, b in found),
            _logits(logits),
        )
        for k, label, found, logits in entities
    )
    return Told(tuple(said), _number(rest))


def _logits(given: list[Any]) -> tuple[float, ...]:
    if len(given) != len(KINDS):
        raise ValueError(f"{len(given)} kinds of evidence, and there are {len(KINDS)}")
    return tuple(map(_number, given))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{value} is no number")
    return float(value)


def _whole(value: Any) -> int:
    strict.places(value)
    return int(value)


def _text(value: Any) -> str:
    strict.texts(value)
    return str(value)
