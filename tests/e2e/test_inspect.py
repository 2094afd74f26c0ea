"""Finding one's way: filters, links, rows, and the URL that holds them."""

import re

import pytest
from playwright.sync_api import expect

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.spec import canonical_json
from core.domain.task import Task
from core.pipeline.sample import SAMPLE
from core.projection import METHODS, project
from core.review.orders import Order, Sort
from core.review.queue import build
from core.storage import Filter, Outcome, Workspace
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """Return a server with the sample in its database; one pair is flagged."""
    running = Server(tmp_path_factory.mktemp("inspect"))
    workspace = running.take_sample()
    flag = Decision("test", 1, "2026-01-01T00:00:00Z", "Ada", "sample-es-07", Side.PAIR, Kind.FLAG)
    workspace.append_decisions(SAMPLE, [flag])
    running.start()
    yield running
    running.kill()


def position(desk: Desk):
    return expect(desk.page.locator(".bench .position"))


def test_a_link_opens_pair_filter_and_rows_on_a_server_that_has_just_started(sampled, new_page):
    sampled.kill()
    sampled.start()
    desk = Desk(new_page(), sampled)
    query = f"project={PROJECT}&pair=sample-de-02&text=Yusuf&label=ORG&method=heuristic"
    desk.open(f"/Inspect?{query}")
    desk.wait_for_pair("sample-de-02")
    expect(desk.page.get_by_label("Text")).to_have_value("Yusuf")
    position(desk).to_have_text("2 / 14")
    rows = desk.bench.locator(".row-name")
    expect(rows).to_have_count(3)  # gold, the base, and the one that was asked for
    assert desk.problems == []


def test_a_filter_leads_to_the_nearest_pair_and_stands_in_the_url(sampled, new_page) -> None:
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    desk.page.get_by_label("Status").click()
    desk.page.get_by_role("option", name="flagged").click()
    desk.wait_for_pair("sample-es-07")
    position(desk).to_have_text("1 / 1")
    assert "status=flagged" in desk.page.url
    assert "pair=sample-es-07" in desk.page.url


def test_text_is_found_across_marks_of_case_and_in_the_target(sampled, new_page) -> None:
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    box = desk.page.get_by_label("Text")
    box.fill("universität nairobi")
    box.press("Enter")
    position(desk).to_have_text("1 / 1")


def choose_order(desk: Desk, order: str) -> None:
    desk.page.get_by_role("combobox", name="Order").click()
    desk.page.get_by_role("option", name=order).click()


def test_the_most_suspicious_pair_comes_first_and_the_queue_stays_as_it_is(sampled, new_page):
    workspace = Workspace.open(sampled.database)
    queue = build(workspace, SAMPLE, Filter(), Order(Sort.SUSPICION)).ids(workspace)
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    choose_order(desk, "Most suspicious")
    desk.wait_for_pair(queue[0])
    position(desk).to_have_text("1 / 196")
    assert "order=suspicion" in desk.page.url
    desk.page.get_by_role("combobox", name="Status").click()
    desk.page.get_by_role("option", name="unreviewed").click()
    position(desk).to_have_text("1 / 195")
    desk.page.keyboard.press("Escape")
    desk.bench.get_by_role("button", name="Skip").click()
    desk.wait_for_pair(queue[1])
    desk.wait_until_saved()
    position(desk).to_have_text("2 / 195")
    desk.page.get_by_role("button", name="Refresh the queue").click()
    position(desk).to_have_text("1 / 194")
    desk.page.get_by_role("button", name="unreviewed", exact=True).click()
    position(desk).to_have_text("2 / 196")
    (skipped,) = workspace.decisions(SAMPLE, queue[0])
    assert skipped.via == "filtered:suspicion"
    assert desk.problems == []


def test_in_the_order_of_gain_the_page_says_what_a_decision_gains(sampled, new_page) -> None:
    workspace = Workspace.open(sampled.database)
    (first,) = build(workspace, SAMPLE, Filter(), Order(Sort.GAIN)).ids(workspace, 0, 1)
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    expect(desk.bench.locator(".reasons")).not_to_contain_text("gain")
    choose_order(desk, "Most to gain")
    desk.wait_for_pair(first)
    gain = workspace.signals.read(SAMPLE, first).gain
    expect(desk.bench.locator(".reasons")).to_contain_text(f"gain {gain:.2f}")
    assert "order=gain" in desk.page.url
    assert desk.problems == []


