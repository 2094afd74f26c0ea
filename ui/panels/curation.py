"""The Curation page: what persons finished apart and have differently, settled by a curator."""

import secrets
from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain.entity import Entity
from core.domain.spec import short_hash
from core.errors import CoreError
from core.review import curation
from core.review.curation import Case, Row
from core.review.decide import apply_ops
from core.review.docket import Docket, Line
from core.review.offers import draft
from core.review.settle import Settlement, as_row, parse_reason, reason_of, settle
from core.storage import ProjectInfo
from core.text.languages import joined
from core.text.plural import counted
from ui import cache, state
from ui.panels import marks, tables
from ui.panels.text import marked, plain

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HOW = {
    "boundary": "other boundary",
    "type": "other type",
    "boundary and type": "other boundary and type",
    "missing": "missing",
    "extra": "extra",
}
_PREVIEWED = 20
_KEYS = 9
"""Versions that a digit key takes."""


def show(info: ProjectInfo) -> None:
    """Show what is to be settled: first what all have alike, then one pair that differs."""
    workspace = cache.workspace()
    if done := state.recall("curated", ""):
        state.keep("curated", "")
        st.toast(plain(done))
    found = cache.docket(info.name, info.created)
    bar = st.empty()
    found.refresh(workspace, lambda step, n, of: _tell(bar, step, n, of))
    bar.empty()
    if len(found):
        st.caption(
            f"{counted(len(found), 'pair')} that two or more finished: {found.settled:,} settled, "
            f"{len(found.alike):,} that everybody has alike, {len(found.left):,} that differ."
        )
    else:
        st.info(_NOTHING)
    _offer_undo(info)
    if found.alike:
        _offer_alike(info, found)
    if found.left:
        _show_case(info, found.left)
    elif len(found):
        st.success("No pair differs that is not settled.")


def _tell(bar: DeltaGenerator, step: str, done: int, total: int) -> None:
    """Show how far it is, where that takes longer than one step."""
    if done < total:
        bar.progress(done / total, f"{step}: {done:,} of {total:,} pairs")


_NOTHING = (
    "No pair was finished by two persons apart. Make the project blind and assign pairs with "
    "overlap on the Team page."
)


def _offer_undo(info: ProjectInfo) -> None:
    workspace, person = cache.workspace(), state.person()
    last = workspace.undoable(info.name, person)
    if last is None or not parse_reason(last.reason):
        return
    pairs = workspace.act_size(info.name, last.act) if last.act else 1
    told = f"{counted(pairs, 'decision')}, on {last.pair} last"
    if st.button(
        plain(f"Undo what you settled last ({told})"), icon=":material/undo:", shortcut="u"
    ):
        asked = draft(last.pair, "pair", "undo", seq=1)
        applied = apply_ops(workspace, info.name, person, _client(), [asked])
        state.keep("curated", "; ".join(r.message for r in applied.refused) or "Taken back.")
        st.rerun()


def _offer_alike(info: ProjectInfo, found: Docket) -> None:
    alike = found.alike
    pairs = counted(len(alike), "pair")
    with st.expander(f"{pairs} that everybody has alike"):
        rows = []
        for case in curation.cases(cache.workspace(), info.name, pairs=alike[:_PREVIEWED]):
            row = case.rows[0]
            said = "excluded" if row.excluded else _marked(case, row.entities)
            rows.append((case.pair, (said,)))
        tables.show_words("pair", ("as everybody has it",), rows)
        if len(alike) > len(rows):
            st.caption(f"and {len(alike) - len(rows):,} more")
        if st.button(f"Settle {pairs}", type="primary", icon=":material/done_all:"):
            done, notices = found.settle_alike(cache.workspace(), state.person(), _client(), 1)
            one_step = f"{counted(done, 'pair')} settled; one undo takes that back."
            state.keep("curated", " ".join([one_step, *notices]))
            st.rerun()


def _client() -> str:
    return f"curation-{secrets.token_hex(8)}"


def _show_case(info: ProjectInfo, left: Sequence[Line]) -> None:
    ids = [line.pair for line in left]
    if state.recall("curating", "") not in ids:
        state.keep("curating", ids[0])
    at = ids.index(state.recall("curating", ""))
    case = next(curation.cases(cache.workspace(), info.name, pairs=[ids[at]]), None)
    if case is None:  # decided on since the docket was brought up to date
        st.rerun()
    before, where, after = st.columns([1, 5.4, 1], vertical_alignment="center")
    if before.button(
        "Before", icon=":material/arrow_back:", shortcut="k", disabled=not at, width="stretch"
    ):
        _go(ids[at - 1])
    where.markdown(
        f"**{plain(case.pair)}**, {at + 1:,} of {len(left):,} that differ, "
        f"{case.differences:g} entities apart on average"
    )
    last = at + 1 == len(left)
    if after.button(
        "Next", icon=":material/arrow_forward:", shortcut="j", disabled=last, width="stretch"
    ):
        _go(ids[at + 1])
    blind = cache.workspace().team.is_blind(info.name)
    named = not blind or st.toggle("Show who is who", key=f"who {info.name}")
    _show_sentences(case)
    for number, row in enumerate(case.rows, start=1):
        _show_row(info, case, row, _called(case, row, named=named), number)
    _choose(info, case)


