"""What a release says of a project: everything counted, of the copy that the release holds."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import core
from core.domain.decision import EntityStatus, PairStatus
from core.domain.layer import Layer
from core.formats import spec_toml
from core.pipeline.bundle import Bundle
from core.pipeline.release.agreed import agreement
from core.pipeline.release.quality import quality
from core.review.export import CORRECTED, export
from core.review.progress import survey
from core.storage import Workspace

VERSION = 1
RELEASED = ("conll", "jsonl")
"""Formats whose hash a release tells: those that look the same whatever is installed."""


def counted(
    ws: Workspace, project: str, statuses: Sequence[PairStatus], *, bundle: Bundle
) -> dict[str, Any]:
    """Return what a manifest says of a project, without name, time and person.

    Args:
        ws: the database that holds the copy.
        project: name of the copy there.
        statuses: of the pairs that are exported.
        bundle: that it was opened from.
    """
    info = ws.project(project)
    with ws.transfer.taking(project) as taken:
        head = taken.head()
    return {
        "format": "silverlens-release",
        "version": VERSION,
        "bundle": bundle.id,
        "content": bundle.content,
        "seq": head["seq"],
        "software": {"silverlens": core.__version__, "python": platform.python_version()},
        "languages": [list(row) for row in info.languages],
        "pairs": info.pairs,
        "labels": list(info.labels),
        "statuses": [str(status) for status in statuses],
        "counts": _counts(ws, project),
        "layers": [_layer(layer, base=layer.content_hash == info.base) for layer in info.layers],
        "quality": quality(ws, project),
        "agreement": agreement(ws, project),
        "exports": {name: _exported(ws, project, statuses, name) for name in RELEASED},
    }


def digest(said: Mapping[str, Any]) -> str:
    """Return what tells the content of a release from any other: 32 digits."""
    content = {key: said[key] for key in ("content", "statuses")}
    exports = {name: one["sha256"] for name, one in said["exports"].items()}
    body = json.dumps({**content, "exports": exports}, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def _counts(ws: Workspace, project: str) -> dict[str, Any]:
    found = survey(ws, project)
    kinds: Counter[str] = Counter()
    people: Counter[str] = Counter()
    with ws.counting(project) as tallies:
        for entry in tallies.entries():
            people[entry.person] += 1
            if entry.in_force:
                kinds[str(entry.kind)] += 1
    return {
        "pairs": dict(ws.project(project).progress),
        "source": _by_status(found.source),
        "target": _by_status(found.target),
        "decisions": dict(sorted(kinds.items())),
        "people": dict(sorted(people.items())),
    }


def _by_status(
    counted: Mapping[tuple[EntityStatus, str], int],
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (status, label), number in sorted(counted.items()):
        found.setdefault(str(status), {})[label] = number
    return found


def _layer(layer: Layer, *, base: bool) -> dict[str, Any]:
    spec = json.loads(layer.spec) if layer.spec else {}
    return {
        "name": layer.name,
        "kind": layer.kind,
        "base": base,
        "content_hash": layer.content_hash,
        "spec_hash": layer.spec_hash,
        "spec": layer.spec,
        "toml": spec_toml.write(spec).decode() if spec else "",
        "versions": list(layer.versions),
    }


def _exported(
    ws: Workspace, project: str, statuses: Iterable[PairStatus], name: str
) -> dict[str, Any]:
    made = export(ws, project, statuses=statuses, layer=CORRECTED, format=name)
    return {
        "sha256": hashlib.sha256(made.data).hexdigest(),
        "bytes": len(made.data),
        "pairs": made.pairs,
        "entities": made.entities,
    }
