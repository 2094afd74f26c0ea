"""Updates: a newer version of a project's texts, which touches only what changed.

A pair whose words, tags or metadata are others keeps its place, its id and, kept as revisions, all
its older versions. What people decided on it is carried word by word, as `core.domain.reattach`
says; what does not fit is listed as stale. New pairs are appended. Pairs that are not in the newer
version stay as they are. No byte of any other pair is written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from core.domain.decision import Decision, Proposal
from core.domain.pair import Pair
from core.domain.reattach import Reattached, reattach
from core.domain.replay import Carried, PairState, in_force, is_untouched
from core.errors import ConflictError, InputError
from core.review.ops import check_person
from core.review.rebase import Writer, from_log, proposed
from core.review.updated import NAMED, Updated
from core.storage import Log, Outcome, PairRecord, Workspace
from core.storage.batches import batches
from core.storage.revisions import Change
from core.storage.stale import Said, said_of

BATCH = 500

Report = Callable[[str, int, int], None]
Texts = Callable[[], Iterable[Pair]]
"""Gives the newer version from its beginning each time."""


def preview(ws: Workspace, project: str, texts: Texts, *, report: Report | None = None) -> Updated:
    """Return what a newer version would come to; nothing is written.

    Raises:
        InputError: a pair is given twice, or there is none.
    """
    found = Updated()
    mates = _Mates(found)
    for changed, new in _compared(ws, project, texts, found, report, "Comparing"):
        given = {pair.id: pair for pair in changed}
        places = ws.search.positions(project, list(given)).tolist()
        changes: list[Change] = []
        for track in ws.moves.tracks(project) if changed else ():
            for record in ws.lookup.records(project, places, track=track):
                pair = given[record.stored.pair.id]
                if not track:
                    change = Change(record.stored.position, record.stored.pair, pair)
                    found.changed += 1
                    found.words += change.words
                    found.name("changed", pair.id)
                    changes.append(change)
                _count(found, _moved(record, pair, lambda _: ()))
        worded = [one.position for one in changes if one.words]
        found.supplied += ws.revisions.supplied(project, worded) if worded else 0
        mates.add(changes, ws.revisions.mates(project, changes, new))
        found.new += len(new)
    return found


def update(
    ws: Workspace,
    project: str,
    texts: Texts,
    person: str,
    *,
    reason: str = "",
    report: Report | None = None,
) -> Updated:
    """Return what a newer version came to, all of it on disk.

    The whole version is read before anything is written. It is written in batches, in each of which
    every pair is read anew, so that nothing is lost that is decided meanwhile; stopped on the way,
    it can be begun again and does the rest.

    Args:
        ws: the database.
        project: name of the project.
        texts: the newer version.
        person: who brings it.
        reason: what it comes from, such as the name of a file.
        report: told how far it is.

    Raises:
        InputError: a pair is given twice, or there is none; nothing is written.
    """
    check_person(person)
    _read_through(ws, project, texts, report)
    found = Updated()
    mates = _Mates(found)
    writer = Writer(person)
    for changed, new in _compared(ws, project, texts, found, report, "Updating"):
        if not (changed or new):
            continue
        with ws.recording(project) as log:
            _revise(log, changed, writer, mates, person=person, reason=reason)
            if new:
                mates.add((), log.add_pairs(new))
                found.new += len(new)
            told = {"changed": len(changed), "new": len(new)}
            log.tell_texts(person=person, reason=reason, **told)
    if not found.nothing:
        ws.moves.settle(project)
    return found


def _read_through(ws: Workspace, project: str, texts: Texts, report: Report | None) -> None:
    """Raise what is wrong with the newer version, be it at its end, before any is written."""
    total = ws.project(project).pairs
    for done, _ in enumerate(_once_each(texts()), start=1):
        if report is not None and done % BATCH == 0:
            report("Reading", done, max(total, done))


def edit(
    ws: Workspace,
    project: str,
    pair: Pair,
    person: str,
    *,
    reason: str = "edited",
    seen: Pair | None = None,
) -> Updated:
    """Return what giving one pair of a project other words came to.

    Args:
        ws: the database.
        project: name of the project.
        pair: with its id and its other words.
        person: who changes it.
        reason: why.
        seen: the pair as they had it before them; None where whatever stands there is meant.

    Raises:
        ConflictError: the pair is another than what was seen; nothing was written.
        UnknownNameError: there is no pair of that id.
    """
    ws.pair(project, pair.id)
    check_person(person)
    found = Updated()
    with ws.recording(project) as log:
        if seen is not None and log.record(pair.id).stored.pair != seen:
            raise ConflictError(f"{_changed_by(ws, project, pair.id)}; nothing was overwritten")
        _revise(log, [pair], Writer(person), _Mates(found), person=person, reason=reason)
        if found.changed:
            log.tell_texts(person=person, reason=reason, changed=1, new=0)
    if found.changed:
        ws.moves.settle(project)
    return found


def _changed_by(ws: Workspace, project: str, pair_id: str) -> str:
    """Return who has changed a pair last, in words."""
    last = next(iter(ws.revisions.read(project, pair_id)), None)
    who, why = (last.person, f" ({last.reason})") if last is not None else ("", "")
    return f"{who or 'somebody'} has changed pair {pair_id!r} meanwhile{why}"


def bring_back(
    ws: Workspace, project: str, pair_id: str, number: int, person: str, *, seen: Pair | None = None
) -> Updated:
    """Return what bringing back an older version of a pair came to: one more change of it.

    Args:
        ws: the database.
        project: name of the project.
        pair_id: of the pair.
        number: of the version.
        person: who brings it back.
        seen: as for `edit`.

    Raises:
        ConflictError: the pair is another than what was seen; nothing was written.
        InputError: there is no version of that number.
    """
    older = ws.revisions.find(project, pair_id, number)
    if older is None:
        raise InputError(f"pair {pair_id!r} has no version {number}")
    reason = f"version {number} brought back"
    return edit(ws, project, older.pair, person, reason=reason, seen=seen)


def _compared(
    ws: Workspace, project: str, texts: Texts, found: Updated, report: Report | None, step: str
) -> Iterable[tuple[list[Pair], list[Pair]]]:
    """Yield the changed and the new pairs batch by batch, counting the others."""
    total = ws.project(project).pairs
    seen: set[str] = set()
    known = 0
    for some in batches(_once_each(texts()), BATCH):
        seen.update(pair.id for pair in some)
        new, changed = ws.revisions.compare(project, some)
        known += len(some) - len(new)
        found.same += len(some) - len(new) - len(changed)
        for pair in new:
            found.name("new", pair.id)
        yield changed, new
        if report is not None:
            report(step, len(seen), max(total, len(seen)))
    found.missing = total - known
    if found.missing:
        _name_missing(ws, project, seen, found)


def _once_each(given: Iterable[Pair]) -> Iterable[Pair]:
    """Yield the pairs; raise InputError where one is given twice, or none at all."""
    seen: set[str] = set()
    for pair in given:
        if pair.id in seen:
            raise InputError(f"pair id {pair.id!r} is given twice; ids must be unique")
        seen.add(pair.id)
        yield pair
    if not seen:
        raise InputError("there is no pair in the newer version")


def _name_missing(ws: Workspace, project: str, seen: set[str], found: Updated) -> None:
    for places in batches(range(1, ws.project(project).pairs + 1), BATCH):
        for pair_id in ws.search.ids(project, places):
            if pair_id not in seen:
                found.name("missing", pair_id)
        if len(found.first.get("missing", ())) == NAMED:
            return


def _revise(
    log: Log,
    given: Sequence[Pair],
    writer: Writer,
    mates: "_Mates",
    *,
    person: str,
    reason: str,
) -> None:
    """Give pairs other words, and carry what people decided on them, on every track."""
    found = mates.found
    before = _before(log, [pair.id for pair in given])
    changes = [
        Change(before[pair.id].record.stored.position, before[pair.id].record.stored.pair, pair)
        for pair in given
        if before[pair.id].record.stored.pair != pair
    ]
    others = {own: _before(own, ids) for own, ids in log.beside(c.new.id for c in changes).items()}
    found.supplied += log.supplied([one.position for one in changes if one.words])
    mates.add(changes, log.mates(changes))
    numbers = log.revise(changes, person=person, reason=reason)
    for change in changes:
        found.changed += 1
        found.words += change.words
        found.name("changed", change.new.id)
    _carry(log, changes, before, numbers, writer, found, reason)
    log.close()
    for own, known in others.items():
        own.forget(known)
        _carry(own, changes, known, numbers, Writer(person), found, reason)
        own.close()


@dataclass(slots=True)
class _Mates:
    """Counts the others of the groups of changed pairs, each once and none that changes itself."""

    found: Updated
    touched: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)

    def add(self, changes: Sequence[Change], touched: Iterable[int]) -> None:
        """Count those of one batch."""
        self.touched.update(touched)
        self.changed.update(c.position for c in changes if c.projected or c.regrouped)
        self.found.mates = len(self.touched - self.changed)


@dataclass(frozen=True, slots=True)
class _Before:
    """A pair before its words change, with the decisions on it that are in force."""

    record: PairRecord
    said: tuple[Decision, ...]


def _before(log: Log, ids: Sequence[str]) -> dict[str, _Before]:
    log.expect(ids)
    records = {one: log.record(one) for one in ids}
    said = log.said([one for one, r in records.items() if r.version or r.forked])
    return {one: _Before(r, in_force(said.get(one, ()))) for one, r in records.items()}


def _carry(
    log: Log,
    changes: Sequence[Change],
    before: Mapping[str, _Before],
    numbers: Mapping[str, int],
    writer: Writer,
    found: Updated,
    reason: str,
) -> None:
    """Carry what people decided on changed pairs on one track."""
    of_track = [one for one in changes if one.projected and one.new.id in before]
    log.expect(one.new.id for one in of_track)
    decided: list[Decision] = []
    lost: list[list[Said]] = []
    for change in of_track:
        pair = change.new
        record, said = before[pair.id].record, before[pair.id].said
        moved = _moved(record, pair, partial(_proposed, log, record, pair))
        _count(found, moved)
        base, state = (record.base, moved.state) if moved is not None else ("", None)
        told = Carried(base, state, numbers[pair.id])
        decided.append(writer.decision(record, told, reason=reason))
        gone = moved.stale if moved is not None else ()
        lost.append([said_of(one, change.old, said, told.revision) for one in gone])
    written = log.carry(decided)
    log.keep_stale(
        [
            (change.position, made.seq, one)
            for change, made, listed in zip(of_track, written, lost, strict=True)
            for one in listed
        ]
    )


def _proposed(log: Log, record: PairRecord, pair: Pair, state: PairState) -> tuple[Proposal, ...]:
    """Return what the layer of a pair proposes on its new words, as far as it knows them.

    It does where the words are those of an older version.
    """
    stored = replace(record.stored, pair=pair)
    outcome = _outcome(log, record)
    if outcome is None or outcome.state != "projected":
        return ()
    layer = log.layer(record.base)
    now = replace(record, stored=stored, state=state)
    return proposed(now, layer, outcome, from_log(log, now, layer))


def _outcome(log: Log, record: PairRecord) -> Outcome | None:
    """Return what the layer that a pair stood on has of it, now that its words are others."""
    now = log.record(record.stored.pair.id)
    if now.base == record.base:
        return now.outcome
    return log.outcome(now.stored, record.base) if record.base else None


def _moved(
    record: PairRecord, pair: Pair, propose: Callable[[PairState], Sequence[Proposal]]
) -> Reattached | None:
    """Return a pair carried to other words; None where nobody decided on it or nothing is other."""
    change = Change(record.stored.position, record.stored.pair, pair)
    if not change.projected or is_untouched(record.state):
        return None
    moved = reattach(record.state, record.stored.pair, pair)
    more = propose(moved.state)
    return reattach(record.state, record.stored.pair, pair, more) if more else moved


def _count(found: Updated, moved: Reattached | None) -> None:
    if moved is not None:
        found.carried += len(moved.carried)
        found.moot += len(moved.moot)
        found.stale += len(moved.stale)
        found.reopened += moved.reopened
