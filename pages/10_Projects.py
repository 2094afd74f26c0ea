"""Projects: open the sample, paste one pair, import files, go on where you stopped."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import imports, projects

frame.enter()

st.title("SilverLens")
st.caption(
    "Entities carried across languages: see where each one came from, correct it, export it."
)

sample, paste, files = st.tabs(["Open the sample", "Paste one pair", "Import files"])
try:
    with sample:
        st.write(
            "28 English sentences in seven languages, rich in hard cases: compounds, inflected and "
            "transliterated names, names that move, split or have no counterpart."
        )
        if st.button("Open the sample", type="primary"):
            projects.open_sample()
    with paste:
        imports.ask_one_pair()
    with files:
        imports.ask_files()
    st.header("Projects", divider="gray")
    projects.show_projects()
except CoreError as error:
    st.error(projects.plain(str(error)))
