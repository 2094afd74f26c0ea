"""The papers behind the methods of a release, as BibTeX."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.aligners import ALIGNERS, RULES, SYMMETRISERS
from core.candidates import CANDIDATES
from core.errors import UnknownNameError
from core.matching import MATCHERS
from core.projection import COMBINERS, HEURISTICS, JOINERS
from core.projection.references import Reference, of_sources
from core.registry import Shelf
from core.scoring import SCORES

_SHELVES: Mapping[str, Shelf[Any]] = {
    "aligner": ALIGNERS,
    "candidates": CANDIDATES,
    "scores": SCORES,
    "matcher": MATCHERS,
    "heuristic": HEURISTICS,
    "combiner": COMBINERS,
    "joint": JOINERS,
}
_OF_LINKS: tuple[Shelf[Any], ...] = (RULES, SYMMETRISERS)
"""Parts that an aligner names in its options."""


def references(manifest: Mapping[str, Any]) -> tuple[Reference, ...]:
    """Return the papers of all parts that the layers of a release were made by."""
    sources = (source for layer in manifest["layers"] for source in _sources(layer["spec"]))
    return of_sources(sources)


def bibtex(manifest: Mapping[str, Any]) -> str:
    """Return the BibTeX of all parts that the layers of a release were made by."""
    return "\n\n".join(reference.bibtex() for reference in references(manifest))


def _sources(spec: str) -> Iterator[str]:
    if spec:
        yield from _walk(json.loads(spec))


def _walk(value: Mapping[str, Any]) -> Iterator[str]:
    for key, shelf in _SHELVES.items():
        found = value.get(key)
        for part in found if isinstance(found, list) else [found]:
            if isinstance(part, Mapping) and "part" in part:
                yield from _source(shelf, str(part["part"]))
                options = (option for option in part.values() if isinstance(option, str))
                yield from _named(options)
    for member in value.get("members", ()):
        if isinstance(member, Mapping):
            yield from _walk(member)


def _named(options: Iterable[str]) -> Iterator[str]:
    for option in options:
        for shelf in _OF_LINKS:
            yield from _source(shelf, option)


def _source(shelf: Shelf[Any], name: str) -> Iterator[str]:
    """Yield the source of a part; nothing where this version has no such part."""
    try:
        yield shelf.get(name).source
    except UnknownNameError:
        return
