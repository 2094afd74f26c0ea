"""One run: how far each step is, what came of it, and what can be done with it."""

import shlex
from functools import partial
from html import escape

import streamlit as st

from core.cli.output import about
from core.errors import CoreError, UnknownNameError
from core.formats import jsonl
from core.pipeline.runs import desk
from core.pipeline.runs.engine import LOST, steps_of
from core.pipeline.runs.state import StepState
from core.storage.files import read_bytes
from core.text.plural import counted
from ui import cache, state
from ui.panels import run_draft, tables
from ui.panels.projects import go_to_inspect
from ui.panels.text import plain

_WATCH_EVERY_S = 1.0
_LOOK_EVERY_S = 5.0
"""How often a run that is not at work is looked at, which somebody else may go on with."""

_LISTED = 200
_MINUTE = 60
_MARKS = {
    "waiting": ("○", "not begun"),
    "running": ("▶", "at it"),
    "done": ("✓", "done"),
    "failed": ("✕", "failed"),
    "stopped": ("■", "stopped"),
}
_STYLE = """
<style>
  .run-steps { width: 100%; border-collapse: collapse; font-size: .95rem; }
  .run-steps th, .run-steps td {
    text-align: start; padding: .5rem .75rem .5rem 0; vertical-align: middle; height: 2.5rem;
    border: 0;
    border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent);
    font-weight: 400; overflow-wrap: anywhere;
  }
  .run-steps .mark { width: 2rem; text-align: center; }
  .run-steps .title { width: 13rem; font-weight: 600; }
  .run-steps .bar { width: 12rem; }
  .run-steps .count {
    width: 9rem; text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap;
  }
  .run-steps .whole { height: .5rem; border-radius: .25rem; overflow: hidden;
    background: color-mix(in srgb, currentColor 18%, transparent); }
  .run-steps .part { height: 100%; background: #4a7be6; }
  .run-steps .running { background: color-mix(in srgb, #4a7be6 9%, transparent); }
  .run-steps .waiting .title { font-weight: 400; opacity: .75; }
</style>
"""


def at(one: desk.OnDesk) -> str:
    """Return where a run is, in a line."""
    step = next((s for s in one.run.steps if s.state not in {"done", "waiting"}), None)
    if one.state == "done" or step is None:
        return one.run.message if one.state == "done" else ""
    return f"{step.title}: {_count(step)}".strip(": ")


def show(one: desk.OnDesk) -> None:
    """Show a run, with what can be done with it."""
    st.html(_STYLE)
    st.header(plain(one.title), anchor=False)
    idle = None if one.state == "done" else _LOOK_EVERY_S
    every = _WATCH_EVERY_S if one.at_work() else idle
    st.fragment(_watch, run_every=every)(one.name, watched=one.at_work())
    _say_why(one)
    _show_lost(one)
    _show_command(one)
    _show_files(one)


def go(name: str) -> None:
    """Go to a run, to the form of a new one, or with "" to the list."""
    state.put(run=name)
    st.rerun()


def _watch(name: str, *, watched: bool) -> None:
    """Show how far a run is; once it is at work, or no more, have the page drawn anew."""
    try:
        one = desk.find(cache.runs(), name)
    except UnknownNameError:
        go("")
    if one.at_work() != watched:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _say_state(one)
        if one.at_work():
            _offer_to_stop(one)
        else:
            _offer_what_is_next(one)
    _show_steps(one.run.steps or _ahead(one))
    for note in one.run.notes:
        st.caption(plain(note))


def _ahead(one: desk.OnDesk) -> tuple[StepState, ...]:
    """Return the steps of a run whose process has not told them yet."""
    steps = steps_of(one.config) if one.config else ()
    return tuple(StepState(step.name, step.title) for step in steps)


def _say_state(one: desk.OnDesk) -> None:
    told = {
        "waiting": "Not started yet.",
        "starting": "Starting…",
        "running": _left(one),
        "stopping": "Stopping; what it has is kept…",
        "done": f"Done: {one.run.message}.",
        "failed": "It failed.",
        "stopped": "Stopped before it was done. It goes on from there.",
    }
    st.markdown(f"**{plain(told[one.state])}**", width="stretch")


def _left(one: desk.OnDesk) -> str:
    step = next((s for s in one.run.steps if s.state == "running"), None)
    left = step.left_s() if step else None
    if left is None:
        return "At work…"
    return f"At work, {_roughly(left)} left in this step."


def _roughly(seconds: float) -> str:
    return about(seconds) if seconds < _MINUTE else f"about {about(seconds)}"


def _offer_to_stop(one: desk.OnDesk) -> None:
    about = "What it has found so far stays; it goes on from there when started again."
    if st.button(
        "Stop", icon=":material/stop_circle:", disabled=one.state == "stopping", help=about
    ):
        desk.stop(one)
        st.rerun()


