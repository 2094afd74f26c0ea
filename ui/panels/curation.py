"""The Curation page: what persons finished apart and have differently, settled by a curator."""

import secrets
from collections.abc import Sequence

import streamlit as st

from core.domain.entity import Entity
from core.errors import CoreError
from core.review import curation
from core.review.curation import Case, Row
from core.review.decide import apply_ops
from core.review.offers import draft
from core.review.settle import Settlement, as_row, parse_reason, reason_of, settle
from core.storage import ProjectInfo
from core.text.languages import joined
from ui import cache, state
from ui.panels import tables
from ui.panels.text import counted, marked, plain

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS = {
    "": "= agreed",
    "boundary": "↔ other boundary",
    "type": "≠ other type",
    "boundary and type": "↮ other boundary and type",
    "missing": "− missing",
    "extra": "+ extra",
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
    found = tuple(curation.cases(workspace, info.name))
    left, alike = curation.open_cases(found), curation.unanimous_cases(found)
    settled = sum(case.settled for case in found)
    st.caption(
        f"{counted(len(found), 'pair')} that two or more finished: {settled:,} settled, "
        f"{len(alike):,} that everybody has alike, {len(left):,} that differ."
    )
    _offer_undo(info)
    if alike:
        _offer_alike(info, alike)
    if not left:
        st.success("No pair differs that is not settled." if found else _NOTHING)
        return
    _show_case(info, left)


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


def _offer_alike(info: ProjectInfo, alike: Sequence[Case]) -> None:
    pairs = counted(len(alike), "pair")
    with st.expander(f"{pairs} that everybody has alike"):
        rows = []
        for case in alike[:_PREVIEWED]:
            row = case.rows[0]
            said = "excluded" if row.excluded else _marked(case, row.entities)
            rows.append((case.pair, (said,)))
        tables.show_words("pair", ("as everybody has it",), rows)
        if len(alike) > len(rows):
            st.caption(f"and {len(alike) - len(rows):,} more")
        if st.button(f"Settle {pairs}", type="primary", icon=":material/done_all:"):
            done, notices = curation.settle_unanimous(
                cache.workspace(), info.name, state.person(), _client(), 1, alike
            )
            one_step = f"{counted(done, 'pair')} settled; one undo takes that back."
            state.keep("curated", " ".join([one_step, *notices]))
            st.rerun()


def _client() -> str:
    return f"curation-{secrets.token_hex(8)}"


def _show_case(info: ProjectInfo, left: Sequence[Case]) -> None:
    ids = [case.pair for case in left]
    if state.recall("curating", "") not in ids:
        state.keep("curating", ids[0])
    at = ids.index(state.recall("curating", ""))
    case = left[at]
    before, where, after = st.columns([1, 6, 1], vertical_alignment="center")
    if before.button("Before", icon=":material/arrow_back:", shortcut="k", disabled=not at):
        _go(ids[at - 1])
    where.markdown(
        f"**{plain(case.pair)}**, {at + 1:,} of {len(left):,} that differ, "
        f"{case.differences:g} entities apart on average"
    )
    if after.button(
        "Next", icon=":material/arrow_forward:", shortcut="j", disabled=at + 1 == len(left)
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
    st.markdown(f"Source: {plain(marked(pair.source, source))}")
    st.markdown(f"Target: {plain(joined(pair.target.tokens, pair.target.lang))}")


def _marked(case: Case, entities: Sequence[Entity]) -> str:
    return marked(case.shared.stored.pair.target, entities)


def _text(case: Case, entity: Entity) -> str:
    target = case.shared.stored.pair.target
    return f"{entity.label} {joined(target.tokens[entity.start : entity.end], target.lang)}"


def _show_row(info: ProjectInfo, case: Case, row: Row, called: str, number: int) -> None:
    with st.container(border=True):
        words, act = st.columns([6, 1], vertical_alignment="center")
        if row.excluded:
            words.markdown(f"**{plain(called)}**: the pair is excluded")
        else:
            words.markdown(f"**{plain(called)}**: {plain(_marked(case, row.entities))}")
            told = [f"{_SIGNS[how]}: {_text(case, e)}" for e, how in case.differing(row)]
            words.caption(plain(" · ".join(told) or "no entity"))
        source = row.record.state.source_entities()
        if source != case.shared.state.source_entities():
            own = marked(case.shared.stored.pair.source, source)
            words.caption(plain(f"source changed: {own}"))
        if act.button(
            plain(f"Take {called}"),
            key=f"take {number}",
            width="stretch",
            shortcut=str(number) if number <= _KEYS else None,
        ):
            _settle(info, as_row(case.shared, row, [row.name], unanimous=False))


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
        key=f"chosen {info.name} {case.pair}",
    )
    if st.button("Settle as chosen", type="primary", icon=":material/check:", shortcut="Enter"):
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
