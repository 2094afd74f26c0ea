"""Orphans: what found no counterpart on the other side, and target words worth a second look."""

from collections.abc import Iterable, Iterator, Sequence

from core.domain.alignment import Alignment
from core.domain.decision import Side
from core.domain.projection import Beyond, Orphan, Projection, Reason, Stray
from core.domain.tagging import spelt
from core.domain.task import Task
from core.projection.copies import copies
from core.projection.names import capitalised

_SPELT = (Stray.COPIED, Stray.SUPPLIED, Stray.TAGGED)


def orphans(
    task: Task, projections: Sequence[Projection], *, lang: str = "und"
) -> tuple[Orphan, ...]:
    """Return the orphans of a pair: the source side first, each side from left to right.

    On the source side that is every entity without a pick, once, with its reason. On the target
    side it is words outside every pick, for the first of these reasons that holds:

    - `copied`: they repeat an entity's words or their sound;
    - `supplied`: a supplied span;
    - `tagged`: a span that the tag probabilities spell;
    - `linked-outside`: their strongest link leads to an entity;
    - `name-like`: they are capitalised where the language capitalises names only, and linked to
      nothing or to words that are no entity and have no capital either (where the source has one,
      whoever annotated it has seen it).

    Of two that overlap, the one with the earlier reason stands, then the one further left, then
    the longer one, then that of the earlier entity; links and capitals tell of words that are left.

    An entity whose label the method drops is an orphan of the source side only.

    Args:
        task: the pair with its links, and with spans and tag probabilities where there are any.
        projections: one for each source entity, in source order.
        lang: language of the target.
    """
    left = set(range(len(task.target)))
    for projection in projections:
        for pick in projection.picks:
            left.difference_update(range(pick.start, pick.end))
    found = []
    for orphan in sorted(_spelt(task, projections), key=_strongest_first):
        words = range(orphan.start, orphan.end)
        if left.issuperset(words):
            found.append(orphan)
            left.difference_update(words)
    owned = _owned(task.alignment, projections)
    linked = list(_linked(task, owned, projections, left))
    for orphan in linked:
        left.difference_update(range(orphan.start, orphan.end))
    named = capitalised(task.target, left - _explained(task, projections), lang)
    found += linked
    found += [Orphan(Side.TARGET, *span, Stray.NAME_LIKE) for span in named]
    return (*_source_side(projections), *sorted(found, key=lambda o: o.start))


def _source_side(projections: Sequence[Projection]) -> Iterator[Orphan]:
    for k, projection in enumerate(projections):
        entity = projection.entity
        if not projection.picks:
            reason = projection.reason or Reason.NO_CANDIDATE
            yield Orphan(Side.SOURCE, entity.start, entity.end, reason, entity.label, k)


def _strongest_first(orphan: Orphan) -> tuple[int, int, int, int]:
    entity = -1 if orphan.entity is None else orphan.entity
    return (_SPELT.index(Stray(orphan.reason)), orphan.start, -orphan.end, entity)


def _spelt(task: Task, projections: Sequence[Projection]) -> Iterator[Orphan]:
    """Yield spans that something other than a link speaks of, whether they are free or not."""
    there = [(k, p.entity) for k, p in enumerate(projections) if p.reason is not Reason.DROPPED]
    names = [task.source.tokens[e.start : e.end] for _, e in there]
    for (k, entity), spans in zip(there, copies(names, task.target), strict=True):
        for start, end in spans:
            yield Orphan(Side.TARGET, start, end, Stray.COPIED, entity.label, k)
    for span in task.spans or ():
        yield Orphan(Side.TARGET, span.start, span.end, Stray.SUPPLIED, span.label)
    if task.tag_probs is not None:
        for start, end, label in spelt(task.tag_probs):
            yield Orphan(Side.TARGET, start, end, Stray.TAGGED, label)


def _owned(alignment: Alignment | None, projections: Sequence[Projection]) -> dict[int, int]:
    """Return for target words the entity that their strongest link leads to, if to any.

    Of links equally strong the one to an entity counts, then the one to the earlier word.
    """
    owner = _owners(projections)
    best: dict[int, tuple[float, bool, int]] = {}
    for i, j, p in alignment.links if alignment else ():
        rank = (1.0 if p is None else p, i in owner, -i)
        best[j] = max(best.get(j, rank), rank)
    return {j: owner[-i] for j, (_, inside, i) in best.items() if inside}


def _owners(projections: Sequence[Projection]) -> dict[int, int]:
    """Return for source words the entity they are part of."""
    return {i: k for k, p in enumerate(projections) for i in range(p.entity.start, p.entity.end)}


def _explained(task: Task, projections: Sequence[Projection]) -> set[int]:
    """Return the target words linked to an entity or to a capital."""
    known = _owners(projections).keys()
    links = task.alignment.links if task.alignment else ()
    source = task.source.tokens
    return {link.j for link in links if link.i in known or source[link.i][0].isupper()}


def _linked(
    task: Task, owned: dict[int, int], projections: Sequence[Projection], left: set[int]
) -> Iterator[Orphan]:
    """Yield stretches of words left over that belong to one entity."""
    words = [
        j
        for j in sorted(owned.keys() & left)
        if projections[owned[j]].reason is not Reason.DROPPED and _is_word(task.target[j])
    ]
    taken = {
        j: k for k, p in enumerate(projections) for q in p.picks for j in range(q.start, q.end)
    }
    for start, end in _stretches(words, owned):
        k = owned[start]
        label = projections[k].entity.label
        beyond = _beyond(start, end, k, projections[k], taken)
        yield Orphan(Side.TARGET, start, end, Stray.LINKED_OUTSIDE, label, k, beyond)


def _is_word(token: str) -> bool:
    return any(char.isalnum() for char in token)


def _stretches(words: Iterable[int], owned: dict[int, int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for j in words:
        if found and found[-1][1] == j and owned[j - 1] == owned[j]:
            found[-1] = (found[-1][0], j + 1)
        else:
            found.append((j, j + 1))
    return found


def _beyond(start: int, end: int, k: int, projection: Projection, taken: dict[int, int]) -> Beyond:
    """Return where a stretch stands, seen from the nearest pick of its entity."""
    if not projection.picks:
        return Beyond.NO_PICK
    gaps = [(q.end, start) if q.end <= start else (end, q.start) for q in projection.picks]
    first, last = min(gaps, key=lambda gap: (gap[1] - gap[0], gap))
    if first == last:
        return Beyond.BESIDE
    others = any(taken.get(j, k) != k for j in range(first, last))
    return Beyond.BEHIND if others else Beyond.APART
