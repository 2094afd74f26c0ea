"""Projects: open the sample, paste one pair, import files, go on where you stopped."""

import streamlit as st

from core.errors import CoreError
from ui import frame
from ui.panels import bundles, imports, projects
from ui.panels.text import plain

frame.enter()

st.title("SilverLens", anchor=False)
try:
    infos = projects.find_projects()
    projects.say_what_it_is(new=not infos)
    if projects.may_bring():
        sample, paste, files, bundle = st.tabs(
            ["Open the sample", "Paste one pair", "Import files", "Open a bundle"]
        )
        with sample:
            projects.ask_sample(new=not infos)
        with paste:
            imports.ask_one_pair()
        with files:
            imports.ask_files()
        with bundle:
            bundles.ask_to_open()
    projects.show_projects(infos)
except CoreError as error:
    st.error(plain(str(error)))