def _go(pair: str) -> None:
    state.keep("curating", pair)
    st.rerun()


def _called(case: Case, row: Row, *, named: bool) -> str:
    k = case.rows.index(row)
    if named or row.name == curation.SHARED:
        return row.name
    return _LETTERS[k] if k < len(_LETTERS) else f"annotator {k + 1}"


def _show_sentences(case: Case) -> None:
    pair = case.shared.stored.pair
    source = case.shared.state.source_entities()
    marks.show(pair.source, marks.of(source), name="Source")
    marks.show(pair.target, [], name="Target")


def _seen(info: ProjectInfo, case: Case) -> str:
    """Return what tells a case as it is shown from any other, and from itself once it changed.

    What is pressed is for what was shown: a second press, or one that meets a newer version,
    settles nothing.
    """
    rows = [(row.name, row.record.version) for row in case.rows]
    return short_hash(repr((info.name, info.created, case.pair, case.shared.version, rows)))


def _marked(case: Case, entities: Sequence[Entity]) -> str:
    return marked(case.shared.stored.pair.target, entities)


def _text(case: Case, entity: Entity) -> str:
    target = case.shared.stored.pair.target
    words = joined(target.tokens[entity.start : entity.end], target.lang)
    return f"{entity.label} {marks.isolated(words)}"


def _mark(entity: Entity, how: str) -> marks.Mark:
    """Return the box of an entity that a version has, or has not and another one has."""
    if how == "missing":
        return marks.Mark(entity.start, entity.end, f"no {entity.label}", marks.Look.ABSENT)
    look = marks.Look.OTHER if how else marks.Look.PLAIN
    return marks.Mark(entity.start, entity.end, entity.label, look)


def _show_row(info: ProjectInfo, case: Case, row: Row, called: str, number: int) -> None:
    with st.container(border=True):
        words, act = st.columns([6, 1], vertical_alignment="center")
        with words:
            _show_version(case, row, called)
        if act.button(
            plain(f"Take {called}"),
            key=f"take {number} {_seen(info, case)}",
            width="stretch",
            shortcut=str(number) if number <= _KEYS else None,
        ):
            _settle(info, as_row(case.shared, row, [row.name], unanimous=False))


def _show_version(case: Case, row: Row, called: str) -> None:
    if row.excluded:
        st.markdown(f"**{plain(called)}**: the pair is excluded")
        return
    pair, found = case.shared.stored.pair, case.differing(row)
    marks.show(pair.target, [_mark(e, how) for e, how in found], name=called)
    told = [f"{_HOW[how]}: {_text(case, e)}" for e, how in found if how]
    st.caption(plain(" · ".join(told) or ("all agreed" if found else "no entity")))
    source = row.record.state.source_entities()
    if source != case.shared.state.source_entities():
        marks.show(pair.source, marks.of(source, marks.Look.OTHER), name="Source here")


def _choose(info: ProjectInfo, case: Case) -> None:
    """Let entities be chosen one by one, from all versions; those most have are chosen first."""
    if all(row.excluded for row in case.rows):
        return
    votes = case.votes()
    options = sorted(votes)
    chosen = st.pills(
        "Or choose entities one by one",
        options,
        selection_mode="multi",
        default=list(case.consensus()),
        format_func=lambda e: plain(
            f"{_text(case, e)} [{e.start}, {e.end}) · {votes[e]} of {len(case.rows)}"
        ),
        key=f"chosen {_seen(info, case)}",
        persist_state="session",  # who goes to the next case and back finds it as they left it
    )
    if st.button(
        "Settle as chosen",
        type="primary",
        icon=":material/check:",
        key=f"settle {_seen(info, case)}",
        shortcut="s",
    ):
        names = [row.name for row in case.rows if set(row.entities) & set(chosen)]
        best = max(
            case.rows, key=lambda row: (not row.excluded, len(set(row.entities) & set(chosen)))
        )
        reason = reason_of(names or ["nobody"], unanimous=False)
        entities = tuple(sorted(chosen))
        state_of, version = best.record.state, case.shared.version
        _settle(
            info,
            Settlement(
                case.pair, entities, state_of, excluded=False, reason=reason, version=version
            ),
        )


def _settle(info: ProjectInfo, given: Settlement) -> None:
    try:
        settle(cache.workspace(), info.name, state.person(), _client(), 1, [given])
    except CoreError as error:
        st.error(plain(str(error)))
        return
    state.keep("curated", f"{given.pair} is settled; one undo takes that back.")
    st.rerun()
