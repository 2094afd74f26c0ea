"""The Progress page, and what the list of projects says of it, without a browser."""

from datetime import datetime, timedelta

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.pipeline.prepare import prepare
from core.storage import Workspace
from tests.ui.test_pages import run, sentence, words

START = datetime.fromisoformat("2026-01-01T23:59:00+00:00")
BEN = "Ben <b>*x*</b>"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """Return a database with a project of eight pairs, projected, on which nobody has decided."""
    monkeypatch.setenv("SILVERLENS_DB", f"sqlite:///{tmp_path / 'test.sqlite'}")
    st.cache_resource.clear()
    opened = Workspace.open()
    source = sentence("Ada met Bob", "en", Entity(0, 1, "PER"), Entity(2, 3, "PER"))
    target = sentence("Ada traf Bob", "de")
    opened.create_project("mine", [Pair(str(k), source, target) for k in range(1, 9)])
    prepare(opened, "mine")
    yield opened
    opened.close()
    st.cache_resource.clear()


def decide(ws: Workspace, person: str, *pairs: int, via: str = "", act: str = "") -> None:
    """Have a person accept pairs, one every ten seconds."""
    first = len(ws.decisions("mine")) + 1
    ws.append_decisions(
        "mine",
        [
            Decision(
                "c",
                first + k,
                (START + timedelta(seconds=10 * (first + k))).isoformat(),
                person,
                str(pair),
                Side.PAIR,
                Kind.ACCEPT_PAIR,
                via=via,
                act=act,
            )
            for k, pair in enumerate(pairs)
        ],
    )


def cells(table) -> dict[str, list[str]]:
    """Return the rows of a table by their names, escapes of Markdown taken out."""
    frame = table.value
    return {
        str(name).replace("\\", ""): [str(cell).replace("\\", "") for cell in row]
        for name, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
    }


def test_a_fresh_project_says_what_to_do_and_no_figure(workspace) -> None:
    page = run("40_Progress.py", project="mine")
    assert not page.exception
    told = words(page.markdown)
    assert "Nothing here is signed “annotator” yet." in told
    assert "once 5 of your pairs could be timed" in told
    assert "100 give ±10 points at worst and 400 give ±5" in told
    assert "There are none yet." in words(page.caption)


def test_counts_of_everybody_add_up_and_names_are_shown_as_they_are(workspace) -> None:
    decide(workspace, BEN, 1, 2)
    decide(workspace, "Ada", 3, 4, act="a")
    page = run("40_Progress.py", project="mine", person="Ada")
    assert not page.exception
    people, days, kinds, source, target, *_ = page.table
    assert cells(people) == {
        "Ada": ["2", "2", "0", "2", "0", "2"],
        BEN: ["2", "2", "2", "0", "0", "2"],
        "all": ["4", "4", "2", "2", "0", "4"],
    }
    assert list(cells(days)) == ["2026-01-01", "all"]
    assert cells(days)["all"] == cells(people)["all"]
    assert cells(kinds) == {"accept pair": ["2", "2", "0", "4"], "all": ["2", "2", "0", "4"]}
    for table in (source, target):
        assert cells(table) == {
            "unreviewed": ["8", "8"],
            "accepted": ["8", "8"],
            "all": ["16", "16"],
        }
    assert "4 unreviewed pairs and these make 8." in words(page.caption)


def test_the_view_of_one_person_says_nobody_elses_name(workspace) -> None:
    decide(workspace, "Ada", 1)
    decide(workspace, BEN, 2)
    page = run("40_Progress.py", project="mine", person="Ada", whose="Me")
    everything = words(page.markdown) + words(page.caption)
    everything += "".join(str(cells(table)) for table in page.table)
    assert "Since then: 1 decision by another person on 1 pair" in everything
    assert "Ben" not in everything
    assert cells(page.table[0])["all"] == ["1", "1", "1", "0", "0", "1"]


def test_the_time_left_is_a_range_once_enough_pairs_were_timed(workspace) -> None:
    decide(workspace, "Ada", 1, 2, 3, 4, 5, 6)
    page = run("40_Progress.py", project="mine", person="Ada")
    told = words(page.markdown)
    assert "the 2 pairs unreviewed or in progress take **20 s to 20 s** of work" in told
    assert cells(page.table[0])["0"] == ["a pair", "5", "10 s", "10 s", "10 s to 10 s"]


def test_pairs_in_random_order_give_an_estimate_with_its_interval(workspace) -> None:
    decide(workspace, "Ada", 4, 5, via="suspicion")
    decide(workspace, "Ada", 2, 3, via="random:1")
    page = run("40_Progress.py", project="mine", person="Ada")
    assert not page.exception
    figures = [row for table in page.table for row in cells(table).values() if row[0] == "F1"]
    assert [f"{figure[:7]}" for figure in figures[0][1:]] == ["100.0 %", "100.0 %"]
    assert "(43.8 to 100.0)" in figures[0][1]
    told = words(page.caption)
    assert "From the first 3 pairs of the random order, seed 1: 3 done." in told
    assert "the other 4 are taken for as good as these were at first" in told
    assert "1 pair was done outside the random part" in told


def test_the_list_says_what_others_did_since(workspace) -> None:
    decide(workspace, "Ada", 1)
    decide(workspace, BEN, 2, 3)
    workspace.remember("mine", "Ada", "1")
    page = run("10_Projects.py", person="Ada")
    assert not page.exception
    since_then = f"You stopped at 1. Since then: 2 decisions by {BEN} on 2 pairs"
    assert since_then in words(page.caption)


def test_a_person_and_a_label_called_like_the_total_are_shown_beside_it(workspace) -> None:
    source = sentence("Ada met Bob", "en", Entity(0, 1, "PER"), Entity(2, 3, "all"))
    target = sentence("Ada traf Bob", "de")
    workspace.delete_project("mine")
    workspace.create_project("mine", [Pair(str(k), source, target) for k in range(1, 9)])
    prepare(workspace, "mine")
    decide(workspace, "all", 1, 2)
    decide(workspace, "Ada", 3)
    page = run("40_Progress.py", project="mine")
    assert not page.exception
    people, _, _, source_table, *_ = page.table
    assert cells(people) == {
        "all": ["2", "2", "2", "0", "0", "2"],
        "Ada": ["1", "1", "1", "0", "0", "1"],
        "all together": ["3", "3", "3", "0", "0", "3"],
    }
    assert sorted(source_table.value.columns) == ["PER", "all", "all together"]
    assert cells(source_table)["all"] == ["8", "8", "16"]


def few_words() -> None:
    from ui.panels import tables

    tables.show_counts("who", ["n", "n"], [("a  b", (1, 2)), ("a b", (3, 4))], total="all")
    tables.show_words("of", ["of", "x"], [("a", ("1", "2"))])


def test_titles_that_look_the_same_are_told_apart() -> None:
    page = AppTest.from_function(few_words, default_timeout=30).run()
    assert not page.exception
    counts, told = page.table
    assert cells(counts) == {"a b": ["1", "2"], "a b (2)": ["3", "4"], "all": ["4", "6"]}
    assert [c.replace("\\", "") for c in told.value.columns] == ["of", "of (2)", "x"]
