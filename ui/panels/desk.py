"""The bench on the Inspect page: what it is told, and what is done with what it tells."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.domain.decision import Kind
from core.errors import CoreError, UnknownNameError
from core.review.decide import apply_ops
from core.review.filters import Filter
from core.review.view import pair_view
from core.storage import ProjectInfo, Workspace
from ui import cache, state
from ui.components.bench import bench
from ui.panels.text import plain, say_in_passing

_TAKES_BACK = frozenset({Kind.UNDO, Kind.REDO})
_AHEAD = 2
"""Pairs that are sent along beyond the next one, so that fast keys never wait."""


@st.fragment
def show_bench(project: str, person: str, wanted: Filter, shown: Sequence[str]) -> None:
    """Show the pair that the URL names, or the first that the filter lets through."""
    workspace = cache.workspace()
    info = workspace.project(project)
    pair = _where(workspace, info, person, wanted)
    if pair is None:
        st.info("No pair matches the filter.")
        if st.button("Clear the filter", on_click=state.clear_filter):
            st.rerun()
        return
    desk = _Desk(workspace, info, person, wanted)
    try:
        bench(
            desk.data(pair, shown), key=f"bench {project}", on_ops=desk.on_ops, on_nav=desk.on_nav
        )
    except CoreError as error:
        st.error(plain(str(error)))


def _where(workspace: Workspace, info: ProjectInfo, person: str, wanted: Filter) -> str | None:
    """Return the pair of the URL, else where the person stopped, else the first that matches.

    A filter that has just been set leads to the nearest pair that it lets through.
    """
    asked = state.get("pair")
    before = state.recall("filter before", wanted)
    state.keep("filter before", wanted)
    if asked:
        try:
            found: str | None = workspace.pair(info.name, asked).pair.id
            if wanted != before:
                here = workspace.neighbours(info.name, asked, wanted)
                found = asked if here.matches else here.next or here.previous
        except UnknownNameError:
            say_in_passing((f"There is no pair {asked!r} in this project.",))
        else:
            state.put(pair=found or "")
            return found
    first = workspace.find(info.name, wanted, limit=1)
    stopped = info.last_pair.get(person)
    found = stopped if stopped and wanted == Filter() else next(iter(first), None)
    state.put(pair=found or "")
    return found


class _Desk:
    """What the bench is told and what it tells, for one person at one project."""

    def __init__(
        self, workspace: Workspace, info: ProjectInfo, person: str, wanted: Filter
    ) -> None:
        self._workspace = workspace
        self._info = info
        self._project = info.name
        self._person = person
        self._wanted = wanted

    def data(self, pair: str, shown: Sequence[str]) -> dict[str, Any]:
        """Return everything that the bench draws, with the pairs around this one."""
        client = state.recall("bench client", "")
        here = self._workspace.neighbours(self._project, pair, self._wanted)
        coming = self._workspace.following(self._project, pair, self._wanted, limit=1 + _AHEAD)
        ahead = coming[1:]
        return {
            "project": {"name": self._project, "labels": list(self._info.labels)},
            "person": self._person,
            "client": client,
            "ack": self._workspace.acked(self._project, client) if client else 0,
            "refused": state.recall("bench refused", []),
            "pair": self._view(pair, shown),
            "next": self._view(here.next, shown),
            "previous": self._view(here.previous, shown),
            "ahead": [self._view(one, shown) for one in ahead],
            "nav": state.recall("bench nav", {}) or None,
            "position": {"index": here.index, "total": here.total, "done": here.done},
        }

    def _view(self, pair: str | None, shown: Sequence[str]) -> dict[str, Any] | None:
        if pair is None:
            return None
        view: dict[str, Any] = pair_view(
            self._workspace, self._project, pair, person=self._person, info=self._info
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
        before = self._workspace.acked(self._project, client)
        applied = apply_ops(self._workspace, self._project, self._person, client, ops)
        refused = [{"client": client, "seq": r.seq, "message": r.message} for r in applied.refused]
        state.keep("bench refused", (state.recall("bench refused", []) + refused)[-20:])
        for notice in applied.notices:
            st.toast(plain(notice))
        fresh = [decision for decision in applied.decisions if decision.client_seq > before]
        if applied.pair is not None and any(d.kind in _TAKES_BACK for d in fresh):
            self._go(applied.pair)

    def on_nav(self, value: Mapping[str, Any]) -> None:
        """Go where the person went, once for each time they went."""
        client, number = value.get("client"), value.get("n")
        before: dict[str, Any] = state.recall("bench nav", {})
        if before.get("client") == client and before.get("n") == number:
            return
        state.keep("bench nav", {"client": client, "n": number})
        target = self._target(str(value.get("to")), value.get("pair"), value.get("from"))
        if target is not None:
            self._go(target)

    def _target(self, to: str, pair: object, origin: object) -> str | None:
        start = origin if isinstance(origin, str) else state.get("pair")
        if to == "pair":
            return pair if isinstance(pair, str) else None
        if to in {"first", "last"}:
            total = self._workspace.count(self._project, self._wanted)
            offset = 0 if to == "first" else max(0, total - 1)
            found = self._workspace.find(self._project, self._wanted, offset=offset, limit=1)
            return next(iter(found), None)
        if to == "unreviewed":
            return self._workspace.next_unreviewed(self._project, start, self._wanted)
        here = self._workspace.neighbours(self._project, start, self._wanted)
        return here.next if to == "next" else here.previous

    def _go(self, pair: str) -> None:
        state.put(pair=pair)
        self._workspace.remember(self._project, self._person, pair)
