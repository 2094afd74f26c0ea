"""The bench: one sentence pair, seen and corrected in the browser."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ui.components.bundle import bundle_folder

FOLDER = Path(__file__).parent
STYLES = ("base.css", "sentences.css", "matrix.css", "panels.css", "flow.css", "merge.css")

Heard = Callable[[Mapping[str, Any]], None]


@cache
def script() -> str:
    """Return the component's script, its modules joined into one."""
    return bundle_folder(FOLDER)


@cache
def style() -> str:
    """Return the component's style sheets, joined."""
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in STYLES)


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "silverlens_bench", html="", css=style(), js=script(), isolate_styles=True
    )


def bench(
    data: Mapping[str, Any], *, key: str, on_ops: Heard, on_nav: Heard, on_ask: Heard
) -> None:
    """Return nothing; draw one pair and hand what the person did to the callbacks.

    Streamlit ends a callback where it touches the session once a newer message is there, and does
    not call it again. So every message has all three callbacks told the newest of each, ops first:
    they have to know what they carried out already, and to note that only when all of it is done.

    Args:
        data: project, person, client, ack, refused, pair, next, previous, position; optionally
            `ahead` (pairs after the next one), `nav` (`{"client", "n"}` of the last navigation
            answered), `queue` and `answer` (`{"client", "n", "kind", "body", "error"}` to the last
            question). Items of `refused` may carry the `client` they were refused to, so that
            a reloaded page does not take them for its own. `whyNot` says why nothing can be
            decided; "" or absent where it can. Plain values only.
        key: of the component; its state lives in `st.session_state[key]`.
        on_ops: called with `{"client", "ops", "sent"}`: every op not yet acknowledged, oldest
            first. The same op may come again; `(client, seq)` tells.
        on_nav: called with `{"client", "n", "to", "pair", "after", "from"}`.
        on_ask: called with `{"client", "n", "kind", "pair", "body"}`, a question that changes
            nothing; its answer goes into `data["answer"]`.
    """

    def heard() -> None:
        _tell(key, "ops", on_ops)
        _tell(key, "nav", on_nav)
        _tell(key, "ask", on_ask)

    _component()(
        key=key,
        data=dict(data),
        on_ops_change=heard,
        on_nav_change=heard,
        on_ask_change=heard,
    )


def _tell(key: str, name: str, listener: Heard) -> None:
    value = st.session_state.get(key, {}).get(name)
    if isinstance(value, Mapping):
        listener(value)
