"""Standing on another layer: what that comes to is told before it is done."""

import streamlit as st

from core.domain.layer import Layer
from core.errors import CoreError
from core.pipeline.rebase import carry
from core.review.rebase import preview
from core.storage import ProjectInfo
from core.storage.extras import is_transfer
from ui import cache, state
from ui.panels.text import plain, read_out


def could(info: ProjectInfo, layer: Layer) -> bool:
    """Return whether there is anything to be carried to a layer, and it can be stood on."""
    if is_transfer(layer.spec) or not info.base:
        return False
    moves = cache.workspace().moves
    return layer.content_hash != info.base or bool(moves.pinned(info.name, layer.content_hash))


def ask(info: ProjectInfo, layer: Layer) -> None:
    """Offer to have a project stand on a layer, decisions carried along."""
    if not st.toggle(f"Stand on {read_out(layer.name)}", key=f"stand {layer.content_hash}"):
        return
    workspace = cache.workspace()
    try:
        found = state.once(
            f"carried to {layer.content_hash}",
            (cache.stand(info), layer.content_hash),
            "Looking what is carried",
            lambda: preview(workspace, info.name, layer.content_hash),
        )
        st.caption(plain(f"{found.words}."))
        if st.button("Carry everything there", key=f"carry {layer.content_hash}", type="primary"):
            with st.spinner("Carrying decisions"):
                done = carry(workspace, info.name, layer.content_hash, state.person())
            st.toast(plain(f"Carried: {done.words}. Undo takes the decided pairs back."))
            state.drop_queue()
            st.rerun()
    except CoreError as error:
        st.error(plain(str(error)))
