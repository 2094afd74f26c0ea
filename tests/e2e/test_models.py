"""A pair that is pasted is aligned by what a project of the same languages learned."""

import time

import pytest
from playwright.sync_api import expect

from core.storage import Workspace
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

WHO = (("Anna", "met", "traf"), ("Peter", "saw", "sah"), ("Eva", "hit", "schlug"))
WORDS = (("blorp", "zuqqa"), ("snarg", "fimpo"))
LESSON = "".join(
    f"{who} {verb} {word} .\t{who} {wort} {new} .\n"
    for who, verb, wort in WHO
    for word, new in WORDS
)


def paste(desk: Desk) -> None:
    """Fill in a pair whose made-up words change places."""
    desk.open()
    desk.page.get_by_role("tab", name="Paste one pair").click()
    desk.page.get_by_label("Source", exact=True).fill("[ORG blorp] met [PER snarg] .")
    target = desk.page.get_by_label("Target", exact=True)
    target.fill("fimpo traf zuqqa .")
    target.press("Control+Enter")


def show(desk: Desk) -> list[str]:
    """Return the target entities of the pair that was filled in."""
    desk.page.get_by_role("button", name="Show it").click()
    desk.wait_for_pair("1", seconds=60)
    return desk.entities("target")


ALONE = ["fimpo: ORG, not reviewed, target", "zuqqa: PER, not reviewed, target"]
TAUGHT = ["fimpo: PER, not reviewed, target", "zuqqa: ORG, not reviewed, target"]


@pytest.mark.soak
def test_a_pasted_pair_is_aligned_by_what_a_project_learned(server: Server, new_page) -> None:
    desk = Desk(new_page(), server)
    paste(desk)
    expect(desk.page.get_by_role("button", name="Show it")).to_be_enabled()
    expect(desk.page.get_by_role("combobox", name="Align with")).to_have_count(0)
    assert show(desk) == ALONE
    desk.upload(("my *words*.tsv", LESSON.encode()))
    expect(desk.page.get_by_text("6 pairs. English to German: 6")).to_be_visible()
    desk.page.get_by_role("button", name="Import", exact=True).click()
    desk.wait_for_pair("000001", seconds=60)
    paste(desk)
    desk.page.get_by_role("combobox", name="Align with").click()
    options = desk.page.get_by_role("option")
    expect(options).to_have_text(["Shipped lexicon", "my *words*"])
    options.nth(1).click()
    assert show(desk) == TAUGHT
    expect(desk.bench.get_by_text("learned in my *words*").first).to_be_visible()
    project_again(desk)
    assert desk.entities("target") == TAUGHT
    expect(desk.bench.get_by_text("learned in my *words*").first).to_be_visible()
    paste(desk)
    assert show(desk) == ALONE
    assert desk.problems == []


def last_job(desk: Desk) -> int:
    """Return the number of the latest job that is done."""
    workspace = Workspace.open(desk.server.database)
    jobs = [info.job for info in workspace.projects()]
    workspace.close()
    return max(job.id for job in jobs if job is not None and job.state == "done")


def project_again(desk: Desk) -> None:
    """Project the pair that was pasted last once more, from the list of projects."""
    here = desk.page.url
    desk.open()
    desk.page.get_by_role("button", name="More").first.click()
    before = last_job(desk)
    desk.page.get_by_text("Project again").first.click()
    deadline = time.monotonic() + 60
    while last_job(desk) == before:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    desk.page.goto(here)
    desk.wait_for_pair("1")
