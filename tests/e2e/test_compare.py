"""The Compare page as a person uses it: figures, clicks, keys, files, names, in a real browser."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from core.cli import main
from core.evaluation.differences import Difference, compare
from core.formats import links_jsonl, pairs_jsonl
from core.pipeline.sample import SAMPLE, sample_pairs
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
METHODS = ("coverage-exact", "ngram-exact", "heuristic")
BASE = METHODS[0]


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """Return a server with the sample, and its database."""
    running = Server(tmp_path_factory.mktemp("compare"))
    workspace = running.take_sample()
    running.start()
    yield running, workspace
    running.kill()


def open_view(server: Server, page, view: str, **more: str) -> Desk:
    desk = Desk(page, server)
    query = "".join(f"&{key}={value}" for key, value in more.items())
    desk.open(f"/Compare?project={PROJECT}&view={view}{query}")
    expect(page.get_by_test_id("stDownloadButton").first).to_be_visible(timeout=60_000)
    return desk


def download(desk: Desk, file: str) -> str:
    """Return a file of the figures; named by grid, since grids do not appear in their order."""
    with desk.page.expect_download() as waiting:
        desk.page.locator(f".st-key-{file}").get_by_role("button").click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def cell_of(link) -> str:
    return parse_qs(urlsplit(link.get_attribute("href")).query)["cell"][0]


def differing(workspace, kind: Difference) -> list[str]:
    """Return the pairs in which the base differs from gold so, worked out afresh."""
    info = workspace.project(SAMPLE)
    return [
        stored.pair.id
        for stored, _, outcome in workspace.iter_layer(SAMPLE, info.base)
        if kind
        in {
            c.kind
            for c in compare(
                stored.pair.target.entities,
                [e for p in outcome.projections for e in p.entities()],
            )
        }
    ]


def test_the_figures_are_those_of_evaluate_and_come_as_files(
    sampled, new_page, tmp_path, capsys
) -> None:
    server, workspace = sampled
    key = workspace.project(SAMPLE).aligner
    links = {p.id: workspace.alignment(SAMPLE, p.id, key) for p in sample_pairs()}
    (tmp_path / "pairs.jsonl").write_bytes(b"".join(pairs_jsonl.write(sample_pairs())))
    (tmp_path / "links.jsonl").write_bytes(b"".join(links_jsonl.write(links.items())))
    files = [str(tmp_path / "pairs.jsonl"), "--links", str(tmp_path / "links.jsonl")]
    wanted = [word for name in METHODS for word in ("--method", name)]
    capsys.readouterr()
    assert main(["evaluate", *files, *wanted, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["methods"]

    desk = open_view(server, new_page(), "Scores")
    rows = list(csv.DictReader(io.StringIO(download(desk, "csv-scores"))))
    assert [row["method"] for row in rows] == list(METHODS)
    for row in rows:
        for name, column in (("precision", "precision"), ("recall", "recall"), ("f1", "F1")):
            assert float(row[column]) == pytest.approx(told[row["method"]][name])
    # A table of Streamlit offers a file of its own, in which texts could be formulas.
    expect(desk.page.get_by_role("button", name="Download as CSV").first).to_be_hidden()
    latex = download(desk, "tex-scores")
    assert f"{BASE} & {float(rows[0]['precision']):.3f} &" in latex
    with desk.page.expect_download() as waiting:
        desk.page.locator('.modebar-btn[data-title*="Download plot"]').first.click()
    assert waiting.value.suggested_filename == "Scores.png"
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    assert desk.problems == []


def test_a_cell_of_the_heatmap_and_of_the_table_lead_to_their_pairs(sampled, new_page) -> None:
    server, workspace = sampled
    desk = open_view(server, new_page(), "Errors")
    page = desk.page
    chart = page.locator(".st-key-chart-errors .nsewdrag")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 6, box["y"] + box["height"] * 3.5 / 7)
    boundaries = differing(workspace, Difference.BOUNDARY)
    expect(page.get_by_text(f"{len(boundaries)} pairs: {BASE} against gold")).to_be_visible()
    link = page.get_by_test_id("stPageLink").get_by_role("link").first
    expect(link).to_contain_text(f"Inspect {len(boundaries)} pairs")
    assert cell_of(link) == f"differ method:method:{BASE} against:gold kind:boundary"

    table = page.locator(".st-key-table-errors").get_by_test_id("stDataFrame").bounding_box()
    page.mouse.move(table["x"] + table["width"] * 0.4, table["y"] + 35 * 6.5)
    page.wait_for_timeout(300)
    page.mouse.down()
    page.mouse.up()
    missing = differing(workspace, Difference.MISSING)
    expect(link).to_contain_text(f"Inspect {len(missing)} pairs")
    assert cell_of(link) == f"differ method:method:{BASE} against:gold kind:missing"
    link.click()
    expect(page.locator(f'.bench[data-pair="{missing[0]}"]')).to_be_visible()
    assert desk.problems == []


@pytest.mark.soak
def test_a_cell_is_chosen_by_keyboard_alone(sampled, new_page) -> None:
    server, _ = sampled
    desk = open_view(server, new_page(), "Agreement")
    page = desk.page
    choice = page.get_by_role("combobox", name="Open the pairs of a cell")
    choice.focus()
    page.keyboard.type(f"{BASE}, heuristic")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    link = page.get_by_test_id("stPageLink").get_by_role("link").first
    expect(link).to_be_visible()
    assert cell_of(link) == f"differ method:method:{BASE} against:method:heuristic"


@pytest.mark.soak
def test_the_places_of_a_name_stand_side_by_side(sampled, new_page) -> None:
    server, workspace = sampled
    desk = open_view(server, new_page(), "Names", name="cairo")
    page = desk.page
    expect(page.get_by_role("heading", name="Forms of Cairo")).to_be_visible()
    for row in (("Project", "View"), ("Name", "Order")):
        labels = page.get_by_test_id("stWidgetLabel")
        heights = [labels.get_by_text(text, exact=True).bounding_box()["y"] for text in row]
        assert heights[0] == pytest.approx(heights[1], abs=1)
    link = page.get_by_test_id("stPageLink").get_by_role("link").first
    assert cell_of(link) == "name language:en-de name:cairo"
    page.get_by_text("Alignment around the name").click()
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    pair = next(p for p in sample_pairs() if "Cairo" in p.source.tokens)
    expect(page.locator(".js-plotly-plot").get_by_text(pair.id).first).to_be_visible()
    assert workspace.project(SAMPLE).progress["unreviewed"] == len(sample_pairs())
    assert desk.problems == []
