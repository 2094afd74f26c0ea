"""What a run needs: its models, here or to be fetched, and how long it will take."""

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

_WORDS = {
    "translation.model": "Translation",
    "source_tagger.model": "Tagger of the source",
    "target_tagger.model": "Tagger of the target",
    "translation_scores.model": "Translation scores",
    "proposals.model": "Proposals of spans",
    "back_translation.model": "Back-translation",
    "aligner.model": "Aligner",
}


def show(config: RunConfig, text: tuple[str, bytes] | None, runs: Path, reasons: list[str]) -> None:
    """Show the models of a run and how long its steps take; what is missing is a reason more."""
    named: dict[str, list[str]] = {}
    for key, name in config.models().items():
        named.setdefault(name, []).append(_WORDS[key])
    for name, uses in named.items():
        with st.container(border=True):
            one = offers.choice(name)
            _show_model(one, uses, runs)
        if not one.here:
            reasons.append(f"bring {name} to this machine")
    if not named:
        st.markdown("No model: everything that it takes comes with the program.")
    if text is not None:
        _show_times(config, text)


def _show_model(one: offers.Choice, uses: list[str], runs: Path) -> None:
    name, is_here, act = st.columns([5, 3, 3], vertical_alignment="center", gap="medium")
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
    if one.can_be_fetched():
        with act:
            _offer(one, runs)
    elif not one.here:
        st.caption(
            "No such folder here. Name one that has config.json, weights as safetensors and "
            "tokenizer.json, or a hub's owner/name."
        )


def _size_and_licence(one: offers.Choice) -> str:
    size = gigabytes(one.megabytes) if one.megabytes else ""
    licence = one.licence or ("" if one.here else "licence unknown")
    if licence and not one.commercial:
        licence += ", non-commercial"
    return " · ".join(filter(None, (size, licence)))


def _offer(one: offers.Choice, runs: Path) -> None:
    """Offer to fetch a model, or show how far it has come."""
    if offers.is_fetching(one.name, runs):
        st.fragment(_watch, run_every=_WATCH_EVERY_S)(one, runs)
        return
    if one.megabytes is None:
        found = _ask_hub(one)
        if found is None:
            return
        one = found
    licence = one.licence or "licence unknown"
    label = plain(f"Fetch {gigabytes(one.megabytes)}, {licence}")
    about = "" if one.commercial else "Its licence forbids commercial use."
    if st.button(label, key=f"fetch {one.name}", width="stretch", help=about or None):
        offers.fetch(one.name, runs)
        st.rerun()
    if failed := offers.fetch_failed(one.name, runs):
        st.error(plain(failed))


def _watch(one: offers.Choice, runs: Path) -> None:
    """Show how much of a model has come; once it has ended, have the page drawn anew."""
    if not offers.is_fetching(one.name, runs):
        st.rerun()
    done, total = offers.fetched_megabytes(one.name), one.megabytes or 0
    share = min(1.0, done / total) if total else 0.0
    st.progress(share, text=f"{done:,} of {total:,} MB")


def _ask_hub(one: offers.Choice) -> offers.Choice | None:
    """Return what the hub says of a model, once somebody asked for it."""
    known: dict[str, offers.Choice] = state.recall("run hub", {})
    if one.name in known:
        return known[one.name]
    if st.button(
        "Ask the hub", key=f"ask {one.name}", help="Its size and licence", width="stretch"
    ):
        try:
            with st.spinner("Asking"):
                found = apart(offers.ask_hub, one.name)
        except CoreError as error:
            st.error(plain(str(error)))
            return None
        state.keep("run hub", {**known, one.name: found})
        return found
    return None


def _show_times(config: RunConfig, text: tuple[str, bytes]) -> None:
    asked = config.digest(), *text
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
