"""Long lists in pages: which of them is shown stays, and is the last where the list got shorter."""

import streamlit as st

from ui import state


def ask(total: int, a_page: int, name: str) -> int:
    """Return the place in a list of the first item of the page to show, from 0.

    Args:
        total: how many items there are.
        a_page: how many of them a page has.
        name: what the list is of; one of another name begins at its first page.
    """
    pages = max(1, -(-total // a_page))
    kept = f"page of {name}"
    at = min(state.recall(kept, 1), pages)
    if pages > 1:
        at = st.pagination(pages, default=at, key=f"{kept}, one of {pages}")
    state.keep(kept, at)
    return (at - 1) * a_page
