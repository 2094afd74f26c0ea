"""Re-bases: a whole project carried to another layer, what people decided included.

Pairs that nobody decided on stand on it at once. The others are carried one by one, as
`core.domain.reattach` says, by a decision that undo takes back in one go; a pair that somebody has
decided on since stays where it was carried. Tracks of their own are carried like the shared one,
and stay so.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, Proposal, Side
from core.domain.layer import Layer
from core.domain.reattach import Reattached, reattach
from core.domain.replay import Carried
from core.errors import ConflictError, UnknownNameError
from core.review.methods import is_edited, links_key, made_of, source_of
from core.review.ops import check_person
from core.review.supplied import keys_of
from core.storage import Log, Outcome, PairExtras, PairRecord, ProjectInfo, Workspace
from core.storage.batches import batches
from core.storage.extras import is_transfer
from core.storage.undo import act_of, numbered
from core.storage.values import NO_EXTRAS
from core.text.plural import counted

BATCH = 200

Report = Callable[[str, int, int], None]
"""Told the step, how much is done and how much there is."""

Given = Callable[[], tuple[Alignment | None, PairExtras]]


@dataclass(slots=True)
class Moved:
    """What a re-base comes to, in counts.

    Args:
        untouched: pairs that nobody decided on.
        pairs: pairs with decisions that are carried.
        carried: entities decided on that stand as they stood, on either side.
        moot: rejected entities that nothing proposes any more; they stay rejected.
        stale: entities decided on that do not fit.
        outdone: proposals of the layer that are left out since people decided otherwise.
        fresh: entities on those pairs that nobody has looked at.
        reopened: pairs that were done and are in progress then.
    """

    untouched: int = 0
    pairs: int = 0
    carried: int = 0
    moot: int = 0
    stale: int = 0
    outdone: int = 0
    fresh: int = 0
    reopened: int = 0

    def add(self, found: Reattached) -> None:
        """Count one pair."""
        self.pairs += 1
        self.carried += len(found.carried)
        self.moot += len(found.moot)
        self.stale += len(found.stale)
        self.outdone += len(found.outdone)
        self.fresh += len(found.fresh)
        self.reopened += found.reopened

    @property
    def words(self) -> str:
        """Return it for people: pairs that move, entities carried and stale, pairs reopened."""
        parts = [f"{counted(self.pairs, 'pair')} with decisions carried"]
        if self.untouched:
            parts.insert(0, f"{counted(self.untouched, 'untouched pair')}")
        parts.append(f"{counted(self.carried, 'decided entity', 'decided entities')} kept")
        told = (
            (self.moot, "rejected and no longer proposed"),
            (self.outdone, "proposed otherwise and left out"),
            (self.fresh, "to be looked at"),
        )
        parts += [f"{number:,} {what}" for number, what in told if number]
        parts.append(f"{self.stale:,} stale")
        return ", ".join((*parts, f"{counted(self.reopened, 'pair')} reopened"))


def preview(
    ws: Workspace, project: str, content_hash: str, *, report: Report | None = None
) -> Moved:
    """Return what carrying a project to a layer would come to; nothing is written."""
    info = ws.project(project)
    layer = _layer(info, content_hash)
    moved = Moved(untouched=ws.moves.untouched(project))
    for track in ws.moves.tracks(project):
        places = [place for place, _ in ws.moves.pinned(project, content_hash, track)]
        done = 0
        for some in batches(places, BATCH):
            made = ws.moves.outcomes(project, content_hash, some)
            for record in ws.lookup.records(project, some, track=track):
                given = _reader(ws, info, layer, record.stored.pair.id)
                found = _carried(record, layer, made.get(record.stored.position), given)
                if found is not None:
                    moved.add(found)
            done += len(some)
            if report is not None:
                report("Looking what is carried", done, len(places))
    return moved


def rebase(
    ws: Workspace,
    project: str,
    content_hash: str,
    person: str,
    *,
    report: Report | None = None,
) -> Moved:
    """Return what was carried to a layer, which is the base of the project then.

    It is written in batches, in each of which every pair is read anew, so that nothing is lost that
    is decided meanwhile; stopped on the way, it can be begun again and does the rest.

    Args:
        ws: the database.
        project: name of the project.
        content_hash: of the layer.
        person: who does it; undo takes it back for them.
        report: told how far it is.

    Raises:
        UnknownNameError: there is no such layer.
        ConflictError: no project can stand on it.
    """
    check_person(person)
    info = ws.project(project)
    layer = _layer(info, content_hash)
    if info.base != content_hash or ws.revisions.texts(project):
        ws.set_base(project, content_hash)
    moved = Moved(untouched=ws.moves.untouched(project))
    for track in ws.moves.tracks(project):
        _rebase_track(ws, project, layer, track, Writer(person), moved, report)
    return moved


def _rebase_track(
    ws: Workspace,
    project: str,
    layer: Layer,
    track: str,
    writer: "Writer",
    moved: Moved,
    report: Report | None,
) -> None:
    places = ws.moves.pinned(project, layer.content_hash, track)
    done = 0
    for some in batches(places, BATCH):
        with ws.recording(project, track) as log:
            log.expect(pair for _, pair in some)
            for _, pair in some:
                _carry(log, log.record(pair), layer, writer, moved)
        done += len(some)
        if report is not None:
            report("Carrying decisions", done, len(places))


class Writer:
    """Makes the decisions of one re-base: one client, one act, one time, numbered as they come."""

    def __init__(self, person: str) -> None:
        self._client = f"rebase-{uuid.uuid4().hex}"
        self._time = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._person = person
        self._written = 0

    def decision(self, record: PairRecord, carried: Carried, *, reason: str = "") -> Decision:
        """Return the next decision, not yet written."""
        client, number = numbered(self._client, 1, self._written)
        self._written += 1
        return Decision(
            client,
            number,
            self._time,
            self._person,
            record.stored.pair.id,
            Side.PAIR,
            Kind.REBASE,
            reason=reason,
            act=act_of(self._client, 1),
            carried=carried,
        )


def _layer(info: ProjectInfo, content_hash: str) -> Layer:
    known = {layer.content_hash: layer for layer in info.layers}
    if content_hash not in known:
        raise UnknownNameError("layer", content_hash, known)
    layer = known[content_hash]
    if is_transfer(layer.spec):
        raise ConflictError(
            f"layer {layer.name!r} is what a tagger finds by itself, to compare methods with; a "
            "project stands on the layer of a method"
        )
    return layer


def _carry(log: Log, record: PairRecord, layer: Layer, writing: Writer, moved: Moved) -> None:
    if record.floats:
        return
    outcome = log.outcome(record.stored, layer.content_hash)
    found = _carried(record, layer, outcome, from_log(log, record, layer))
    if found is not None:
        carried = Carried(layer.content_hash, found.state)
        log.append(writing.decision(record, carried, reason=layer.name))
        moved.add(found)


def from_log(log: Log, record: PairRecord, layer: Layer) -> Given:
    """Return what gives the links and extras of a pair within a write transaction."""

    def given() -> tuple[Alignment | None, PairExtras]:
        links = log.alignment(record.stored, links_key(layer, log.aligner()))
        return links, log.extras(record.stored, keys_of(layer))

    return given


def _reader(ws: Workspace, info: ProjectInfo, layer: Layer, pair: str) -> Given:
    def given() -> tuple[Alignment | None, PairExtras]:
        links = ws.alignment(info.name, pair, links_key(layer, info.aligner))
        return links, ws.extras.of_pair(info.name, pair, keys_of(layer))

    return given


def _carried(
    record: PairRecord, layer: Layer, outcome: Outcome | None, given: Given
) -> Reattached | None:
    """Return a pair carried to a layer; None where it stands there, nothing to be added."""
    pair = record.stored.pair
    found = reattach(record.state, pair, pair, proposed(record, layer, outcome, given))
    same = replace(found.state, applied=record.state.applied) == record.state
    return None if same and record.base == layer.content_hash else found


def proposed(
    record: PairRecord, layer: Layer, outcome: Outcome | None, given: Given
) -> tuple[Proposal, ...]:
    """Return what a layer proposes of a pair, projected again where people edited the source.

    Args:
        record: the pair.
        layer: which need not be the one that it stands on.
        outcome: what is stored of the pair in the layer.
        given: gives the links and extras that the layer was made from, where they are needed.
    """
    if outcome is None:
        return ()
    pair = record.stored.pair
    source = source_of(pair, record.state.source)
    links, extras = given() if is_edited(pair, source) else (None, NO_EXTRAS)
    made = made_of(pair, source, links, layer, outcome, extras)
    return tuple(Proposal(entity, own) for entity, own, _ in made.found)
