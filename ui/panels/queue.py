"""The queue on the Inspect page: kept while a person works, with chips that say what it holds."""

from dataclasses import replace

import streamlit as st

from core.pipeline.background import start_on
from core.review.filter_words import in_words
from core.review.filters import Filter, without
from core.review.orders import Order
from core.review.queue import Look, Queue, build
from core.review.suspicion import CODES
from core.storage import ProjectInfo, Workspace
from core.storage.values import ANYONE, ME
from core.text.plural import counted
from ui import cache, state
from ui.panels.text import plain, say_in_passing

_LONGEST = 60
"""Characters of a chip."""


def held(
    workspace: Workspace, info: ProjectInfo, person: str, wanted: Filter, order: Order
) -> Queue:
    """Return the queue of a filter and order: the one that was there before, else a new one.

    Raises:
        InputError: the filter asks for what cannot be looked for.
    """
    track = workspace.team.track(info.name, person)
    own = workspace.team.assigned(info.name, person)
    named = _of(wanted, person, own=bool(track and own))
    key = (info.name, info.created, named, order, track, own)
    if (queue := state.held_queue(key)) is None:
        cell = cache.selected(cache.compared(info), wanted.cell) if wanted.cell else None
        queue = build(workspace, info.name, named, order, cell=cell, track=track)
        state.hold_queue(key, queue)
        say_in_passing(queue.notices)
    return queue


def _of(wanted: Filter, person: str, *, own: bool) -> Filter:
    """Return the filter with the person's name in it; a switch without a text asks for nothing.

    Args:
        wanted: as the URL has it.
        person: who is at the page.
        own: go through their own pairs, where the filter does not say whose.
    """
    named = replace(wanted, by=person) if wanted.by == ME else wanted
    named = replace(named, conflicts=person) if named.conflicts == ME else named
    if named.assigned == ME or (own and not named.assigned):
        named = replace(named, assigned=person)
    elif named.assigned == ANYONE:
        named = replace(named, assigned="")
    return replace(named, regex=bool(named.regex and named.text))


def show_row(workspace: Workspace, queue: Queue | None, wanted: Filter) -> None:
    """Show what the filter asks for as chips that take it away, and whether the queue is old.

    Args:
        workspace: where the project is.
        queue: None where the filter asks for what cannot be looked for.
        wanted: the filter.
    """
    said = in_words(wanted, CODES)
    news = queue.news(workspace) if queue else ""
    if not (said or news or (queue and queue.notices)):
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="chips"):
        for field, words in said.items():
            _show_chip(field, words, wanted)
        if queue is None:
            return
        st.caption(counted(len(queue), "pair"), width="content")
        if news:
            _offer_refresh(news)
        elif queue.notices:
            _offer_to_look(workspace, queue.project)


def _show_chip(field: str, words: str, wanted: Filter) -> None:
    if st.button(
        plain(words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"),
        key=f"chip {field}",
        icon=":material/close:",
        icon_position="right",
        help="Take this out of the filter",
        on_click=state.ask_for,
        args=(without(wanted, field),),
    ):
        st.rerun()


def _offer_refresh(news: str) -> None:
    if st.button(
        "Refresh the queue",
        icon=":material/refresh:",
        help=f"{news[:1].upper()}{news[1:]}. The queue stays as it is until you say so.",
        on_click=state.drop_queue,
    ):
        st.rerun()


def _offer_to_look(workspace: Workspace, project: str) -> None:
    if st.button(
        "Look for suspicious pairs",
        icon=":material/search:",
        help="Goes on while you work; the Projects page shows how far it is.",
    ):
        start_on(workspace, project, "suspicion", "--top=0")
        st.toast("Looking. The queue can be refreshed when all pairs were looked at.")


def told(queue: Queue, here: Look) -> str:
    """Return what the queue is, in words, and where a pair stands that is not in it."""
    parts = [queue.order.words, *in_words(queue.wanted, CODES).values()]
    if not here.inside:
        parts.append("this pair is not in the queue; next is the one after it in the file")
    return " · ".join(parts)
