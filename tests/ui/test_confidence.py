"""The section Confidence of the Progress page, and its diagram, without a browser."""

import pytest
import streamlit as st

from core.evaluation.calibration import reliability
from core.pipeline.evidence import work_out
from core.review.confidence import Checked
from tests.ui.test_pages import run, words
from tests.ui.test_progress import cells, decide, workspace  # noqa: F401 (a fixture)
from ui import reliability as drawn
from ui.panels import confidence

OUTCOMES = [(0.85, k < 6) for k in range(8)] + [(0.3, False), (0.3, True)]


@pytest.fixture
def started(monkeypatch) -> list[str]:
    """Return the projects that a process was started for; none is."""
    names: list[str] = []
    monkeypatch.setattr(confidence, "start_calibrating", lambda _, name: names.append(name))
    return names


def test_a_fresh_project_offers_to_work_it_out(workspace, started) -> None:  # noqa: F811 (fixture)
    page = run("40_Progress.py", project="mine")
    (button,) = (b for b in page.button if b.label == "Work out confidence")
    button.click().run()
    assert not page.exception
    assert started == ["mine"]


def test_what_was_decided_is_shown_against_what_was_said(
    workspace,  # noqa: F811 (fixture)
) -> None:
    work_out(workspace, "mine")
    decide(workspace, "Ada", 1, 2, 3, 4, 5, 6)
    page = run("40_Progress.py", project="mine")
    assert not page.exception
    rows = [(name, row) for table in page.table for name, row in cells(table).items()]
    told = {row[0]: row[1:] for _, row in rows}
    assert told["corrected, as it stands"][0] == ""
    assert told["ngram-exact, before review"][0] == "12"
    assert all("(" in cell for cell in told["ngram-exact, before review"][1:])
    said = words(page.caption)
    assert "Learned from 12 source entities decided on, 6 pairs of 8 checked as a whole" in said
    assert "each was judged by a map fitted without its pair" in said
    assert any("100 % were right" in one.value.replace("\\", "") for one in page.markdown)
    assert page.get("plotly_chart")


def test_a_large_project_is_estimated_only_where_asked(
    workspace,  # noqa: F811 (fixture)
    monkeypatch,
) -> None:
    work_out(workspace, "mine")
    monkeypatch.setattr(confidence, "AT_ONCE", 7)
    page = run("40_Progress.py", project="mine")
    (ask,) = (t for t in page.toggle if "all 8 pairs" in t.label)
    before = len(page.table)
    ask.set_value(True).run()
    assert not page.exception
    assert len(page.table) == before + 1
    assert "Nothing was checked" in words(page.caption)


def test_an_export_with_how_sure_is_offered_once_it_is_known(
    workspace,  # noqa: F811 (fixture)
) -> None:
    decide(workspace, "Ada", 1)
    page = run("30_Export.py", project="mine")
    sure = "With how probably each entity is right"
    assert sure not in [box.label for box in page.checkbox]
    (format,) = (box for box in page.selectbox if box.label == "File format")
    format.set_value("jsonl").run()
    assert page.checkbox[0].label == sure
    assert page.checkbox[0].disabled
    work_out(workspace, "mine")
    run("40_Progress.py", project="mine")
    page.run()
    page.checkbox[0].check()
    page.button[0].click().run()
    assert not page.exception
    assert "1 pair with 2 entities: read back and found equal." in words(page.success)


def test_the_diagram_is_square_and_told_apart_by_form() -> None:
    bins = reliability(OUTCOMES)
    figure = drawn.diagram(Checked(10, 0.1, 0.1, 0.05, bins, bins))
    line, before, after = figure.data
    assert figure.layout.width == figure.layout.height
    assert figure.layout.xaxis.range == figure.layout.yaxis.range
    assert (line.line.dash, before.marker.symbol, after.marker.symbol) == (
        "dash",
        "diamond-open",
        "circle",
    )
    assert list(after.x) == [30, pytest.approx(85)]
    assert list(after.y) == [50, 75]
    assert after.marker.size[1] > after.marker.size[0]
    high, low = after.error_y.array[1] + 75, 75 - after.error_y.arrayminus[1]
    assert 0 <= low < 75 < high <= 100


def test_cached_figures_can_be_kept_by_streamlit(workspace) -> None:  # noqa: F811 (fixture)
    from ui import cache

    work_out(workspace, "mine")
    st.cache_data.clear()
    stand = cache.stand(workspace.project("mine"))
    assert cache.confident(stand, "x").methods == cache.confident(stand, "x").methods
