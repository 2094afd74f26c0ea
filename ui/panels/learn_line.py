"""The line on the Inspect page that says what is being learned, and offers what was."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import streamlit as st

from core.errors import UnknownNameError
from core.pipeline.trials import Trial, read
from core.review.orders import Order, Sort
from core.storage import ProjectInfo
from core.text.plural import counted
from ui import cache, state
from ui.panels import learner
from ui.panels.projects import query
from ui.panels.text import plain

_LOOK_EVERY_S = 2.0
_CLOSED = "learning closed"
_SEEN = "learning seen"
_AGAIN = "learning anew"
PAGE = "pages/27_Learn.py"


class _Button(NamedTuple):
    """A button of the line.

    Args:
        label: what it says.
        about: what it is for.
        act: what it does.
        then: what is done with the page; None where the line alone changes.
    """

    label: str
    about: str
    act: Callable[[], None] | None = None
    then: Callable[[], None] | None = None


def show(info: ProjectInfo) -> None:
    """Show what is being learned, in the room beside the names of the pages; nothing makes way.

    It looks again by itself, and has the project learn when enough new decisions are there.
    """
    with st.container(key="learning"):
        st.fragment(_look, run_every=_LOOK_EVERY_S)(info.name, info.base)


def _look(project: str, base: str) -> None:
    try:
        info = cache.workspace().project(project)
    except UnknownNameError:
        return  # the bench says so
    again = state.recall(_AGAIN, default=False)
    if info.base != base or again:
        state.keep(_AGAIN, value=False)
        state.put(changes="")  # nothing is left that a layer would change
        st.rerun()
    trial = read(cache.workspace(), project)
    if trial is None or trial.state != "offered":
        learner.consider(info)
    work = learner.at_work(info)
    if wrong := learner.said():
        st.toast(plain(wrong), duration="long")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if work is not None:
            _say(f"{work.words}…", busy=True)
        elif trial is not None:
            _show_trial(info, trial)


def _show_trial(info: ProjectInfo, trial: Trial) -> None:
    seen: dict[str, str] = state.recall(_SEEN, {})
    key = f"{info.created} {info.name}"
    if key not in seen:
        state.keep(_SEEN, seen | {key: trial.time})
        seen = seen | {key: trial.time}
    words = _words(info, trial, fresh=seen[key] != trial.time)
    if not words or state.recall(_CLOSED, "") == _told(trial):
        return
    _say(words)
    for button in _buttons(info, trial):
        key = f"learning {button.label}"
        pressed = st.button(button.label, key=key, help=button.about, on_click=button.act)
        if pressed and button.then is not None:
            button.then()


def _words(info: ProjectInfo, trial: Trial, *, fresh: bool) -> str:
    """Return what to say of the latest trial; "" where it is of no interest here and now."""
    pairs = counted(trial.pairs, "pair")
    if trial.state == "offered":
        changed = counted(trial.changed, "untouched pair")
        return f"A scorer learned from {pairs} would change {changed}."
    if trial.state == "refused" and fresh:
        return f"Learned from {pairs}: no sure gain on held-out pairs, so the base stays."
    if trial.state == "kept" and info.base == trial.layer and learner.is_kept_here(info.name):
        return f"{trial.name} is in use; it changed {counted(trial.changed, 'pair')}."
    return ""


def _buttons(info: ProjectInfo, trial: Trial) -> Iterator[_Button]:
    look = _Button("Look", "See how good it is, and what it would change", then=_leave_for(info))
    if trial.state == "offered":
        yield look
        about = (
            "Pairs that nobody has decided on stand on it then. Decisions stay; it can be undone."
        )
        yield _Button("Keep", about, lambda: learner.ask(info, learner.KEEP))
        about = "Delete what was learned"
        yield _Button("Drop", about, lambda: _drop(info.name))
        return
    if trial.state == "refused":
        yield look
    else:
        about = "Go on with the pairs on which a decision is likely to gain most by now"
        yield _Button("Most to gain first", about, then=_go_by_gain)
        about = "Untouched pairs go back to what they stood on before. Decisions stay."
        yield _Button("Undo", about, lambda: learner.ask(info, learner.UNDO))
    yield _Button("Close", "Say no more of it here", lambda: _close(trial))


def _go_by_gain() -> None:
    """Have the queue made anew, with the pairs first on which there is most to gain."""
    state.drop_queue()
    state.put(pair="", order=str(Order(Sort.GAIN)))
    st.rerun()


def _drop(project: str) -> None:
    learner.let_go(project)
    state.keep(_AGAIN, value=True)


def _leave_for(info: ProjectInfo) -> Callable[[], None]:
    return lambda: st.switch_page(PAGE, query_params=query(info.name))


def _close(trial: Trial) -> None:
    state.keep(_CLOSED, _told(trial))


def _told(trial: Trial) -> str:
    return f"{trial.time} {trial.state}"


def _say(words: str, *, busy: bool = False) -> None:
    icon = ":material/model_training: " if busy else ""
    st.markdown(icon + plain(words), width="content")
