"""A bundle written: every table of a project as readable lines, equal bytes for equal states."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

import core
from core.domain.decision import PairStatus
from core.domain.pair import Pair
from core.errors import CoreError, ExportError, InputError
from core.formats import jsonl, pairs_jsonl
from core.pipeline.bundle import archive
from core.review.confidence.shelf import is_key
from core.storage import Workspace
from core.storage.taking import OF_PAIRS, OF_PROJECT, Taken

_Members = Iterator[tuple[str, Iterable[bytes]]]


@dataclass(frozen=True, slots=True)
class Part:
    """Which pairs of a project a bundle has; without any of these, all of them.

    Args:
        assigned: those that this person is to work on.
        statuses: those of these statuses.
    """

    assigned: str = ""
    statuses: tuple[PairStatus, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the part as plain values; empty for all pairs."""
        listed = [str(status) for status in self.statuses]
        found = {"assigned": self.assigned, "statuses": listed}
        return {key: value for key, value in found.items() if value}


def write_bundle(ws: Workspace, project: str, out: IO[bytes], part: Part | None = None) -> str:
    """Return the id of the bundle after writing it to a file that can seek; the project stays.

    A part has all of each of its pairs and every layer over them; files that the project was made
    from, events, and what was trained stay behind. In a blind project the part of a person has
    nobody else's tracks. No bundle has the evidence of how sure each entity is, which is worked out
    anew where it is asked for.

    Args:
        ws: the database.
        project: name of the project.
        out: the file.
        part: which pairs; None for all.

    Raises:
        InputError: there is no pair in the part.
        ExportError: a pair would not read back as it is.
    """
    part = part or Part()
    apart = part.assigned if part.assigned and ws.team.is_blind(project) else ""
    some = _places(ws, project, part, apart)
    if some is not None and not some:
        raise InputError(f"no pair of project {project!r} is of that part; nothing was written")
    tracks = frozenset({apart}) if apart else None
    with ws.transfer.taking(project, some=some, tracks=tracks) as taken:
        told = archive.write(out, _members(taken, part))
    return archive.digest(told)


def _places(ws: Workspace, project: str, part: Part, track: str) -> frozenset[int] | None:
    found = None
    if part.assigned:
        found = ws.transfer.assigned(project, part.assigned)
    if part.statuses:
        those = ws.transfer.of_statuses(project, [str(one) for one in part.statuses], track)
        found = those if found is None else found & those
    return found


def _members(taken: Taken, part: Part) -> _Members:
    """Yield names and contents in alphabetical order."""
    whole = not part.to_dict()
    head = taken.head()
    found: dict[str, Iterable[bytes]] = {
        "clients.jsonl": _lines(taken.clients()),
        "decisions.jsonl": _lines(taken.decisions()),
        "pairs.jsonl": _pairs(stored.pair for stored in taken.pairs()),
        "signals.jsonl": _lines(taken.signals()),
        "standing.jsonl": _lines(taken.standing()),
    }
    found |= {f"{name}.jsonl": _lines(taken.rows(name)) for name in OF_PAIRS}
    names = OF_PROJECT if whole else ("guidelines",)
    found |= {f"{name}.jsonl": _lines(taken.rows(name)) for name in names}
    listed: dict[str, list[dict[str, Any]]] = {"layers": [], "links": [], "supplied": []}
    for number, layer in enumerate(taken.layers(), start=1):
        name = f"layers/{number:03d}-{layer.content_hash}.jsonl"
        listed["layers"].append({"file": name, **_layer(layer)})
        found[name] = _lines(taken.outcomes(layer))
    for number, key in enumerate(taken.link_keys(), start=1):
        name = f"links/{number:03d}.jsonl"
        listed["links"].append({"file": name, "key": key})
        found[name] = _lines(taken.links(key))
    for number, (kind, key) in enumerate(taken.supplied_keys(), start=1):
        name = f"supplied/{number:03d}.jsonl"
        listed["supplied"].append({"file": name, "kind": kind, "key": key})
        found[name] = _lines(taken.supplied(kind, key))
    if whole:
        listed |= _files(taken, found)
    body = {"software": core.__version__, **head, "part": part.to_dict(), **listed}
    found["project.json"] = [json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"]
    for name in sorted(found):
        yield name, found[name]


def _files(taken: Taken, found: dict[str, Iterable[bytes]]) -> dict[str, list[dict[str, Any]]]:
    """Return what lists members that are no lines, after adding these."""
    models, originals = [], []
    keys = [key for key in taken.model_keys() if not is_key(key)]
    for number, key in enumerate(keys, start=1):
        name = f"models/{number:05d}.bin"
        models.append({"file": name, "key": key})
        found[name] = _later(taken, key)
    for number, (values, body) in enumerate(taken.originals(), start=1):
        name = f"originals/{number:03d}.bin"
        originals.append({"file": name, **values})
        found[name] = [body]
    return {"models": models, "originals": originals}


def _later(taken: Taken, key: str) -> Iterator[bytes]:
    yield taken.model(key)


def _layer(layer: Any) -> dict[str, Any]:
    return {
        "name": layer.name,
        "kind": layer.kind,
        "spec": layer.spec,
        "spec_hash": layer.spec_hash,
        "versions": list(layer.versions),
        "content_hash": layer.content_hash,
        "created": layer.created,
    }


def _lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    return (jsonl.dump(row) for row in rows)


def _pairs(pairs: Iterable[Pair]) -> Iterator[bytes]:
    for pair in pairs:
        value = pairs_jsonl.to_object(pair)
        line = jsonl.dump(value)
        try:
            again = pairs_jsonl.from_object(json.loads(line))
        except CoreError as error:
            raise ExportError(f"pair {pair.id!r} would not read back: {error}") from error
        if again != pair:
            raise ExportError(f"pair {pair.id!r} would read back otherwise than it is")
        yield line
