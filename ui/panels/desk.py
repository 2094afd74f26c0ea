"""The bench on the Inspect page: what it is told, and what is done with what it tells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from core.domain.decision import AIMED
from core.domain.role import Role
from core.errors import CoreError, RoleError, UnknownNameError
from core.pipeline import whatif
from core.review.asks import answer
from core.review.decide import apply_ops
from core.review.deeds import undo_and_redo
from core.review.filters import Filter
from core.review.guide import guide
from core.review.merging import open_conflicts
from core.review.ops import seq_of
from core.review.orders import FILE, Order
from core.review.queue import Queue, Way
from core.review.view import pair_view, stamps
from core.storage import ProjectInfo, Workspace
from ui import allowed, cache, state
from ui.components.bench import Heard, bench
from ui.panels import jobs, learner, stale
from ui.panels import queue as queue_panel
from ui.panels.text import plain, say_in_passing

_AHEAD = 20
"""Pairs beyond the next one that the page has before long, so that fast keys never wait."""

_AT_FIRST, _AT_ONCE = 2, 12
"""Pairs ahead that the first answer and a later one bring; the page has the others, in short."""

_MOST_HELD = 64
_MOST_REFUSED = 200
_LOST = "bench lost"
_HEARD = "bench heard"


def show_bench(
    project: str, person: str, wanted: Filter, order: Order, shown: Sequence[str]
) -> None:
    """Show the pair that the URL names, or the first of the queue.

    Later runs of the bench alone go by where the person went: the URL that a browser sends along
    with a key may be the one of the pair before.
    """
    state.keep("bench held", {})  # a page that is made anew may have nothing yet
    state.keep("bench at", state.get("pair"))
    _show_bench(project, person, wanted, order, shown)


@st.fragment
def _show_bench(
    project: str, person: str, wanted: Filter, order: Order, shown: Sequence[str]
) -> None:
    try:
        _show_pair(cache.workspace(), project, person, wanted, order, shown)
    except CoreError as error:  # the page sees nothing of what is raised in a fragment
        st.error(plain(str(error)))


def _show_pair(
    workspace: Workspace,
    project: str,
    person: str,
    wanted: Filter,
    order: Order,
    shown: Sequence[str],
) -> None:
    info = workspace.project(project)
    try:
        queue = queue_panel.held(workspace, info, person, wanted, order)
    except CoreError:
        queue_panel.show_row(workspace, None, wanted)
        raise
    queue_panel.show_row(workspace, queue, wanted)
    pair = _where(workspace, info, person, queue)
    if pair is None:
        st.info("No pair matches the filter.")
        if st.button("Clear the filter", on_click=state.clear_filter):
            st.rerun()
        return
    desk = _Desk(workspace, info, person, queue)
    stale.tell(info, pair)
    try:
        bench(
            desk.data(pair, shown),
            key=f"bench {project.encode().hex()}",  # Streamlit refuses a key with __ in it
            on_ops=_or_words(desk.on_ops),
            on_nav=_or_words(desk.on_nav),
            on_ask=_or_words(desk.on_ask),
        )
    except CoreError as error:
        st.error(plain(str(error)))
    if learner.at_work(info) is None:  # else the line above says so
        jobs.show_work(project, info.job)


def _where(workspace: Workspace, info: ProjectInfo, person: str, queue: Queue) -> str | None:
    """Return the pair to show, else where the person stopped, else the first of the queue.

    A filter that has just been set leads to the nearest pair that it lets through, an order other
    than that of the file to the first pair in it that nobody has touched.
    """
    asked = state.recall("bench at", "")
    before = state.recall("queue before", (queue.wanted, queue.order))
    state.keep("queue before", (queue.wanted, queue.order))
    if asked and (before[1] == queue.order or queue.order == FILE):
        try:
            found: str | None = workspace.pair(info.name, asked).pair.id
            if queue.wanted != before[0]:
                here = queue.look(workspace, asked)
                found = asked if here.inside else here.next or here.previous
        except UnknownNameError:
            say_in_passing((f"There is no pair {asked!r} in this project.",))
        else:
            _stand_at(found or "")
            return found
    stopped = info.last_pair.get(person)
    if not (stopped and queue.wanted == Filter() and queue.order == FILE):
        stopped = _first(workspace, queue)
    _stand_at(stopped or "")
    return stopped


def _stand_at(pair: str) -> None:
    state.keep("bench at", pair)
    state.put(pair=pair)


def _first(workspace: Workspace, queue: Queue) -> str | None:
    """Return the first pair of the queue; of an order or a person's own, the first untouched."""
    first = next(iter(queue.ids(workspace, 0, 1)), None)
    if first is None or (queue.order == FILE and not queue.wanted.assigned):
        return first
    return queue.unreviewed(workspace) or first


