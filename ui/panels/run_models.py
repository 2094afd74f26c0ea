"""Which models a run has: asked one by one, with what is on this machine first."""

from pathlib import Path
from typing import Any

import streamlit as st

from core.domain.spec import PartSpec
from core.pipeline.runs import offers
from core.pipeline.runs.fields import FIELD_OF, PARALLEL, TRANSLATE_TEST, TRANSLATE_TRAIN
from core.projection.resolve import DEFAULT_ALIGNER
from ui.panels import run_draft
from ui.panels.text import plain

_TYPE = "A folder, or a hub's owner/name, can be typed as well."
_NONE = ""
_ABSENT = " (not on this machine"
_DEVICES = ("auto", "cpu", "cuda", "mps")
_WARNING = (
    "Published measurements: back-translation lowered F1 nearly everywhere (arXiv 2501.18750). "
    "It helped only for scripts without spaces."
)
_MARKERS = {
    "": "No: words are aligned",
    "brackets": "Brackets around entities",
    "xml": "XML tags around entities",
}


def ask(setting: str, runs: Path) -> dict[str, Any]:
    """Return the models that most runs have, by attribute of a run."""
    found: dict[str, Any] = {}
    if setting != PARALLEL:
        found["translator"] = _ask_model("Translation", "translator", "translation.model", runs)
    found |= _ask_tagger("Tagger of the source", "source", runs)
    if setting != TRANSLATE_TEST:
        st.caption("A text whose entities are marked needs no tagger.")
    if not _marked(setting):
        found["aligner"] = _ask_aligner(runs)
    return found


def _marked(setting: str) -> bool:
    """Return whether markers carry the entities, so that nothing is aligned."""
    return setting == TRANSLATE_TRAIN and bool(run_draft.value("markers", ""))


def _ask_model(
    label: str, name: str, key: str, runs: Path, *, aligner: str = "", where: Any = None
) -> str:
    """Return the model that was chosen or typed, "" for none.

    Args:
        label: of the field.
        name: of the field in the form.
        key: of a run's file.
        runs: folder of the runs.
        aligner: whose model it is.
        where: it is drawn; None for a row of its own.
    """
    where = where or _beside()[0]
    known = {one.name: one for one in offers.choices(key, aligner, runs)}
    held, field = run_draft.lasting(name, _NONE)
    chosen = where.selectbox(
        label,
        run_draft.first([_NONE, *known], held),
        format_func=lambda option: _shown(known.get(option), option),
        accept_new_options=True,
        help=_TYPE,
        key=field,
        on_change=run_draft.mean,
        args=(name, {one: one for one in known}),
    )
    # A model that has been brought here meanwhile was chosen by the words that it had before.
    return offers.whole((chosen or "").partition(_ABSENT)[0])


def _shown(one: offers.Choice | None, name: str) -> str:
    """Return a model as it stands in a list: what is not here says so, with its size."""
    if not name:
        return "None"
    size = f", {gigabytes(one.megabytes)}" if one and one.megabytes else ""
    return f"{name}{_ABSENT}{size})" if one and not one.here else name


def gigabytes(megabytes: int | None) -> str:
    """Return the size of a model in words."""
    if megabytes is None:
        return "size unknown"
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes:,} MB"


def _beside() -> Any:
    """Return room for a field, and for what belongs to it; the same in every row of the form."""
    return st.columns([3, 2])


def _ask_tagger(label: str, side: str, runs: Path) -> dict[str, Any]:
    """Return the tagger of a side, and its labels in other words."""
    left, right = _beside()
    name, key, labels = f"{side}_tagger", f"{side}_tagger.model", f"{side}_labels"
    chosen = _ask_model(label, name, key, runs, where=left)
    if not chosen:
        return {name: ""}
    return {name: chosen} | _ask_labels(labels, "Its labels in other words", right)


def _ask_labels(name: str, label: str, where: Any = st) -> dict[str, Any]:
    held, key = run_draft.lasting(name, "")
    typed = where.text_input(
        label,
        value=held,
        placeholder="MISC=O PERSON=PER",
        help="Each as OLD=NEW; O drops a label.",
        key=key,
    )
    return {name: run_draft.typed_labels(typed, label)}


