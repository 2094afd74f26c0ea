"""The Learn page: whether there is enough to learn from, and what was learned last."""

import streamlit as st

from core.domain.role import Role
from core.errors import UnknownNameError
from core.evaluation.spans import Score
from core.pipeline import by_itself
from core.pipeline.learn import Readiness, readiness
from core.pipeline.trials import Trial, in_use, read
from core.review import otherwise
from core.review.orders import Order, Sort
from core.storage import ProjectInfo
from core.text.plural import counted
from ui import cache, state
from ui.panels import learner, tables
from ui.panels.projects import go_to_inspect
from ui.panels.text import plain

_WATCH_EVERY_S = 1.0
_LISTED = 20
_COUNTED = 1000
"""Pairs whose changes are counted one by one."""

_KINDS = {
    "found": "get a span where there was none",
    "other words": "get other words",
    "lost": "lose their span",
}


def show_learning(info: ProjectInfo) -> None:
    """Show how far a project is with learning, what was learned last, and what can be done."""
    work = learner.at_work(info)
    if wrong := learner.said():
        st.error(plain(wrong))
    trial = read(cache.workspace(), info.name)
    _show_readiness(info, trial, busy=work is not None)
    if work is not None:
        st.fragment(_watch, run_every=_WATCH_EVERY_S)(info.name)
    if trial is not None:
        _show_trial(info, trial, busy=work is not None)
    used = in_use(cache.workspace(), info.name)
    if used is not None and (trial is None or trial.layer != used.layer):
        st.header("What is in use", anchor=False)
        st.markdown(plain(f"{used.name} is in use: untouched pairs stand on it."))
        _offer_to_undo(info, busy=work is not None)


def _watch(project: str) -> None:
    """Show how far a learner is; once it is done, have the page drawn anew."""
    try:
        info = cache.workspace().project(project)
    except UnknownNameError:
        st.rerun()
    work = learner.at_work(info)
    if work is None:
        st.rerun()
    st.progress(learner.share(info), text=plain(work.words))