class _Desk:
    """What the bench is told and what it tells, for one person at one project."""

    def __init__(self, workspace: Workspace, info: ProjectInfo, person: str, queue: Queue) -> None:
        self._workspace = workspace
        self._info = info
        self._project = info.name
        self._person = person
        self._queue = queue
        self._track = queue.track

    def data(self, pair: str, shown: Sequence[str]) -> dict[str, Any]:
        """Return all that the bench draws, with the pairs around this one, as of one moment."""
        with self._workspace.at_one_moment():
            return self._data(pair, shown)

    def _data(self, pair: str, shown: Sequence[str]) -> dict[str, Any]:
        client = state.recall("bench client", "")
        here = self._queue.look(self._workspace, pair, ahead=1 + _AHEAD)
        around = [one for one in (here.previous, *here.coming) if one]
        marks = stamps(self._workspace, self._info, [pair, *around], shown, self._track)
        told = _Told(marks, state.recall("bench held", {}), lambda one: self._view(one, shown))
        following = told.ahead(here.coming)
        return {
            "project": {
                "name": self._project,
                "labels": list(self._info.labels),
                "guide": guide(self._workspace, self._project),
            },
            "person": self._person,
            "whyNot": allowed.why_not(self._project, "Workspace.append_decisions"),
            "client": client,
            "ack": self._acked(client),
            "refused": state.recall("bench refused", []),
            "conflicts": open_conflicts(self._workspace, self._project, self._person, self._track),
            "pair": told.pair(pair),
            "next": next(iter(following), None),
            "previous": told.before(here.previous),
            "ahead": following[1:],
            **undo_and_redo(self._workspace, self._project, self._person, self._track),
            "nav": state.recall("bench nav", {}) or None,
            "answer": state.recall("bench answer", {}) or None,
            "position": {
                "index": here.index,
                "total": here.total,
                "done": here.done,
                "inside": here.inside,
            },
            "queue": {
                "order": str(self._queue.order),
                "text": queue_panel.told(self._queue, here),
            },
        }

    def _acked(self, client: str) -> int:
        """Return the highest number of a client that was written or refused."""
        if not client:
            return 0
        lost: dict[str, int] = state.recall(_LOST, {})
        return max(self._workspace.acked(self._project, client), lost.get(client, 0))

    def _view(self, pair: str, shown: Sequence[str]) -> dict[str, Any]:
        view: dict[str, Any] = pair_view(
            self._workspace, self._project, pair, info=self._info, track=self._track
        )
        if shown:
            view["rows"] = [row for row in view["rows"] if row["base"] or row["name"] in shown]
        return view

    def on_ops(self, value: Mapping[str, Any]) -> None:
        """Write the operations that are not on disk yet, and remember what was refused."""
        client, ops = value.get("client"), value.get("ops")
        if not isinstance(client, str) or not isinstance(ops, Sequence):
            return
        state.keep("bench client", client)
        before = self._heard(client)
        if all(seq_of(op) <= before for op in ops):
            return  # every message brings the last operations along
        _keep_held(value)
        try:
            applied = apply_ops(
                self._workspace,
                self._project,
                self._person,
                client,
                ops,
                via=self._queue.via,
                also=_also(value),
                track=self._track,
            )
        except RoleError as error:
            _refuse(client, ops, before, str(error))
            state.keep(_HEARD, {client: max(map(seq_of, ops))})
            return
        _keep_refused({"client": client, **asdict(refusal)} for refusal in applied.refused)
        for notice in applied.notices:
            st.toast(plain(notice))
        self._queue.note(self._workspace, *(decision.pair for decision in applied.decisions))
        fresh = [decision for decision in applied.decisions if decision.client_seq > before]
        if applied.pair is not None and any(d.kind in AIMED for d in fresh):
            self._go(applied.pair)
        state.keep(_HEARD, {client: max(map(seq_of, ops))})

    def _heard(self, client: str) -> int:
        """Return the highest number of a client whose outcome this session knows.

        That can be less than what is on disk, where Streamlit stopped before it was noted.
        """
        known: dict[str, int] = state.recall(_HEARD, {})
        if client not in known:
            known = {client: self._workspace.acked(self._project, client)}
            state.keep(_HEARD, known)
        return known[client]

    def on_nav(self, value: Mapping[str, Any]) -> None:
        """Go where the person went, once for each time they went."""
        client, number = value.get("client"), value.get("n")
        before: dict[str, Any] = state.recall("bench nav", {})
        if before.get("client") == client and before.get("n") == number:
            return
        _keep_held(value)
        target = self._target(str(value.get("to")), value.get("pair"), value.get("from"))
        if target is not None:
            self._go(target)
        state.keep("bench nav", {"client": client, "n": number})

    def on_ask(self, value: Mapping[str, Any]) -> None:
        """Answer a question once."""
        before: dict[str, Any] = state.recall("bench answer", {})
        if (before.get("client"), before.get("n")) == (value.get("client"), value.get("n")):
            return
        state.keep("bench answer", before)
        found = answer(self._workspace, self._project, self._person, value, more=whatif.ASKS)
        before.clear()
        before.update(found)  # in place: it was a while, and Streamlit may stop at the session
        if value.get("kind") == "whatif-keep" and not found.get("error"):
            jobs.expect_job(self._project, self._info.job)

    def _target(self, to: str, pair: object, origin: object) -> str | None:
        start = origin if isinstance(origin, str) else state.recall("bench at", "")
        if to == "pair":
            return pair if isinstance(pair, str) else None
        return self._queue.go(self._workspace, start, Way(to)) if to in set(Way) else None

    def _go(self, pair: str) -> None:
        _stand_at(pair)
        if self._workspace.members.may(self._project, Role.ANNOTATOR):
            self._workspace.remember(self._project, self._person, pair)


