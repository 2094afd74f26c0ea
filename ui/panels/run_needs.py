"""What a run needs: its models, here or to be fetched, and how long it will take."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from core.cli.output import about
from core.errors import CoreError
from core.pipeline.apart import apart
from core.pipeline.runs import look, offers
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.plan import Plan
from ui import state
from ui.panels.run_models import gigabytes
from ui.panels.text import plain

_WATCH_EVERY_S = 1.0
_AT_ONCE = 1_000_000
"""Bytes of text up to which the time is worked out without being asked for."""

_MINUTE = 60
_HUB = "run hub"
_NO_FOLDER = (
    "There is no such folder on this machine. Name one that has config.json, weights as "
    "safetensors and tokenizer.json, or a hub's owner/name."
)

_WORDS = {
    "translation.model": "Translation",
    "source_tagger.model": "Tagger of the source",
    "target_tagger.model": "Tagger of the target",
    "translation_scores.model": "Translation scores",
    "proposals.model": "Proposals of spans",
    "back_translation.model": "Back-translation",
    "aligner.model": "Aligner",
}


def show_models(models: Mapping[str, str], runs: Path, reasons: list[str]) -> None:
    """Show the models of a run; each that is not here is a reason more why it cannot start.

    Args:
        models: their names by key of a run's file.
        runs: folder of the runs.
        reasons: added to.
    """
    uses: dict[str, list[str]] = {}
    for key, name in models.items():
        uses.setdefault(name, []).append(_WORDS[key])
    for name, words in uses.items():
        one = _as_told(offers.choice(name))
        with st.container(border=True):
            _show_model(one, words, runs)
        if not one.here:
            reasons.append(f"bring {name} to this machine")
    if not uses:
        st.markdown("No model: everything that it takes comes with the program.")


def _show_model(one: offers.Choice, uses: list[str], runs: Path) -> None:
    name, is_here, act = st.columns([4, 4, 3], vertical_alignment="center", gap="medium")
    with name, st.container(gap="xxsmall"):
        st.markdown(f"**{plain(one.name)}**")
        st.caption(plain(" · ".join(filter(None, (", ".join(uses), one.about)))))
        if one.can_be_fetched():
            st.caption(f"`python -m core models --fetch {one.name}`")
    with is_here, st.container(gap="xxsmall"):
        st.markdown(
            ":material/check_circle: on this machine"
            if one.here
            else ":material/cloud_off: not on this machine"
        )
        st.caption(plain(_size_and_licence(one)))
    wrong = ""
    if one.can_be_fetched():
        with act:
            wrong = _offer(one, runs)
    elif not one.here:
        wrong = _NO_FOLDER
    if wrong:
        st.error(plain(wrong))


def _size_and_licence(one: offers.Choice) -> str:
    size = gigabytes(one.megabytes) if one.megabytes else ""
    licence = one.licence or ("licence unknown" if one.can_be_fetched() else "")
    if licence and not one.commercial:
        licence += ", non-commercial"
    return " · ".join(filter(None, (size, licence)))


def _offer(one: offers.Choice, runs: Path) -> str:
    """Offer to fetch a model, or show how far it has come; return what went wrong, or ""."""
    if offers.is_fetching(one.name, runs):
        st.fragment(_watch, run_every=_WATCH_EVERY_S)(one, runs)
        return ""
    if not one.megabytes:
        return _offer_to_ask(one)
    label = f"Fetch {gigabytes(one.megabytes)}, {one.licence or 'licence unknown'}"
    about = None if one.commercial else "Its licence forbids commercial use."
    if st.button(plain(label), key=f"fetch {one.name}", width="stretch", help=about):
        offers.fetch(one.name, runs)
        st.rerun()
    return offers.fetch_failed(one.name, runs)


def _watch(one: offers.Choice, runs: Path) -> None:
    """Show how much of a model has come; once it has ended, have the page drawn anew."""
    if not offers.is_fetching(one.name, runs):
        st.rerun()
    done, total = offers.fetched_megabytes(one.name), one.megabytes or 0
    share = min(1.0, done / total) if total else 0.0
    st.progress(share, text=f"{done:,} of {total:,} MB" if total else f"{done:,} MB")


def _as_told(one: offers.Choice) -> offers.Choice:
    """Return a model with what the hub said of it, where somebody asked."""
    known: dict[str, offers.Choice] = state.recall(_HUB, {})
    return one if one.here else known.get(one.name, one)


def _offer_to_ask(one: offers.Choice) -> str:
    """Offer to ask the hub about a model; return what went wrong, or ""."""
    about = "Its size and licence; nothing is fetched."
    if st.button("Ask the hub", key=f"ask {one.name}", help=about, width="stretch"):
        try:
            with st.spinner("Asking"):
                told = apart(offers.ask_hub, one.name)
        except CoreError as error:
            return str(error)
        state.keep(_HUB, {**state.recall(_HUB, {}), one.name: told})
        st.rerun()
    return ""


def show_times(config: RunConfig, text: tuple[str, bytes]) -> None:
    """Show how long the steps of a run take; a long text is gone through when asked for."""
    sizes = tuple(offers.choice(name).megabytes for name in config.models().values())
    asked = config.digest(), sizes, *text
    known = state.recall("run planned", ())
    is_new = not known or known[0] != asked
    if len(text[1]) > _AT_ONCE and is_new and not st.button("Work out how long it takes"):
        return
    try:
        found = state.once(
            "run planned",
            asked,
            "Working out how long it takes",
            lambda: apart(look.planned, config, *text),
        )
    except CoreError as error:
        st.error(plain(str(error)))
        return
    _show_plan(found)


def _show_plan(found: Plan) -> None:
    known = [seconds for _, seconds in found.steps if seconds is not None]
    whole = about(sum(known))
    more = "" if len(known) == len(found.steps) else ", and steps of which nothing can be said"
    st.markdown(plain(f"{whole[:1].upper()}{whole[1:]} in all, roughly{more}, on {found.where}."))
    st.caption(plain(" → ".join(f"{title}{_time(seconds)}" for title, seconds in found.steps)))
    for note in found.notes:
        st.caption(plain(note))


def _time(seconds: float | None) -> str:
    """Return the time of a step where it is worth a word."""
    if seconds is None:
        return " (no estimate)"
    return "" if seconds < _MINUTE else f" ({about(seconds)})"