@pytest.mark.soak
def test_a_random_order_is_the_same_after_a_restart(sampled, new_page) -> None:
    workspace = Workspace.open(sampled.database)
    first, second = build(workspace, SAMPLE, Filter(), Order(Sort.RANDOM, 12)).ids(workspace, 0, 2)
    sampled.kill()
    sampled.start()
    desk = Desk(new_page(), sampled).open(f"/Inspect?project={PROJECT}&order=random:12")
    desk.wait_for_pair(first)
    desk.bench.get_by_role("button", name="Next pair").click()
    desk.wait_for_pair(second)
    desk.page.get_by_role("button", name="Filters", exact=True).click()
    box = desk.page.get_by_role("spinbutton", name="Seed of the random order")
    expect(box).to_have_value("12")
    box.fill("13")
    box.press("Enter")
    desk.page.wait_for_url("**order=random%3A13**")


def test_a_regular_expression_filters_and_a_bad_one_is_said(sampled, new_page) -> None:
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    desk.page.get_by_role("button", name="Filters", exact=True).click()
    desk.page.get_by_text("The text is a regular expression").click()
    desk.page.keyboard.press("Escape")
    box = desk.page.get_by_label("Text", exact=True)
    box.fill(r"^sample-sw-0\d$")
    box.press("Enter")
    desk.wait_for_pair("sample-sw-01")
    position(desk).to_have_text("1 / 9")
    assert "regex=1" in desk.page.url
    box.fill("sample-(")
    box.press("Enter")
    expect(desk.page.get_by_text("is not a regular expression")).to_be_visible()
    desk.page.get_by_role("button", name="/sample-(/").click()
    position(desk).to_have_text(re.compile("/ 196"))
    assert desk.problems == []


def test_where_methods_disagree_the_rows_say_how(sampled, new_page) -> None:
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    desk.page.get_by_role("button", name="Filters", exact=True).click()
    desk.page.get_by_text("Methods disagree").click()
    expect(desk.page.locator(".bench .position")).not_to_have_text("1 / 196")
    marked = (
        desk.bench.get_by_role("button", name="boundary")
        .or_(desk.bench.get_by_role("button", name="missing"))
        .or_(desk.bench.get_by_role("button", name="spurious"))
    )
    expect(marked.first).to_be_visible()


def test_a_pair_is_reached_by_its_id_and_a_wrong_id_is_said(sampled, new_page) -> None:
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    box = desk.page.get_by_label("Go to pair")
    box.fill("sample-ar-11")
    box.press("Enter")
    desk.wait_for_pair("sample-ar-11")
    box.fill("nowhere")
    box.press("Enter")
    expect(desk.page.get_by_text("nowhere").first).to_be_visible()


def test_a_word_shows_its_counterpart_and_an_entity_its_candidates(sampled, new_page) -> None:
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    desk.token("target", 2).hover()
    expect(desk.page.get_by_role("tooltip")).to_contain_text("joined")
    desk.select("source", "University of Nairobi")
    table = desk.bench.get_by_role("region", name="Candidates and reasons")
    expect(table.get_by_role("row").nth(1)).to_contain_text("Universität Nairobi")
    expect(table.get_by_text("Why")).to_be_visible()
    expect(table.get_by_role("columnheader", name="Likely")).to_be_visible()
    expect(table).to_contain_text(re.compile(r"by coverage-exact, [01]\.\d\d likely, margin \d"))


def test_words_without_a_counterpart_are_told_and_selected_by_click(server, new_page) -> None:
    source = Sentence(("I", "saw", "Anna", "Berg"), (Entity(2, 4, "PER"),), "en")
    target = Sentence(("vi", "a", "Carla", "y", "a", "Zed"), None, "es")
    workspace = Workspace.open(server.database)
    workspace.create_project("left", [Pair("p1", source, target)], labels=["PER"])
    links, spec = Alignment(4, 6), METHODS["ngram-exact"]
    workspace.write_alignments("left", "none", [("p1", links)])
    outcome = Outcome.projected(project(Task(source, target.tokens, links), spec))
    body = canonical_json(spec.to_dict() | {"alignments": "none"})
    layer = workspace.write_layer("left", [("p1", outcome)], name=spec.name, spec=body)
    workspace.set_base("left", layer.content_hash)
    desk = Desk(new_page(), server).inspect("left", "p1")
    panel = desk.bench.get_by_role("region", name="Candidates and reasons")
    expect(panel.get_by_text("Without a counterpart")).to_be_visible()
    expect(panel.locator(".orphan")).to_have_count(3)
    panel.locator(".orphan", has_text="Carla").click()
    desk.press("1")
    desk.wait_until_saved()
    assert desk.entities("target") == ["Carla: PER, added by hand, target"]
    expect(panel.locator(".orphan", has_text="Carla")).to_have_count(0)
    assert desk.problems == []


def test_another_methods_row_is_taken_by_click(sampled, new_page) -> None:
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-es-03")
    desk.bench.get_by_role("button", name="Take everything of ngram-exact").click()
    desk.wait_until_saved()
    assert all(", not reviewed" not in said for said in desk.entities("target"))