def _refuse(client: str, ops: Sequence[Mapping[str, Any]], before: int, message: str) -> None:
    """Have the page take back what whoever is at it may not do."""
    fresh = [seq_of(op) for op in ops if seq_of(op) > before]
    _keep_refused({"client": client, "seq": seq, "message": message} for seq in fresh)
    state.keep(_LOST, {client: max(fresh)})


def _keep_refused(refused: Iterable[dict[str, Any]]) -> None:
    """Remember what was refused, each of it once, to tell the page."""
    known: list[dict[str, Any]] = state.recall("bench refused", [])
    fresh = [one for one in refused if one not in known]
    state.keep("bench refused", (known + fresh)[-_MOST_REFUSED:])


def _or_words(listener: Heard) -> Heard:
    """Return a listener that says in passing what it cannot do: the page goes on after it."""

    def listen(value: Mapping[str, Any]) -> None:
        try:
            listener(value)
        except CoreError as error:
            st.toast(plain(str(error)))

    return listen


@dataclass(slots=True)
class _Told:
    """How pairs are told: in full, or in short where the page has them.

    Args:
        stamps: what the view of each pair is now.
        held: what the page has, by pair.
        view: makes a view.
    """

    stamps: Mapping[str, str]
    held: Mapping[str, str]
    view: Callable[[str], dict[str, Any]]

    def pair(self, pair: str) -> dict[str, Any]:
        """Return the pair that is to be seen."""
        stamp = self.stamps[pair]
        if self.held.get(pair) == stamp:
            return {"id": pair, "stamp": stamp, "held": True}
        return {**self.view(pair), "stamp": stamp}

    def ahead(self, pairs: Sequence[str]) -> list[dict[str, Any]]:
        """Return the pairs that follow, up to where the page has to wait for the next answer."""
        told: list[dict[str, Any]] = []
        most = _AT_ONCE if self.held else _AT_FIRST
        fresh = 0
        for pair in pairs:
            fresh += self.held.get(pair) != self.stamps[pair]
            if fresh > most:
                break
            told.append(self.pair(pair))
        return told

    def before(self, pair: str | None) -> dict[str, Any] | None:
        """Return the pair before; as the page has it, even if a decision is not yet in there."""
        if pair is None:
            return None
        if pair in self.held:
            return {"id": pair, "stamp": "", "held": True}
        return self.pair(pair)


def _also(value: Mapping[str, Any]) -> dict[str, int]:
    """Return what else is of the page that sends: sessions of it before it was loaded anew."""
    also = value.get("also")
    return dict(also) if isinstance(also, Mapping) and len(also) <= _MOST_HELD else {}


def _keep_held(value: Mapping[str, Any]) -> None:
    """Remember which pairs the page has, as far as that can be believed."""
    held = value.get("held")
    if isinstance(held, Mapping) and len(held) <= _MOST_HELD:
        state.keep("bench held", {str(pair): str(stamp) for pair, stamp in held.items()})
