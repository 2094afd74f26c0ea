"""The Team page: who has which pairs to do, whether they see each other, how far they agree."""

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
from core.storage.team import Load
from core.text.plural import counted
from ui import allowed, cache, state
from ui.panels import history, tables
from ui.panels.projects import query
from ui.panels.text import marked, plain

_NOTHING = "Nobody has pairs to do yet; everybody goes through all of them."
_NOT_YOURS = "No pair is assigned to you; what others have to do is not shown in a blind project."
_WIDTHS = (3, 1, 1.7, 1, 1, 1.8, 1.5)
_TITLES = ("Person", "Pairs", "Shared with others", "Done", "Left", "Skipped or flagged", "")
_EACH, _SHARE = "Every pair to so many", "A share of the pairs to two"


def show_blind(info: ProjectInfo) -> None:
    """Show whether the project is blind, and let that be changed."""
    team = cache.workspace().team
    blind = team.is_blind(info.name)
    why = allowed.why_not(info.name, "Team.set")
    wanted = st.toggle(
        "Blind: everybody decides apart, unseen by the others",
        value=blind,
        key=_key(info, f"blind {blind}"),
        disabled=bool(why),
        help="Nobody sees what others decided, their comments, names, or what was learned from "
        "them. A curator settles what goes into the shared data. Switched off, everything that was "
        "decided stays where it is.",
    )
    if why:
        st.caption(plain(f"Not for you: {why}."))
    if wanted != blind and not why:
        team.set(info.name, "blind", wanted, by=state.person())
        st.rerun()


def show_loads(info: ProjectInfo) -> None:
    """Show what each person has to do and how far they are, with a way to take it away."""
    st.header("Who has what", anchor=False)
    team = cache.workspace().team
    loads = team.loads(info.name)
    if not loads:
        curates = cache.workspace().members.may(info.name, Role.CURATOR)
        st.caption(_NOTHING if curates or not team.is_blind(info.name) else _NOT_YOURS)
        return
    for column, title in zip(st.columns(_WIDTHS), _TITLES, strict=True):
        column.caption(title)
    deciding = cache.workspace().history.people(info.name)
    with st.container(gap=None):
        for one in loads:
            _show_load(info, one, decided=one.person in deciding)
    if not cache.workspace().members.may(info.name, Role.CURATOR):
        return
    chosen = st.selectbox(
        "Take all pairs from",
        [one.person for one in loads],
        index=None,
        placeholder="nobody",
        key=_key(info, "taken from"),
    )
    if chosen and st.button(plain(f"Take them from {chosen}"), icon=":material/person_remove:"):
        team.unassign(info.name, chosen, by=state.person())
        st.rerun()


def _show_load(info: ProjectInfo, one: Load, *, decided: bool) -> None:
    """Show what one person has to do, with the way to what they decided."""
    who, *numbers, way = st.columns(_WIDTHS, vertical_alignment="center")
    left = one.progress[PairStatus.UNREVIEWED] + one.progress[PairStatus.IN_PROGRESS]
    done = one.progress[PairStatus.DONE]
    who.markdown(plain(one.person))
    for column, number in zip(
        numbers, (one.pairs, one.shared, done, left, one.pairs - left - done), strict=True
    ):
        column.markdown(f"{number:,}")
    if way.button(
        "History",
        key=f"history of {one.person}",
        type="tertiary",
        icon=":material/history:",
        disabled=not decided,
    ):
        st.switch_page(
            "pages/35_History.py", query_params=query(info.name) | {history.BY: one.person}
        )


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
    names = st.text_input(
        "Names", placeholder="ann, ben, cy", max_chars=4000, key=_key(info, "names")
    )
    asked, seed = _ask_overlap(info)
    if not st.button("Assign", type="primary", icon=":material/group_add:"):
        return
    people = [name.strip() for name in names.split(",") if name.strip()]
    made = assign(
        cache.workspace(),
        info.name,
        people,
        asked,
        wanted=wanted,
        seed=seed,
        by=state.person(),
    )
    state.keep("assigned", made.words)
    st.rerun()


def _ask_overlap(info: ProjectInfo) -> tuple[Overlap, int]:
    """Return how many persons a pair is given to, and the seed that says which."""
    how = st.radio(
        "How many persons a pair", (_SHARE, _EACH), horizontal=True, key=_key(info, "how many")
    )
    many, seed = st.columns(2)
    if how == _SHARE:
        share = many.number_input("Share that two get", 0.0, 1.0, 0.2, 0.05, key=_key(info, "two"))
        asked = Overlap(1, share)
    else:
        asked = Overlap(many.number_input("Persons of every pair", 1, 20, 2, key=_key(info, "all")))
    number = seed.number_input(
        "Seed",
        0,
        MAX_SEED,
        DEFAULT_SEED,
        help="The same seed gives everybody the same pairs.",
        key=_key(info, "seed"),
    )
    return asked, int(number)


def _key(info: ProjectInfo, field: str) -> str:
    """Return the key of a field, so that what is written of a project stays with it."""
    return f"{field} {info.created} {info.name}"


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
    (first, *columns), *rows = apart.rows(found)
    tables.show_words(first, columns, [(who, figures) for who, *figures in rows])
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
    if allowed.why_not(info.name, "Team.finished"):
        return  # nobody decides apart who does not decide
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
