"""Everything the app caches: keyed by ids and content hashes, holding values of ours."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from core.domain.decision import PairStatus
from core.pipeline.runs import desk
from core.review import compare, confidence, otherwise, progress
from core.review.docket import Docket
from core.storage import ProjectInfo, Workspace
from ui import door


class Stand(NamedTuple):
    """Where a project stands: as long as this is the same, so is everything counted in it."""

    project: str
    created: str
    base: str
    last_seq: int
    texts: int = 0
    track: str = ""


@st.cache_resource(show_spinner=False)
def opened() -> Workspace:
    """Return the one workspace of this server, opened and migrated on first use.

    It is the owner's: only the door is given it.
    """
    return Workspace.open()


def workspace() -> Workspace:
    """Return the workspace for whoever is at the page; raise RoleError where nobody may be.

    Who may is looked up each time. What is cached below hangs on where a project stands, which
    nobody learns here without a role in it.
    """
    return door.bind(opened())


def runs() -> Path:
    """Return the folder of the runs of this server, which read and write files: for admins."""
    found = workspace()
    found.accounts.require_admin()
    return desk.home(found.url)


def stand(info: ProjectInfo, track: str = "") -> Stand:
    """Return where a project stands now on a track, "" for the one that all share."""
    texts = workspace().revisions.texts(info.name)
    with workspace().counting(info.name, track) as tallies:
        return Stand(info.name, info.created, info.base, tallies.last_seq(), texts, track)


@st.cache_resource(show_spinner=False, max_entries=8)
def docket(project: str, created: str) -> Docket:
    """Return the cases of a project in short, to be refreshed as who is at the page."""
    return Docket(project)


@st.cache_data(show_spinner="Counting decisions", max_entries=16)
def activity(stand: Stand, person: str) -> progress.Activity:
    """Return what was decided in a project, by everybody or by the person named."""
    with workspace().counting(stand.project, stand.track) as tallies:
        return progress.activity(tallies.entries(), tallies.touched(), person=person)


@st.cache_data(show_spinner="Counting pairs", max_entries=16)
def statuses(stand: Stand, pairs: int) -> dict[str, int]:
    """Return how many of so many pairs stand how on a track."""
    with workspace().counting(stand.project, stand.track) as tallies:
        found = Counter(tallies.touched().values())
    found[PairStatus.UNREVIEWED] = pairs - found.total()
    return {str(status): found[status] for status in PairStatus}


@st.cache_data(show_spinner="Measuring the pace", max_entries=16)
def paces(stand: Stand, person: str) -> progress.Paces:
    """Return the pace of a person in a project."""
    with workspace().counting(stand.project, stand.track) as tallies:
        return progress.paces(tallies.entries(), person)


@st.cache_data(show_spinner="Counting entities", max_entries=16)
def survey(stand: Stand) -> progress.Survey:
    """Return the survey of a project."""
    return progress.survey(workspace(), stand.project, stand.track)


@st.cache_data(show_spinner="Estimating quality", show_time=True, max_entries=8)
def confident(stand: Stand, evidence: str) -> confidence.Confidence:
    """Return the confidence of a project; `evidence` tells its evidence from any other."""
    del evidence  # it only tells this reading from others
    return confidence.calibrate(workspace(), stand.project)


class Compared(NamedTuple):
    """Where a project stands for comparing: its layers, and what was decided."""

    stand: Stand
    layers: tuple[str, ...]


def compared(info: ProjectInfo) -> Compared:
    """Return where a project stands for comparing; later calls are given this."""
    return Compared(stand(info), tuple(a.content_hash for a in info.latest_layers()))


@st.cache_resource(show_spinner="Reading what every method found", show_time=True, max_entries=4)
def _found(project: str, created: str, texts: int, layers: tuple[str, ...]) -> compare.Sheet:
    del created, texts, layers  # they only tell this reading from others
    return compare.read_sheet(workspace(), project)


@st.cache_resource(show_spinner="Reading what was decided", show_time=True, max_entries=4)
def sheet(where: Compared) -> compare.Sheet:
    """Return every entity of a project, decisions included; never to be changed."""
    of, layers = where
    return compare.add_decisions(
        workspace(), of.project, _found(of.project, of.created, of.texts, layers)
    )


@st.cache_resource(show_spinner="Comparing", max_entries=16)
def board(where: Compared, reference: str) -> compare.Board:
    """Return every method compared with a reference; never to be changed."""
    return compare.make_board(sheet(where), reference)


@st.cache_data(show_spinner="Drawing intervals", max_entries=16)
def scores(where: Compared, reference: str) -> tuple[compare.Grid, compare.Grid]:
    """Return the scores of every method, and their differences to those of the base."""
    found = board(where, reference)
    return compare.scores(found), compare.against_base(found)


@st.cache_data(show_spinner="Comparing every two methods", max_entries=16)
def agreement(where: Compared) -> compare.Grid:
    """Return how far every two methods agree."""
    found = sheet(where)
    return compare.agreement_grid(found, compare.agreements(found))


@st.cache_resource(show_spinner="Counting names", max_entries=8)
def names(where: Compared, layer: str) -> compare.NameIndex:
    """Return what a layer made of every source name; never to be changed."""
    return compare.index_names(sheet(where), layer)


@st.cache_data(show_spinner="Reading the places", max_entries=16)
def occurrences(
    where: Compared, number: int, pairs: tuple[str, ...]
) -> tuple[compare.Occurrence, ...]:
    """Return every place of the name of that number in some pairs."""
    name = sheet(where).names[number]
    return compare.occurrences(workspace(), where.stand.project, name, pairs)


@st.cache_data(show_spinner="Finding the pairs", max_entries=64)
def selected(where: Compared, text: str) -> tuple[str, ...]:
    """Return the ids of the pairs of a selection in words, in corpus order."""
    return compare.pairs_of(sheet(where), compare.parse(text))


class Work(NamedTuple):
    """What a process was started for: in words, the job before it, and when, in seconds."""

    words: str
    before: int | None
    since_s: float


@st.cache_resource(show_spinner=False)
def works() -> dict[str, Work]:
    """Return what learners of this server are at, by project, for all who are at its pages."""
    return {}


@st.cache_resource(show_spinner=False)
def tries() -> dict[str, int]:
    """Return the latest decision of each project when it last began to learn by itself."""
    return {}


@st.cache_data(show_spinner="Looking what would change", max_entries=16)
def changed(
    stand: Stand, before: str, after: str, pairs: tuple[str, ...]
) -> tuple[otherwise.Changed, ...]:
    """Return what one layer of a project makes of some pairs where another has it otherwise."""
    return otherwise.otherwise(workspace(), stand.project, pairs, before, after)