def _ask_aligner(runs: Path) -> PartSpec:
    """Return the aligner, with its model where it needs one."""
    known = offers.aligners()
    part, model = _beside()
    held, key = run_draft.lasting("aligner", DEFAULT_ALIGNER)
    chosen = part.selectbox(
        "Aligner",
        list(known),
        index=list(known).index(held),
        format_func=lambda name: f"{name} (needs {'a' if known[name][1] else 'no'} model)",
        key=key,
    )
    summary, wants = known[chosen]
    given = {}
    if wants:
        given["model"] = _ask_model(
            "Model of the aligner",
            "aligner model",
            "aligner.model",
            runs,
            aligner=chosen,
            where=model,
        )
    st.caption(plain(summary))
    return PartSpec.of(chosen, given)


def ask_more(setting: str, runs: Path) -> dict[str, Any]:
    """Return what only some runs have: more models, markers, labels, and where models run."""
    found: dict[str, Any] = {}
    with st.expander("More: scores and spans from models, markers, labels, device"):
        if not _marked(setting):
            found |= _ask_extras(runs)
        if setting == TRANSLATE_TRAIN:
            held, key = run_draft.told("markers")
            found["markers"] = st.radio(
                "Carry entities through the translation with markers",
                list(_MARKERS),
                index=list(_MARKERS).index(held),
                format_func=_MARKERS.__getitem__,
                horizontal=True,
                key=key,
            )
        if setting != PARALLEL and not _marked(setting):
            found["back_translator"] = _ask_model(
                "Back-translation", "back_translator", "back_translation.model", runs
            )
            st.caption(_WARNING)
        found |= _ask_labels("label_map", "Labels in other words, before anything is projected")
        if setting != PARALLEL:
            found["prefix"] = _ask_prefix()
        found |= _ask_compute(beams=setting != PARALLEL)
    return found


def _ask_prefix() -> str:
    """Return the words before every sentence that is translated."""
    held, key = run_draft.told("prefix")
    typed = st.text_input(
        "Words before every sentence, for a translation model without language codes",
        value=held,
        placeholder="translate {source} to {target}: ",
        help="As a T5 wants them; one space for a model without codes that wants no words. NLLB, "
        "M2M100, mBART and Marian need nothing here.",
        key=key,
    )
    return typed or ""


def _ask_extras(runs: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    found |= _ask_tagger("Tagger of the target", "target", runs)
    if found["target_tagger"]:
        held, key = run_draft.told("transfer")
        found["transfer"] = st.checkbox(
            "Also keep what this tagger finds by itself, as a method of its own",
            value=held,
            key=key,
        )
    left, right = _beside()
    found["scorer"] = _ask_model(
        "Translation scores",
        "scorer",
        "translation_scores.model",
        runs,
        where=left,
    )
    found["score_len"] = _ask_number("Longest candidate", "score_len", right)
    left, right = _beside()
    found["proposer"] = _ask_model(
        "Proposals of spans", "proposer", "proposals.model", runs, where=left
    )
    found["proposer_beams"] = _ask_number("Beams", "proposer_beams", right)
    return found


def _ask_number(label: str, name: str, where: Any) -> int:
    held, key = run_draft.told(name)
    chosen: int = where.number_input(label, min_value=1, value=held, step=1, key=key)
    return chosen


def _ask_compute(*, beams: bool) -> dict[str, Any]:
    columns = st.columns(4 if beams else 3)
    device, key = run_draft.told("device")
    found: dict[str, Any] = {
        "device": columns[0].selectbox(
            "Device",
            run_draft.first(_DEVICES, device),
            accept_new_options=True,
            help="Auto takes a graphics card where there is one. cuda:1 can be typed.",
            key=key,
        )
    }
    precision, key = run_draft.told("precision")
    found["precision"] = columns[1].selectbox(
        "Precision", run_draft.first(FIELD_OF["precision"].choices, precision), key=key
    )
    found["batch_tokens"] = _ask_number("Sub-words at once", "batch_tokens", columns[2])
    if beams:
        found["beams"] = _ask_number("Beams of the translation", "beams", columns[3])
    return found
