"""Lines of the history: every decision with who, when, what and from which method."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from core.domain.decision import AIMED, Kind
from core.review.history.words import before_and_after, in_words
from core.storage import ProjectInfo, Workspace
from core.storage.history import Told, Wanted

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Args:
        seq: sequence number in the log.
        time: UTC, ISO 8601, by the clock of who sent it.
        person: who decided.
        pair: id of the pair.
        side: source, target or pair.
        kind: what was decided, as stored.
        text: what was decided, in words.
        before: the entity before, in words; "" for none.
        after: the entity after, in words; "" for none.
        method: name of the layer that the pair stood on; "" for none.
        base: content hash of that layer.
        via: the order of the queue; "" for that of the file.
        act: shared by what was done in one go; "" by itself.
        size: decisions in that go.
        state: `undone`, `redone`, or "".
        turned: who undid or redid it last and when, in words; "" for nobody.
        track: whose own track it is on; "" for the one that all share.
    """

    seq: int
    time: str
    person: str
    pair: str
    side: str
    kind: str
    text: str
    before: str
    after: str
    method: str
    base: str
    via: str
    act: str
    size: int
    state: str
    turned: str
    track: str = ""

    def record(self) -> dict[str, object]:
        """Return the line as values of JSON."""
        return asdict(self)


def lines(
    ws: Workspace,
    info: ProjectInfo,
    wanted: Wanted,
    *,
    limit: int = 50,
    apart: bool = False,
) -> tuple[Line, ...]:
    """Return up to `limit` lines, newest first.

    Args:
        ws: the database.
        info: the project.
        wanted: which decisions.
        limit: at most so many.
        apart: each decision of what was done in one go by itself.
    """
    methods = {layer.content_hash: layer.name for layer in info.layers}
    found = ws.history.read(info.name, wanted, limit=limit, apart=apart)
    return tuple(line_of(told, methods) for told in found)


def kept_lines(ws: Workspace, info: ProjectInfo, wanted: Wanted) -> Iterator[Line]:
    """Yield all lines, newest first, each decision of what was done in one go by itself."""
    while found := lines(ws, info, wanted, limit=_PAGE, apart=True):
        yield from found
        if found[-1].seq == 1:
            return
        wanted = replace(wanted, newest=found[-1].seq - 1)


def line_of(told: Told, methods: dict[str, str]) -> Line:
    """Return a decision as a line; `methods` are the names of layers by content hash."""
    decision = told.decision
    before, after = before_and_after(decision, told.pair)
    state = "" if decision.kind in AIMED or told.turns is None else _state(told)
    who, when = told.turns or ("", "")
    return Line(
        seq=decision.seq,
        time=decision.time,
        person=decision.person,
        pair=decision.pair,
        side=str(decision.side),
        kind=str(decision.kind),
        text=in_words(decision, told.pair, told.aim),
        before=before,
        after=after,
        method=_method(told, methods),
        base=decision.base,
        via=decision.via,
        act=decision.act,
        size=told.size,
        state=state,
        turned=f"{state} by {who}, {when}" if state else "",
        track=decision.track,
    )


def _state(told: Told) -> str:
    return "redone" if told.in_force else "undone"


def _method(told: Told, methods: dict[str, str]) -> str:
    decision = told.decision
    if decision.kind is Kind.TAKE and decision.reason:
        return decision.reason
    return methods.get(decision.base, "a deleted layer" if decision.base else "")
