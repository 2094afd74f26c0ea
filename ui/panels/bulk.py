"""Checking in bulk: pairs of the queue that have no entity and no suspicion, looked over first."""

import uuid

import pandas as pd
import streamlit as st

from core.errors import CoreError
from core.review import bulk
from core.review.filters import Filter
from core.review.orders import Order
from core.storage import ProjectInfo
from core.text.plural import counted
from ui import allowed, cache, state
from ui.panels import more, queue
from ui.panels.text import plain

_DONE = "bulk done"


def offer(info: ProjectInfo, person: str, wanted: Filter, order: Order) -> None:
    """Offer, within the menu, to check pairs without entities; say once that it was done."""
    if done := state.recall(_DONE, ""):
        state.keep(_DONE, "")
        st.toast(plain(done), duration="long")
    why_not = allowed.why_not(info.name, "Workspace.append_decisions")
    if more.chosen("Pairs without entities", ":material/done_all:", why_not=why_not):
        st.dialog("Pairs without entities", width="large")(ask)(info, person, wanted, order)


def ask(info: ProjectInfo, person: str, wanted: Filter, order: Order) -> None:
    """Show which pairs of the queue can be checked in bulk, and do it when told to."""
    workspace = cache.workspace()
    try:
        held = queue.held(workspace, info, person, wanted, order)
        found = bulk.checkable(workspace, info.name, held.ids(workspace))
        if not found.ids:
            none = "each has an entity, something suspicious, or a decision already"
            st.info(plain(f"No pair of this queue can be checked in bulk: {found.reason or none}."))
            return
        pairs = counted(len(found.ids), "pair")
        undo = "one undo takes" if found.steps == 1 else f"{found.steps} undos take"
        st.markdown(
            f"**{pairs}** of this queue: no entity on either side, nothing suspicious, untouched. "
            f"They are accepted in one go, recorded as checked in bulk, and {undo} it back."
        )
        _show(found)
        if st.button(f"Check {pairs}", type="primary"):
            client = f"bulk-{uuid.uuid4().hex}"
            done = bulk.check(workspace, info.name, person, client, 1, found.ids, via=held.via)
            held.note(workspace, *found.ids)
            state.keep(_DONE, done.words)
            st.rerun()
    except CoreError as error:
        st.error(plain(str(error)))


def _show(found: bulk.Bulk) -> None:
    rows = [(one.pair, one.source, one.target) for one in found.first]
    st.dataframe(
        pd.DataFrame(rows, columns=["pair", "source", "target"]), hide_index=True, height=280
    )
    if len(found.ids) > len(found.first):
        st.caption(f"The first {len(found.first)} of {len(found.ids):,}.")
