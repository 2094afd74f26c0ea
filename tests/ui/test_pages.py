"""What the pages say and offer, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.pipeline.prepare import prepare
from core.storage import Workspace
from core.text.plural import counted

ROOT = Path(__file__).parents[2]


def sentence(text: str, lang: str, *entities: Entity) -> Sentence:
    return Sentence(tuple(text.split()), entities, lang)


PAIRS = [
    Pair(
        "1",
        sentence("Ada met Bob", "en", Entity(0, 1, "PER"), Entity(2, 3, "PER")),
        sentence("Ada traf Bob", "de"),
    ),
    Pair("2", sentence("Bob left", "en", Entity(0, 1, "PER")), sentence("Bob ging", "de")),
    Pair("3", Sentence(("Nobody", "came"), None, "en"), sentence("Niemand kam", "de")),
]


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """Return the empty database that the pages will open."""
    monkeypatch.setenv("SILVERLENS_DB", f"sqlite:///{tmp_path / 'test.sqlite'}")
    st.cache_resource.clear()
    opened = Workspace.open()
    yield opened
    opened.close()
    st.cache_resource.clear()


def run(page: str, **query: str) -> AppTest:
    """Return a page that stands in its frame, after its first run."""
    test = AppTest.from_file(str(ROOT / "pages" / page), default_timeout=30)
    test.session_state["framed"] = True
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def words(elements) -> str:
    """Return what is said, escapes of Markdown taken out."""
    return "\n".join(element.value for element in elements).replace("\\", "")


def test_a_stranger_is_told_what_it_is_and_offered_the_sample(workspace) -> None:
    page = run("10_Projects.py")
    assert not page.exception
    assert "Carry named entities from one language to another" in words(page.markdown)
    assert any("Amina Yusuf" in html.proto.body for html in page.get("html"))
    assert page.button[0].label == "Open the sample"
    assert "is listed here" in words(page.caption)


def test_a_project_is_listed_with_its_size_languages_methods_and_progress(workspace) -> None:
    workspace.create_project("*Mine*", PAIRS)
    prepare(workspace, "*Mine*")
    done = Decision("c", 1, "2026-01-01T00:00:00Z", "Ada", "1", Side.PAIR, Kind.ACCEPT_PAIR)
    workspace.append_decisions("*Mine*", [done])
    workspace.remember("*Mine*", "annotator", "2")
    page = run("10_Projects.py")
    assert not page.exception
    assert "*Mine*" in words(page.subheader)
    assert "3 pairs · English to German" in words(page.caption)
    assert "coverage-exact" in words(page.caption)
    assert "You stopped at 2." in words(page.caption)
    shown = "".join(html.proto.body for html in page.get("html"))
    assert "1 done" in shown
    assert "2 unreviewed" in shown
    assert "Continue" in [button.label for button in page.button]


def test_many_projects_come_in_pages_and_are_found_by_name(workspace) -> None:
    for number in range(23):
        workspace.create_project(f"Corpus {number:02}", PAIRS[1:2])
    page = run("10_Projects.py")
    assert len(page.subheader) == 20
    page.text_input(key="find project").set_value("corpus 0").run()
    assert len(page.subheader) == 10
    page.text_input(key="find project").set_value("nowhere").run()
    assert "No project has this in its name." in words(page.caption)


def test_a_job_is_shown_while_it_runs_and_when_it_has_failed(workspace) -> None:
    workspace.create_project("runs", PAIRS[1:2])
    workspace.create_project("fails", PAIRS[1:2])
    jobs = workspace.jobs
    running = jobs.start("runs", "Aligning", total=10)
    jobs.progress(running.id, "Aligning", 4, 10)
    jobs.fail(jobs.start("fails", "Aligning").id, "no room on the disk")
    page = run("10_Projects.py")
    assert not page.exception
    assert "The projection failed: no room on the disk" in words(page.error)
    shown = {bar.proto.text: bar.proto.value for bar in page.get("progress")}
    assert shown["Aligning"] == 40


@pytest.mark.parametrize("page", ["20_Inspect.py", "27_Learn.py", "30_Export.py", "40_Progress.py"])
def test_a_page_without_projects_leads_back_to_them(page, workspace) -> None:
    assert "No projects yet" in words(run(page).info)  # the link below it needs the whole app


def test_a_filter_that_lets_nothing_through_can_be_cleared(workspace) -> None:
    workspace.create_project("mine", PAIRS)
    page = run("20_Inspect.py", project="mine", text="zzz")
    assert "No pair matches the filter." in words(page.info)
    assert "Clear the filter" in [button.label for button in page.button]


def test_a_link_that_asks_for_what_is_not_here_says_so(workspace) -> None:
    workspace.create_project("mine", PAIRS)
    page = run("20_Inspect.py", project="yours", text="zzz", foo="1", label="XXX")
    told = words(page.toast)
    assert "There is no project" in told
    assert "The filter knows no" in told
    assert "No label" in told


def test_nothing_done_cannot_be_exported_by_accident(workspace) -> None:
    workspace.create_project("mine", PAIRS)
    page = run("30_Export.py", project="mine")
    assert "Nothing is done yet" in words(page.caption)
    assert page.button[0].disabled


def test_what_is_left_out_is_listed_with_its_reason(workspace) -> None:
    workspace.create_project("mine", PAIRS)
    prepare(workspace, "mine")
    decisions = [
        Decision("c", seq, "2026-01-01T00:00:00Z", "Ada", pair, Side.PAIR, kind)
        for seq, (pair, kind) in enumerate([("1", Kind.ACCEPT_PAIR), ("2", Kind.EXCLUDE)], 1)
    ]
    workspace.append_decisions("mine", decisions)
    page = run("30_Export.py", project="mine")
    assert "1 excluded pair is never exported." in words(page.caption)
    page.button[0].click().run()
    assert not page.exception
    assert "1 pair with 2 entities: read back and found equal." in words(page.success)
    table = page.dataframe[0].value
    assert list(table["number"]) == [1, 1, 1]
    assert "excluded as a bad pair" in list(table["status or reason"])


def preview_of_broken_tags() -> None:
    from core.formats.consent import Wish
    from core.formats.sniff import inspect_upload
    from ui.panels import preview

    source = b"Ada\tB-PER\nmet\tO\nBob\tI-LOC\n\n"
    files = [("s.conll", source), ("t.txt", b"Ada traf Bob\n")]
    preview.show_problems(inspect_upload(files, "en", "de", wish=Wish()), partial=False)
    mended = inspect_upload(files, "en", "de", wish=Wish(repair="begin"))
    preview.show_repairs(mended)
    preview.show_pairs(mended)


def test_broken_tags_are_shown_with_both_repairs_and_pairs_with_their_entities() -> None:
    page = AppTest.from_function(preview_of_broken_tags, default_timeout=30).run()
    assert not page.exception
    assert "1 error. Nothing has been stored." in words(page.error)
    assert "s.conll, line 3" in words(page.markdown)
    repairs, pairs = (table.value for table in page.dataframe)
    assert list(repairs["if it starts an entity"]) == ["B-PER O B-LOC"]
    assert list(repairs["if it is dropped"]) == ["B-PER O O"]
    assert list(pairs["source"]) == ["[PER Ada] met [LOC Bob]"]


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 pairs"), (1, "1 pair"), (2, "2 pairs"), (12000, "12,000 pairs")]
)
def test_numbers_agree_with_their_nouns(number: int, said: str) -> None:
    assert counted(number, "pair") == said


def test_a_plural_may_be_irregular() -> None:
    assert counted(2, "entity", "entities") == "2 entities"
