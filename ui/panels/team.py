"""The Team page: who has which pairs to do, whether they see each other, how far they agree."""

import pandas as pd
import streamlit as st

from core.domain.decision import PairStatus
from core.domain.role import Role
from core.errors import CoreError
from core.review import apart, filters
from core.review.assign import Overlap, assign
from core.review.curation import changed_of
from core.review.filter_words import in_words
from core.review.orders import DEFAULT_SEED, MAX_SEED
from core.review.suspicion import CODES
from core.storage import ProjectInfo
from ui import cache, state
from ui.panels import tables
from ui.panels.text import counted, marked, plain

_NOTHING = "nobody has pairs to do yet; everybody goes through all of them"
_EACH, _SHARE = "Every pair to so many", "A share of the pairs to two"


def show_blind(info: ProjectInfo) -> None:
    """Show whether the project is blind, and let that be changed."""
    team = cache.workspace().team
    blind = team.is_blind(info.name)
    wanted = st.toggle(
        "Blind: everybody decides apart, unseen by the others",
        value=blind,
        key=f"blind {info.name} {blind}",
        help="Nobody sees what others decided, their comments, names, or what was learned from "
        "them. A curator settles what goes into the shared data. Switched off, everything that was "
        "decided stays where it is.",
    )
    if wanted != blind:
        team.set(info.name, "blind", wanted, by=state.person())
        st.rerun()


def show_loads(info: ProjectInfo) -> None:
    """Show what each person has to do and how far they are, with a way to take it away."""
    st.header("Who has what", anchor=False)
    team = cache.workspace().team
    loads = team.loads(info.name)
    if not loads:
        st.caption(f"{_NOTHING[:1].upper()}{_NOTHING[1:]}.")
        return
    rows = []
    for one in loads:
        left = one.progress[PairStatus.UNREVIEWED] + one.progress[PairStatus.IN_PROGRESS]
        done = one.progress[PairStatus.DONE]
        other = one.pairs - left - done
        numbers = (one.pairs, one.shared, done, left, other)
        rows.append((one.person, tuple(f"{number:,}" for number in numbers)))
    columns = ("pairs", "shared with others", "done", "left", "skipped or flagged")
    tables.show_words("person", columns, rows)
    chosen = st.selectbox(
        "Take all pairs from", [one.person for one in loads], index=None, placeholder="nobody"
    )
    if chosen and st.button(plain(f"Take them from {chosen}"), icon=":material/person_remove:"):
        team.unassign(info.name, chosen, by=state.person())
        st.rerun()


def ask_assignment(info: ProjectInfo) -> None:
    """Ask who gets which pairs, and assign them."""
    st.header("Assign pairs", anchor=False)
    wanted, notices = filters.from_url(state.asked(), labels=info.labels, reasons=CODES)
    said = ", ".join(in_words(wanted, CODES).values())
    st.caption(
        plain(f"Pairs that match: {said}.") if said else "All pairs that nobody has to do yet."
    )
    for notice in notices:
        st.warning(plain(notice))
    with st.form("assign", border=False):
        names = st.text_input("Names", placeholder="ann, ben, cy", max_chars=4000)
        how = st.radio("How many persons a pair", (_SHARE, _EACH), horizontal=True)
        share, each, seed = st.columns(3)
        overlap = share.number_input("Share that two get", 0.0, 1.0, 0.2, 0.05)
        persons = each.number_input("Persons of every pair", 1, 20, 2)
        number = seed.number_input(
            "Seed", 0, MAX_SEED, DEFAULT_SEED, help="The same seed gives everybody the same pairs."
        )
        if not st.form_submit_button("Assign", type="primary", icon=":material/group_add:"):
            return
    people = [name.strip() for name in names.split(",") if name.strip()]
    asked = Overlap(1, float(overlap)) if how == _SHARE else Overlap(int(persons))
    made = assign(
        cache.workspace(),
        info.name,
        people,
        asked,
        wanted=wanted,
        seed=int(number),
        by=state.person(),
    )
    state.keep("assigned", made.words)
    st.rerun()


def say_what_was_done() -> None:
    """Say once what the last press of the button did."""
    if done := state.recall("assigned", ""):
        state.keep("assigned", "")
        st.toast(plain(f"{done[:1].upper()}{done[1:]}."), duration="long")


def show_agreement(info: ProjectInfo) -> None:
    """Show how far persons agree, or why that is undefined, with the figures to take along."""
    st.header("Agreement", anchor=False)
    found = apart.between(cache.workspace(), info.name)
    if found.why:
        st.info(f"Undefined: {found.why}.")
        return
    heading, *rows = apart.rows(found)
    st.dataframe(pd.DataFrame(rows, columns=heading), hide_index=True, width="stretch")
    st.caption(
        f"Over {counted(len(found.raw), 'pair')} that two or more finished apart. F1: equal "
        "entities, same words and label. Kappa and alpha: tags of all words, beyond chance. "
        "In brackets the 95 % interval, drawn from documents."
    )
    for caveat in found.caveats:
        st.caption(plain(f"{caveat[:1].upper()}{caveat[1:]}."))
    with st.container(horizontal=True):
        st.download_button(
            "Figures and raw positions (JSON)",
            apart.dump(found),
            "agreement.json",
            "application/json",
        )
        st.download_button("Raw positions (CSV)", apart.raw_csv(found), "agreement.csv", "text/csv")


def show_changed(info: ProjectInfo) -> None:
    """Show a person which of their pairs were settled otherwise than they had them."""
    person = state.person()
    found = changed_of(cache.workspace(), info.name, person)
    if not found:
        return
    st.header("Settled otherwise than you had it", anchor=False)
    rows = []
    for one in found[:200]:
        target = cache.workspace().pair(info.name, one.pair).pair.target
        rows.append((one.pair, (marked(target, one.own), marked(target, one.settled))))
    tables.show_words("pair", ("what only you had", "what only the settled one has"), rows)


def show(info: ProjectInfo) -> None:
    """Show the team of a project to a curator, and to anybody their own part."""
    team = cache.workspace().team
    say_what_was_done()
    show_changed(info)
    show_loads(info)
    if not cache.workspace().members.may(info.name, Role.CURATOR):
        return
    show_blind(info)
    try:
        ask_assignment(info)
    except CoreError as error:
        st.error(plain(str(error)))
    if team.tracks(info.name) or team.is_blind(info.name):
        show_agreement(info)
