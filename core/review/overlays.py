"""Links to lay over those that a pair is shown with: other aligners', changed ones, and gold."""

import re
from collections.abc import Iterable, Mapping

from core.aligners import keys
from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.errors import CoreError
from core.review.methods import links_key, spec_of
from core.review.reasons import link_list
from core.storage import PairRecord, ProjectInfo, Workspace
from core.storage.alignments import GOLD_POSSIBLE, GOLD_SURE, chain

_NAMED = re.compile(r"(.+?) [0-9a-f]{16}\b")
"""A key that begins with the name of an aligner, or with words on where its links come from."""


def overlays(
    ws: Workspace, project: str, record: PairRecord, info: ProjectInfo
) -> list[dict[str, object]]:
    """Return the links of a pair besides those of its base, as `OverlayView` of the page.

    Links of aligners in the order of the layers made from them, then gold ones. Links that were
    changed by hand in another pair are left out: here they are what they were.
    """
    base = next((a for a in info.layers if a.content_hash == record.base), None)
    shown = links_key(base, info.aligner)
    others = _others(info, shown)
    wanted = {step for key in (shown, *others) for step in chain(key)}
    found = ws.links.of_pair(
        project, record.stored.pair.id, {*wanted, GOLD_SURE, GOLD_POSSIBLE} - {""}
    )
    names = {links_name(shown, base)}
    told: list[dict[str, object]] = []
    for key, layer in others.items():
        if key in found and not _the_same(key, shown, found):
            name = _unlike(links_name(key, layer), names)
            names.add(name)
            links = link_list(found[key].links)
            told.append({"key": key, "name": name, "kind": "links", "links": links})
    sure, possible = found.get(GOLD_SURE), found.get(GOLD_POSSIBLE)
    if sure is not None:
        more = link_list(possible.links if possible else ())
        told.append(
            {
                "key": "gold",
                "name": "gold links",
                "kind": "gold",
                "links": link_list(sure.links),
                "possible": more,
            }
        )
    return told


def _others(info: ProjectInfo, shown: str) -> dict[str, Layer | None]:
    """Return the keys of a project's links but one, each with the first layer made from them."""
    found: dict[str, Layer | None] = {}
    for layer in info.layers:
        found.setdefault(links_key(layer, info.aligner), layer)
    found.setdefault(info.aligner, None)
    return {key: layer for key, layer in found.items() if key not in {shown, ""}}


def _the_same(key: str, shown: str, found: Mapping[str, Alignment]) -> bool:
    """Return whether links that were changed somewhere are here what those of another key are."""
    earlier = list(chain(key)[1:])
    if chain(key)[-1] == chain(shown)[-1]:
        earlier.append(shown)
    return any(found.get(other) == found[key] for other in earlier)


def _unlike(name: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken: itself, else with a number from 2 on."""
    known = set(taken)
    numbered = (f"{name} {k}" for k in range(2, len(known) + 3))
    return name if name not in known else next(n for n in numbered if n not in known)


def links_name(key: str, layer: Layer | None) -> str:
    """Return a name for people of the links under a key.

    Args:
        key: of the links.
        layer: a layer that was made from them; None where there is none.
    """
    original = chain(key)[-1]
    name = maker(original, layer) or original
    if original.startswith(f"{keys.IMPORTED} "):
        name = "imported links"
    elsewhere = keys.origin(original)
    told = name if elsewhere is None else f"{name}, learned in {elsewhere}"
    return told if original == key else f"{told}, changed by hand"


def maker(key: str, layer: Layer | None) -> str:
    """Return what made the links under a key that nobody changed, "" where nothing tells.

    Args:
        key: of the links.
        layer: a layer that was made from them; None where there is none.
    """
    named = _NAMED.match(key)
    return named.group(1) if named else _aligner(layer)


def _aligner(layer: Layer | None) -> str:
    if layer is None:
        return ""
    try:
        return spec_of(layer).aligner.part
    except CoreError:
        return ""  # a layer whose method is not known any more
