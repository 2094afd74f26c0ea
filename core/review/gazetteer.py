"""Names of a gazetteer in source sentences: found, counted, and added as decisions."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.errors import InputError
from core.review.decide import apply_ops
from core.review.names import Book
from core.review.offers import context, draft, draft_on
from core.review.ops import MAX_MEMBERS, check_person
from core.storage import PairRecord, Workspace

REASON = "gazetteer"

_FIRST = 50
_SETTLED = frozenset({PairStatus.DONE, PairStatus.EXCLUDED})

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a sentence, for a preview: words before, the name, words behind."""

    pair: str
    label: str
    context: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a gazetteer would add.

    Args:
        names: in the gazetteer.
        pairs: with at least one of them.
        labels: entities of each label, most frequent first.
        first: the first 50 of them.
        new: labels that the project does not have yet.
    """

    names: int
    pairs: int
    labels: tuple[tuple[str, int], ...]
    first: tuple[Found, ...]
    new: tuple[str, ...]

    @property
    def entities(self) -> int:
        """Return how many entities it would add."""
        return sum(count for _, count in self.labels)


@dataclass(frozen=True, slots=True)
class Annotated:
    """What a gazetteer added.

    Args:
        entities: source entities, all of them projected.
        steps: of undo that take it all back.
        notices: what could not be added, and why.
    """

    entities: int
    steps: int
    notices: tuple[str, ...]


def preview(ws: Workspace, project: str, book: Book, *, everywhere: bool = False) -> Preview:
    """Return what a gazetteer would add; nothing is written.

    Args:
        ws: the database.
        project: name of the project.
        book: the names.
        everywhere: look also into sentences that have entities already; else only into those that
            nobody has annotated.
    """
    counts: Counter[str] = Counter()
    first: list[Found] = []
    pairs = 0
    for record, entities in _found(ws, project, book, everywhere=everywhere):
        pairs += 1
        counts.update(entity.label for entity in entities)
        pair = record.stored.pair
        for entity in entities[: _FIRST - len(first)]:
            around = context(pair.source, entity.start, entity.end)
            first.append(Found(pair.id, entity.label, around))
    known = ws.project(project).labels
    new = tuple(label for label in book.labels() if label not in known)
    return Preview(len(book.names), pairs, tuple(counts.most_common()), tuple(first), new)


def annotate(
    ws: Workspace,
    project: str,
    person: str,
    book: Book,
    *,
    everywhere: bool = False,
    report: Progress | None = None,
) -> Annotated:
    """Return what became of adding the names of a gazetteer as source entities.

    They are decisions of the person, projected at once, in acts of at most 5,000 entities that are
    one step of undo each. Labels that the project does not have are added to it and stay.

    Args:
        ws: the database.
        project: name of the project.
        person: in whose name.
        book: the names.
        everywhere: as for `preview`.
        report: told after each act how many entities were added.

    Raises:
        InputError: there is nothing to add, or the person has no name that can be used.
    """
    check_person(person)
    client = f"gazetteer-{uuid.uuid4().hex}"
    notices: list[str] = []
    entities, steps = 0, 0
    for some in _acts(_found(ws, project, book, everywhere=everywhere)):
        if not steps:
            ws.add_labels(project, book.labels())
        steps += 1
        act = draft(str(some[0]["pair"]), "pair", "act", seq=steps, reason=REASON, ops=some)
        applied = apply_ops(ws, project, person, client, [act])
        notices += [*applied.notices, *(refusal.message for refusal in applied.refused)]
        if applied.decisions:
            entities += ws.act_size(project, applied.decisions[0].act)
        if report is not None:
            report(entities)
    if not steps:
        raise InputError("no name of the gazetteer stands in a source sentence that was looked at")
    return Annotated(entities, steps, tuple(notices))


def _acts(
    found: Iterable[tuple[PairRecord, tuple[Entity, ...]]],
) -> Iterator[list[dict[str, object]]]:
    """Yield the operations in lists that one act can hold, those of a pair together."""
    ops: list[dict[str, object]] = []
    for record, entities in found:
        own = [
            draft_on(record, "source", "add", start=e.start, end=e.end, label=e.label)
            for e in entities
        ]
        if ops and len(ops) + len(own) > MAX_MEMBERS:
            yield ops
            ops = []
        ops += own
    if ops:
        yield ops


def _found(
    ws: Workspace, project: str, book: Book, *, everywhere: bool
) -> Iterator[tuple[PairRecord, tuple[Entity, ...]]]:
    """Yield the pairs in which names can be added, with them.

    Pairs that are done or excluded are left alone, and so is what a person took away before. Of
    more names in one pair than an act holds the others are for another time.
    """
    for record in ws.iter_records(project):
        state = record.state
        if state.status in _SETTLED or (state.source is not None and not everywhere):
            continue
        standing = [
            r.entity
            for r in state.source or ()
            if r.live or r.status is EntityStatus.NO_COUNTERPART
        ]
        gone = {r.entity for r in state.source or () if r.status is EntityStatus.REJECTED}
        found = book.find(record.stored.pair.source, standing)
        if wanted := tuple(entity for entity in found if entity not in gone)[:MAX_MEMBERS]:
            yield record, wanted