def _offer_what_is_next(one: desk.OnDesk) -> None:
    """Offer what can be done with a run that is not at work."""
    if one.config is None:
        return
    if st.button("Use it for a new run", icon=":material/content_copy:"):
        run_draft.fill(one)
        go("new")
    if one.state != "done":
        label = "Start" if one.state == "waiting" else "Resume"
        if st.button(label, type="primary", icon=":material/play_arrow:"):
            _start(one)
    elif project := one.config.project:
        there = project in cache.workspace().names()
        if st.button(
            "Open on Inspect",
            type="primary",
            disabled=not there,
            help=None if there else "The project was deleted.",
            icon=":material/arrow_forward:",
        ):
            go_to_inspect(project)


def _start(one: desk.OnDesk) -> None:
    try:
        with st.spinner("Starting"):
            desk.start(one, cache.workspace().url)
    except CoreError as error:
        st.error(plain(str(error)))
    else:
        st.rerun()


def _show_steps(steps: tuple[StepState, ...]) -> None:
    rows = "".join(map(_row, steps))
    if rows:
        st.html(f'<table class="run-steps" aria-label="Steps of the run">{rows}</table>')


def _row(step: StepState) -> str:
    sign, said = _MARKS[step.state]
    return (
        f'<tr class="{step.state}">'
        f'<td class="mark" title="{said}"><span role="img" aria-label="{said}">{sign}</span></td>'
        f'<th scope="row" class="title">{escape(step.title)}</th>'
        f'<td>{escape(step.note)}</td><td class="bar">{_bar(step)}</td>'
        f'<td class="count">{_count(step)}</td></tr>'
    )


def _bar(step: StepState) -> str:
    """Return how far a step is that was begun and is not done."""
    if step.state in {"waiting", "done"}:
        return ""
    percent = f"{100 * min(1.0, step.done / step.total):.0f}" if step.total else "0"
    return (
        f'<div class="whole" role="progressbar" aria-valuenow="{percent}" aria-valuemin="0" '
        f'aria-valuemax="100" aria-label="{escape(step.title)}">'
        f'<div class="part" style="width:{percent}%"></div></div>'
    )


def _count(step: StepState) -> str:
    """Return how much of a step is done, or how long it took."""
    if step.state == "waiting":
        return ""
    if step.state != "done":
        return f"{step.done:,} of {step.total:,}" if step.total else ""
    if step.seconds < _MINUTE:
        return f"{step.seconds:.0f} s" if step.seconds >= 1 else "< 1 s"
    minutes, seconds = divmod(round(step.seconds), _MINUTE)
    return f"{minutes:,} min {seconds} s"


def _say_why(one: desk.OnDesk) -> None:
    if one.state != "failed" and not (one.state == "stopped" and one.said):
        return
    if one.state == "failed":
        why = one.run.message or "its process ended before it could say why"
        st.error(plain(f"{why[:1].upper()}{why[1:]}"))
        st.caption(
            "What was done before is kept. Mend what it says and resume, or use it for a new run "
            "with other settings."
        )
    if one.said and one.run.message not in one.said:
        with st.expander("What its process said last"):
            st.code(one.said, language=None, wrap_lines=True)


def _show_lost(one: desk.OnDesk) -> None:
    path = one.out / LOST
    if one.state != "done" or not path.is_file() or not path.stat().st_size:
        return
    rows = [row for _, row in jsonl.read_each(read_bytes(path), dict, file=LOST)]
    st.header(f"{counted(len(rows), 'sentence')} fell out", anchor=False)
    tables.show_words(
        "sentence",
        ("step", "reason"),
        [(str(r["id"]), (str(r["step"]), str(r["reason"]))) for r in rows[:_LISTED]],
    )
    if len(rows) > _LISTED:
        st.caption(f"The first {_LISTED} of {len(rows):,}; {LOST} has all of them.")


def _show_files(one: desk.OnDesk) -> None:
    if one.at_work():
        return
    st.header("Files", anchor=False)
    text = [one.folder / one.config.text] if one.config else []
    found = [one.folder / desk.CONFIG, *text, *desk.files(one)]
    with st.container(horizontal=True, gap="small"):
        for path in found:
            st.download_button(
                plain(path.name),
                data=partial(run_draft.content, path),
                file_name=path.name,
                mime="text/plain",
                key=f"file {path.parent.name} {path.name}",
                on_click="ignore",
                icon=":material/download:",
            )


def _show_command(one: desk.OnDesk) -> None:
    st.header("The same in the terminal", anchor=False)
    st.code(shlex.join(desk.command(one, cache.workspace().url)), language=None, wrap_lines=True)
    st.caption(
        "It writes the same files to the byte. With another folder after -o and another database "
        "after --db, everything is made anew there."
    )
