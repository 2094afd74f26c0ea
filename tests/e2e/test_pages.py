"""What the pages promise around the bench: the list, the files, and a server that comes back."""

import json
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from core.pipeline.sample import SAMPLE, sample_pairs
from core.storage import Outcome
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.storage.build import outcome, pair

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """Return a server with the sample, and its database."""
    running = Server(tmp_path_factory.mktemp("pages"))
    workspace = running.take_sample()
    running.start()
    yield running, workspace
    running.kill()


def test_a_project_is_deleted_only_by_its_name(sampled, new_page) -> None:
    server, workspace = sampled
    workspace.create_project("to go", sample_pairs()[:1])
    desk = Desk(new_page(), server).open()
    desk.page.get_by_role("button", name="More").first.click()
    desk.page.get_by_text("Delete", exact=True).click()
    delete = desk.page.get_by_role("button", name="Delete with all decisions")
    delete.click()
    expect(desk.page.get_by_text("This is not the name of the project.")).to_be_visible()
    desk.page.get_by_label("Type the name").fill("to go")
    delete.click()
    expect(desk.page.get_by_role("heading", name="to go")).to_have_count(0)
    assert [info.name for info in workspace.projects()] == [SAMPLE]


def test_the_list_shows_by_itself_that_a_job_has_ended(sampled, new_page) -> None:
    server, workspace = sampled
    job = workspace.jobs.start(SAMPLE, "Aligning")
    desk = Desk(new_page(), server).open()
    expect(desk.page.get_by_text("Aligning", exact=True)).to_be_visible()
    workspace.jobs.progress(job.id, "Projecting", 1, 2)
    expect(desk.page.get_by_text("Projecting", exact=True)).to_be_visible()
    workspace.jobs.finish(job.id)
    expect(desk.page.get_by_text("Projecting", exact=True)).to_have_count(0)


def test_good_files_are_asked_nothing_but_a_free_name(sampled, new_page) -> None:
    line = {
        "id": "x", "src_lang": "en", "tgt_lang": "de", "src_tokens": ["Ada", "left"],
        "src_tags": ["B-PER", "O"], "tgt_tokens": ["Ada", "ging"], "tgt_tags": None,
    }  # fmt: skip
    server, _ = sampled
    desk = Desk(new_page(), server)
    desk.upload((f"{SAMPLE}.jsonl", json.dumps(line).encode()))
    expect(desk.page.get_by_text("No problems found.")).to_be_visible()
    expect(desk.page.get_by_text("What to do with mistakes")).to_have_count(0)
    name = desk.page.get_by_label("Project name")
    expect(name).to_have_value(f"{SAMPLE} (2)")
    name.fill(SAMPLE)
    name.press("Enter")
    expect(desk.page.get_by_text("There is a project of this name.")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Import", exact=True)).to_be_disabled()


def test_an_empty_filter_is_cleared_by_one_click(sampled, new_page) -> None:
    server, _ = sampled
    desk = Desk(new_page(), server)
    desk.open(f"/Inspect?project={PROJECT}&text=zzz&label=PER&status=flagged")
    desk.page.get_by_role("button", name="Clear the filter").click()
    expect(desk.page.locator(".bench .position")).to_have_text("1 / 196")
    expect(desk.page.get_by_label("Text")).to_have_value("")
    assert "zzz" not in desk.page.url


@pytest.mark.soak
def test_a_page_goes_on_by_itself_when_its_server_comes_back(sampled, new_page) -> None:
    """The new server knows nothing of the page; nobody has to load it again, nothing is lost."""
    server, workspace = sampled
    desk = Desk(new_page(), server).inspect(PROJECT, "sample-es-12")
    server.kill()
    desk.press("a")  # the next pair is painted at once
    desk.wait_for_pair("sample-es-13")
    saved = desk.page.locator(".bench .save")
    expect(saved).to_have_text("not saved yet: 1 change is kept here")
    server.start()
    expect(saved).to_have_attribute("data-state", "saved", timeout=40_000)
    desk.wait_for_pair("sample-es-13")
    assert [d.pair for d in workspace.decisions(SAMPLE)] == ["sample-es-12"]


def test_methods_and_gold_are_compared_in_words(sampled, new_page) -> None:
    server, workspace = sampled
    given = pair(gold=True)
    workspace.create_project("by hand", [given])
    whole = outcome(given)
    lacking = Outcome.projected((whole.projections[0], replace(whole.projections[1], picks=())))
    base = workspace.write_layer("by hand", [(given.id, lacking)], name="first")
    workspace.write_layer("by hand", [(given.id, whole)], name="second")
    workspace.set_base("by hand", base.content_hash)
    desk = Desk(new_page(), server).inspect("by+hand", given.id)
    rows = desk.bench.locator(".rows")
    expect(rows).to_contain_text("second differs from first, which differs from gold.")
    expect(rows.get_by_role("button", name="gold:").filter(has_text="missed")).to_have_count(1)
    workspace.delete_project("by hand")


def test_a_source_entity_without_counterpart_says_why_nothing_came_of_it(sampled, new_page) -> None:
    server, _ = sampled
    desk = Desk(new_page(), server).inspect(PROJECT, "sample-de-03")
    desk.select("source", "Hua Luogeng")
    desk.press("n")
    desk.wait_until_saved()
    reasons = desk.bench.get_by_role("region", name="Candidates and reasons")
    expect(reasons).to_contain_text("Marked as having no counterpart in the target")
    rows = desk.bench.locator(".row-name[data-method]")
    again = rows.filter(has_text="projected again")
    expect(again).to_have_count(rows.count())
    expect(desk.bench.locator(".mini[data-source=s0]")).to_have_count(0)
    desk.bench.get_by_role("button", name="Take everything of ngram-exact").click()
    desk.wait_until_saved()
    taken = [said for said in desk.entities("target") if ", accepted" in said]
    assert taken
    assert not any(said.startswith("Hua Luogeng") for said in taken)
