"""A bundle brought back: what it says that the project does not know goes into the project."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.pipeline.bundle.read import Bundle
from core.storage import Workspace
from core.storage.merged import Merged
from core.text.plural import counted

_NAMED = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a bundle, or would.

    Args:
        merged: its decisions.
        notes: what the project and the bundle say differently besides, which stays as the project
            has it: words of pairs first, with what became of the decisions on them.
    """

    merged: Merged
    notes: tuple[str, ...]


def merge(
    ws: Workspace, project: str, bundle: Bundle, *, person: str = "", dry_run: bool = False
) -> Told:
    """Return what became of a bundle's decisions; all of them are on disk, or none.

    Merging a bundle twice adds nothing twice.

    Args:
        ws: the database.
        project: that the bundle was taken from.
        bundle: brought back.
        person: who merges it.
        dry_run: only tell; nothing is written.

    Raises:
        ConflictError: the bundle is of another project.
        FormatError: a line is no value of its kind.
    """
    notes = _differences(ws, project, bundle)
    merged = ws.transfer.merge(project, bundle.copy(), person=person, dry_run=dry_run)
    return Told(merged, (*_of_words(merged), *_of_texts(merged), *notes))


def in_words(told: Told) -> tuple[str, ...]:
    """Return what became of a bundle, a line each: what is new, conflicts, notes."""
    merged = told.merged
    people = ", ".join(f"{name} {number}" for name, number in merged.people.items())
    lines = [
        f"{merged.new} decisions new{f' ({people})' if people else ''}, {merged.known} known "
        f"already, on {merged.pairs} pairs; {len(merged.apart)} pairs in conflict",
    ]
    lines += [
        f"conflict on {one.pair}: {one.there} decisions of {', '.join(one.people)} on track "
        f"{one.track!r}, {one.here} made here since"
        for one in merged.apart
    ]
    return (*lines, *told.notes)


def _of_words(merged: Merged) -> tuple[str, ...]:
    """Return what became of decisions on pairs that have other words now; nothing for none."""
    if not merged.words:
        return (f"{merged.stale:,} stale decisions of the bundle listed",) if merged.stale else ()
    named = _named(merged.words)
    have = _several(merged.words, "has", "have")
    kept = counted(merged.carried, "decided entity", "decided entities")
    return (
        f"{have} other words now ({named}); those of the project stay: {kept} carried, "
        f"{merged.stale:,} stale",
    )


def _of_texts(merged: Merged) -> tuple[str, ...]:
    """Return what became of the pairs themselves; nothing for none."""
    found = []
    if some := merged.added:
        found.append(
            f"{_several(some, 'is', 'are')} new and appended to the project ({_named(some)})"
        )
    if some := merged.edited:
        found.append(
            f"{_several(some, 'gets', 'get')} the metadata and target tags of the bundle "
            f"({_named(some)})"
        )
    if some := merged.differing:
        found.append(
            f"{_several(some, 'was', 'were')} changed here and otherwise there ({_named(some)}); "
            "what the project has stays, what the bundle has is kept as a version"
        )
    return tuple(found)


def _several(ids: Sequence[str], one: str, many: str) -> str:
    return f"{counted(len(ids), 'pair')} {one if len(ids) == 1 else many}"


def _named(ids: Sequence[str]) -> str:
    return ", ".join((*ids[:_NAMED], *(["…"] if len(ids) > _NAMED else [])))


def _differences(ws: Workspace, project: str, bundle: Bundle) -> tuple[str, ...]:
    with ws.transfer.taking(project) as taken:
        here = taken.head()
        rules = len(list(taken.rows("guidelines")))
        layers = {layer.content_hash for layer in taken.layers()}
    there = bundle.head
    found = []
    if added := [label for label in there["labels"] if label not in here["labels"]]:
        found.append(f"labels that the project gets: {', '.join(map(str, added))}")
    if missing := [label for label in here["labels"] if label not in there["labels"]]:
        found.append(f"labels that the bundle did not have: {', '.join(missing)}")
    settings = {k: v for k, v in there["settings"].items() if k != "part"}
    if settings != {k: v for k, v in here["settings"].items() if k != "part"}:
        found.append("settings differ; those of the project stay")
    if bundle.count("guidelines.jsonl") != rules:
        found.append("the guideline has other revisions; that of the project stays")
    names = [layer.name for key, layer in bundle.layers.items() if key not in layers]
    if names:
        found.append(f"layers that only the bundle has stay there: {', '.join(names)}")
    return tuple(found)
