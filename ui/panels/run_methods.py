"""Which methods a run projects with; those that lack something are said, with what they lack."""

from typing import Any

import streamlit as st

from core.pipeline.methods import METHODS
from core.pipeline.runs import offers
from core.pipeline.runs.fields import SUPPLIES, TRANSLATE_TRAIN
from ui.panels import run_draft
from ui.panels.text import plain


def ask(setting: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the methods of a run.

    Args:
        setting: of the run.
        values: what was chosen before.
    """
    if setting == TRANSLATE_TRAIN and run_draft.value("markers", ""):
        st.caption("None: the markers carry the entities. They are chosen under More.")
        return {}
    # Markers that were chosen for another setting are still in the draft, and bring nothing here.
    given = [
        kind
        for kind, of in SUPPLIES.items()
        if any(run_draft.value(one, "") for one in of if one != "markers")
    ]
    lacking = offers.unmet(given)
    usual = METHODS["default"].name
    possible = sorted((name for name in METHODS if name not in lacking), key=lambda n: n != usual)
    held, key = run_draft.lasting("methods", [usual])
    chosen = st.multiselect(
        "Methods",
        possible,
        default=[name for name in held if name in possible],
        help="Each becomes a row on Inspect and a file of its own. The first one is what you "
        "correct.",
        label_visibility="collapsed",
        key=key,
    )
    chosen = [name for name in chosen if name in possible]
    for name in chosen:
        st.caption(f"**{plain(name)}**: {plain(METHODS[name].summary)}")
    by_lack: dict[str, list[str]] = {}
    for name, words in sorted(lacking.items()):
        by_lack.setdefault(words, []).append(name)
    if lacking:
        listed = ". ".join(f"With {words}: {', '.join(some)}" for words, some in by_lack.items())
        st.caption(plain(f"More methods with what is under More. {listed}."))
    return {"methods": tuple(chosen)}
