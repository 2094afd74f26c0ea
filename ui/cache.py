"""Everything the app caches: keyed by ids and content hashes, holding values of ours."""

import streamlit as st

from core.storage import Workspace


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """Return the one workspace of this server, opened and migrated on first use."""
    return Workspace.open()
