"""The same act in a plain page: one pair in `st.data_editor`, the key A accepts it and goes on.

`streamlit run bench/peers/data_editor_app.py -- PAIRS.jsonl`, a pairs file with source tags.
"""

import json
import sys
from pathlib import Path

import pandas as pd
import streamlit as st

pairs = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
at = st.session_state.setdefault("at", 0)
pair = pairs[at]


def accept() -> None:
    """Keep the tags and go on."""
    st.session_state.setdefault("kept", {})[pair["id"]] = st.session_state.get("tags")
    st.session_state["at"] += 1


st.set_page_config(layout="wide")
st.button("Accept and next", on_click=accept, shortcut="a")
st.html(f'<p class="pair" data-pair="{pair["id"]}">{pair["id"]}</p>')
source, target = st.columns(2)
with source:
    st.dataframe(pd.DataFrame({"token": pair["src_tokens"], "tag": pair["src_tags"]}))
with target:
    tags = ["O"] * len(pair["tgt_tokens"])
    st.data_editor(pd.DataFrame({"token": pair["tgt_tokens"], "tag": tags}), key="tags")