def _show_readiness(info: ProjectInfo, trial: Trial | None, *, busy: bool) -> None:
    ready = readiness(cache.workspace(), info.name)
    st.markdown(
        "A scorer learns from what people decided here which words an entity gets. It is checked "
        "on decided pairs that it has not seen, and offered only where it does better than what "
        "the project stands on. Nothing changes until you keep it, and what anybody has decided "
        "is never touched."
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        offered = trial is not None and trial.state == "offered"
        if st.button(
            "Learn now" if trial is None else "Learn anew",
            type="primary" if ready.due and not offered else "secondary",
            disabled=busy or ready.needed > 0,
            icon=":material/model_training:",
        ):
            learner.ask(info, learner.learning(ready.decided))
            st.rerun()
        _ask_by_itself(info)
        st.markdown(plain(_in_words(ready, trial)), width="content")
    if ready.needed and st.button("Review pairs", icon=":material/arrow_forward:"):
        go_to_inspect(info.name)


def _in_words(ready: Readiness, trial: Trial | None) -> str:
    decided = counted(ready.decided, "source entity is", "source entities are")
    if ready.needed:
        return f"{decided} decided on; a scorer needs {ready.needed:,} more to learn from."
    since = "" if trial is None else f"; {counted(ready.new, 'new decision')} since it last learned"
    return f"{decided} decided on{since}."


def _ask_by_itself(info: ProjectInfo) -> None:
    workspace = cache.workspace()
    allowed = by_itself.allowed()
    on = allowed and by_itself.is_wanted(workspace, info.name)
    may = workspace.members.may(info.name, Role.CURATOR)
    chosen = st.toggle(
        "Learn by itself",
        value=on,
        disabled=not (allowed and may),
        key=f"learns {info.created} {info.name}",
        help="In the background while somebody is at the Inspect page, whenever enough new "
        "decisions are there. For everybody who works on this project."
        if allowed
        else f"This server does not: {by_itself.SETTING} says no.",
    )
    if allowed and may and chosen != on:
        by_itself.want(workspace, info.name, on=chosen)


def _show_trial(info: ProjectInfo, trial: Trial, *, busy: bool) -> None:
    st.header("What was learned last", anchor=False)
    _show_outcome(info, trial)
    _show_scores(info, trial)
    if trial.state == "offered":
        _offer(info, trial, busy=busy)
    elif trial.state == "refused":
        about = "What it makes of all pairs becomes a layer that can be looked at, kept or dropped."
        if st.button("Work out what it would change anyway", disabled=busy, help=about):
            learner.ask(info, learner.ANYWAY)
            st.rerun()
    elif trial.state == "kept" and info.base == trial.layer:
        _offer_to_undo(info, busy=busy)


def _show_outcome(info: ProjectInfo, trial: Trial) -> None:
    of = f"{counted(trial.entities, 'entity', 'entities')} of {counted(trial.pairs, 'pair')}"
    when = f"Learned from {of}, {trial.time.replace('T', ' ')[:16]} UTC."
    name = trial.name
    told = {
        "offered": f"{name} is on offer: it does better on pairs that it had not seen.",
        "refused": "The check on pairs that it had not seen found no sure gain, so the base stays.",
        "kept": f"{name} is in use: untouched pairs stand on it.",
        "dropped": f"{name} was dropped; untouched pairs stand on what they stood on before.",
    }
    words = told[trial.state]
    if trial.state == "kept" and info.base != trial.layer:
        words = f"{name} was kept; by now the project stands on another base."
    if trial.state == "offered" and not trial.check.better:
        words = f"{name} is on offer although the check found no sure gain."
    st.markdown(f"**{plain(words)}** {plain(when)}")


def _show_scores(info: ProjectInfo, trial: Trial) -> None:
    before = next((a.name for a in info.layers if a.content_hash == trial.before), "the base")
    base, learned = trial.base, trial.learned
    name = trial.name or "learned"
    tables.show_words(
        "on decided entities",
        ("precision", "recall", "F1"),
        [(before, _row(base)), (name, _row(learned)), ("gain", _difference(base, learned))],
    )
    st.caption(
        plain(
            f"Each decided pair was judged by a scorer that had learned without it. In "
            f"{100 * trial.sure:.0f} % of the resamplings of these pairs {name} is the better one."
        )
    )


def _row(score: Score) -> tuple[str, str, str]:
    precision, recall, f1 = (f"{number:.3f}" for number in _numbers(score))
    return (precision, recall, f1)


def _difference(base: Score, learned: Score) -> tuple[str, str, str]:
    pairs = zip(_numbers(learned), _numbers(base), strict=True)
    precision, recall, f1 = (f"{now - then:+.3f}".replace("-", "\u2212") for now, then in pairs)
    return (precision, recall, f1)


def _numbers(score: Score) -> tuple[float, float, float]:
    return (score.precision, score.recall, score.f1)


def _offer(info: ProjectInfo, trial: Trial, *, busy: bool) -> None:
    """Show what a scorer on offer would change, and offer to keep or drop it."""
    workspace = cache.workspace()
    places = otherwise.untouched(workspace, info.name, trial.name)
    st.header(f"{counted(len(places), 'untouched pair')} would change", anchor=False)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        about = (
            "Untouched pairs stand on it then, and the queue can be made anew. It can be undone."
        )
        if st.button("Keep", type="primary", disabled=busy, help=about):
            learner.ask(info, learner.KEEP)
            st.rerun()
        if st.button("Drop", disabled=busy, help="Delete what was learned"):
            learner.let_go(info.name)
            st.rerun()
        if places and st.button(
            f"Go through {counted(len(places), 'pair')}",
            icon=":material/arrow_forward:",
            help="Each shows what it has and what it would have, as rows of the board.",
        ):
            first = workspace.search.ids(info.name, places[:1])[0]
            go_to_inspect(info.name, first, changes=trial.name)
    if places:
        _list(info, trial, workspace.search.ids(info.name, places[:_COUNTED]), len(places))


def _list(info: ProjectInfo, trial: Trial, pairs: tuple[str, ...], total: int) -> None:
    found = cache.changed(cache.stand(info), trial.before, trial.layer, pairs)
    told = [
        f"{counted(number, 'entity', 'entities')} would {_KINDS[kind]}"
        for kind, number in otherwise.counts(found).items()
        if number
    ]
    of = "" if total == len(found) else f"In the first {len(found):,}: "
    st.markdown(plain(of + ", ".join(told) + ".") if told else "")
    with st.container(gap="xsmall", border=True):
        for one in found[:_LISTED]:
            link, words = st.columns([1, 4], vertical_alignment="center")
            if link.button(
                plain(one.pair),
                key=f"go {one.pair}",
                type="tertiary",
                icon=":material/arrow_forward:",
            ):
                go_to_inspect(info.name, one.pair, changes=trial.name)
            words.markdown("  \n".join(map(_change, one.changes)))
    if total > _LISTED:
        st.caption(f"The first {_LISTED} of {total:,}; the queue has all of them.")


def _change(change: otherwise.Change) -> str:
    before, after = (_quoted(words) for words in (change.before, change.after))
    return plain(f"{_apart(change.source)} ({change.label}): {before} → {after}")


def _quoted(words: tuple[str, ...]) -> str:
    return " + ".join(map(_apart, words)) or "nothing"


def _apart(text: str) -> str:
    """Return a text whose direction is its own, whatever stands beside it."""
    return f"\u2068{text}\u2069"


def _offer_to_undo(info: ProjectInfo, *, busy: bool) -> None:
    with st.container(horizontal=True, gap="small"):
        if st.button("Go on where there is most to gain", type="primary", disabled=busy):
            state.drop_queue()
            go_to_inspect(info.name, order=str(Order(Sort.GAIN)))
        about = "Untouched pairs go back to what they stood on before. Decisions stay."
        if st.button("Undo", disabled=busy, help=about):
            learner.ask(info, learner.UNDO)
            st.rerun()
