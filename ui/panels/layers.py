"""The layers of a project: what each method made of it; those that nothing stands on can go."""

import streamlit as st

from core.domain.layer import Layer
from core.errors import CoreError
from core.pipeline.trials import Trial, read
from core.review.supplied import WORDS, keys_of
from core.storage import ProjectInfo
from ui import allowed, cache
from ui.panels import more, rebase
from ui.panels.text import plain, read_out


def offer(info: ProjectInfo) -> None:
    """Offer, within the menu, to look over the layers."""
    if more.chosen("Layers", ":material/layers:"):
        st.dialog("Layers", width="large")(show)(info)


def show(info: ProjectInfo) -> None:
    """List the layers, newest first; each but the base can be deleted after a second click."""
    st.markdown(
        "A layer is what one method made of all pairs. Deleting one takes it off the board and out "
        "of Compare; the base, and layers that decided pairs stand on, stay. Standing on another "
        "has all pairs go by it, and carries what people decided."
    )
    may = allowed.is_offered(info.name, "Workspace.delete_layer", "Workspace.set_base")
    trial = read(cache.workspace(), info.name)
    for layer in reversed(info.layers):
        with st.container(border=True):
            about, stand, away = st.columns([4, 3, 3])
            base = layer.content_hash == info.base
            made = f"made {layer.created.replace('T', ' ')[:16]} UTC"
            said = ("base" if base else "", _learned(layer, trial), _supplied(layer), made)
            told = " · ".join(filter(None, said))
            about.markdown(f"**{plain(layer.name)}**  \n:small[{told}]")
            with stand:
                if may and rebase.could(info, layer):
                    rebase.ask(info, layer)
            with away:
                if may and not base:
                    _ask_to_delete(info.name, layer)


def _learned(layer: Layer, trial: Trial | None) -> str:
    """Return what to say of the layer learned last from decisions; "" of any other."""
    if trial is None or layer.content_hash != trial.layer:
        return ""
    offered = ", on offer" if trial.state == "offered" else ""
    return f"learned from decisions{offered}"


def _supplied(layer: Layer) -> str:
    """Return what the layer was made from besides links, "" for nothing."""
    return " · ".join(f"{WORDS[kind]}: {plain(key)}" for kind, key in keys_of(layer).items())


def _ask_to_delete(project: str, layer: Layer) -> None:
    if not st.toggle(f"Delete {read_out(layer.name)}", key=f"delete {layer.content_hash}"):
        return
    if st.button("Delete for good", key=f"deleted {layer.content_hash}", type="primary"):
        try:
            cache.workspace().delete_layer(project, layer.content_hash)
        except CoreError as error:
            st.error(plain(str(error)))
        else:
            st.rerun()
