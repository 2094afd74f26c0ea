"""Which source entity a gold entity stands for, by where the methods put the source entities."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.domain.entity import Entity

Placed = Sequence[tuple[Entity, int | None]]
"""The entities that a method placed, each with the index of its source entity."""


def counterparts(
    gold: Sequence[Entity],
    placed: Sequence[Placed],
    source: Sequence[Entity],
    label_map: Mapping[str, str],
) -> tuple[int | None, ...]:
    """Return for each gold entity the index of the source entity it stands for, None if unknown.

    It is the one that most methods put there, each weighed by how much of the two spans is shared;
    of equals the first. A label with one gold entity and one source entity left pairs those two;
    after that, so do one gold entity and one source entity left whose label nobody knows.
    The answer is the same for every method that is compared, as the number of gold entities of a
    frequent name must be.

    Args:
        gold: entities of the target.
        placed: what each method placed where.
        source: entities of the source, labels as they came in.
        label_map: what the methods map labels of the source to, where they do.
    """
    found = [_voted(g, placed) for g in gold]
    labels = _mapped(gold, placed, source, label_map)
    free = Counter(label for k, label in enumerate(labels) if k not in found)
    open_ = Counter(g.label for g, k in zip(gold, found, strict=True) if k is None)
    for place, g in enumerate(gold):
        if found[place] is None and free[g.label] == open_[g.label] == 1:
            found[place] = next(
                k for k, label in enumerate(labels) if label == g.label and k not in found
            )
    left = [k for k in range(len(source)) if k not in found]
    if found.count(None) == len(left) == 1 and labels[left[0]] is None:
        found[found.index(None)] = left[0]
    return tuple(found)


def _mapped(
    gold: Sequence[Entity],
    placed: Sequence[Placed],
    source: Sequence[Entity],
    label_map: Mapping[str, str],
) -> tuple[str | None, ...]:
    """Return the label of each source entity in the target, None where it is not known.

    It is the one that most entities got that were placed from sources of its label, else what the
    methods map it to. A label of which neither is known stays as it is, unless labels are mapped
    here and the gold has none such.
    """
    votes: dict[str, Counter[str]] = {}
    for entities in placed:
        for entity, k in entities:
            if k is not None:
                votes.setdefault(source[k].label, Counter())[entity.label] += 1
    given = {e.label: label_map[e.label] for e in source if e.label in label_map}
    known = given | {label: max(sorted(of), key=of.__getitem__) for label, of in votes.items()}
    mapped = any(label != to for label, to in known.items())
    as_given = {e.label for e in (gold if mapped else source)}
    return tuple(known.get(e.label, e.label if e.label in as_given else None) for e in source)


def _voted(gold: Entity, placed: Sequence[Placed]) -> int | None:
    votes: dict[int, float] = {}
    for entities in placed:
        for entity, k in entities:
            if k is not None and entity.overlaps(gold):
                votes[k] = votes.get(k, 0.0) + _shared(gold, entity)
    return min(votes, key=lambda k: (-votes[k], k)) if votes else None


def _shared(a: Entity, b: Entity) -> float:
    """Return the share of the tokens of either that both have."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return both / (max(a.end, b.end) - min(a.start, b.start))
