"""Nothing confirmed is lost: fast keys, kills at random moments, a second browser."""

import random
import time

import pytest

from core.domain.decision import Kind
from core.pipeline.sample import SAMPLE
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
FIRST = "sample-de-01"


@pytest.fixture
def sampled(tmp_path):
    """Return a server with the sample in its database, and the database."""
    running = Server(tmp_path)
    workspace = running.take_sample()
    running.start()
    yield running, workspace
    running.kill()


def test_31_fast_keys_arrive_31_times(sampled, new_page) -> None:
    server, workspace = sampled
    desk = Desk(new_page(), server).inspect(PROJECT, FIRST)
    desk.select("target", "Universität Nairobi")
    keys = ["[", "]"] * 15 + ["1"]
    for key in keys:
        desk.press(key)
    desk.wait_until_saved()
    written = workspace.decisions(SAMPLE)
    assert [d.client_seq for d in written] == list(range(1, 32))
    assert {d.kind for d in written} == {Kind.CHANGE}


@pytest.mark.soak
def test_31_pairs_are_accepted_one_by_one_as_fast_as_they_are_painted(sampled, new_page) -> None:
    server, workspace = sampled
    order = workspace.find(SAMPLE, limit=32)
    desk = Desk(new_page(), server).inspect(PROJECT, FIRST)
    for pair in order[1:]:
        desk.press("a")
        desk.wait_for_pair(pair)
    desk.wait_until_saved()
    written = workspace.decisions(SAMPLE)
    assert tuple(d.pair for d in written) == order[:31]
    assert {d.kind for d in written} == {Kind.ACCEPT_PAIR}


@pytest.mark.soak
def test_a_key_held_for_three_seconds_accepts_one_pair(sampled, new_page) -> None:
    server, workspace = sampled
    first, second = workspace.find(SAMPLE, limit=2)
    desk = Desk(new_page(), server).inspect(PROJECT, first)
    until = time.monotonic() + 3
    while time.monotonic() < until:
        desk.page.keyboard.down("a")
        desk.page.wait_for_timeout(30)
    desk.page.keyboard.up("a")
    desk.wait_for_pair(second)
    desk.wait_until_saved()
    assert [(d.pair, d.kind) for d in workspace.decisions(SAMPLE)] == [(first, Kind.ACCEPT_PAIR)]


@pytest.mark.soak
def test_another_browser_goes_on_where_the_first_stopped(sampled, new_page) -> None:
    server, _ = sampled
    first = Desk(new_page(), server).inspect(PROJECT, FIRST)
    first.select("target", "Universität Nairobi")
    first.press("1")
    first.press("a")
    first.wait_for_pair("sample-de-02")
    first.wait_until_saved()

    second = Desk(new_page(), server).open()
    second.page.get_by_role("button", name="Continue").click()
    second.wait_for_pair("sample-de-02")
    second.press("ArrowLeft")
    second.wait_for_pair(FIRST)
    assert "Universität Nairobi: PER, corrected, target" in second.entities("target")
    second.press("z")  # takes back the accepted pair, then the label
    second.wait_until_saved()


def kill_and_look(sampled, new_page, *, kills: int, seed: int) -> None:
    """Type, kill at a random moment, start again; every key is on disk once, none is missing."""
    server, workspace = sampled
    chance = random.Random(seed)
    page = new_page()
    typed = 0
    for _ in range(kills):
        desk = Desk(page, server).inspect(PROJECT, FIRST)
        desk.wait_until_saved()
        assert len(workspace.decisions(SAMPLE)) == typed
        desk.page.locator('.bench button.chip[data-side="target"]').first.click()
        for _ in range(chance.randint(1, 8)):
            desk.press("231"[typed % 3])  # never the label it has
            typed += 1
            desk.page.wait_for_timeout(chance.randint(0, 120))
        waiting = desk.page.evaluate(WAITING)
        server.kill()
        on_disk = len(workspace.decisions(SAMPLE))
        assert typed - waiting <= on_disk <= typed, "confirmed, but not on disk"
        server.start()
    Desk(page, server).inspect(PROJECT, FIRST).wait_until_saved()
    written = [(d.client, d.client_seq) for d in workspace.decisions(SAMPLE)]
    assert len(written) == len(set(written)) == typed


# How many operations the page has not yet called saved, from its own storage.
WAITING = """() => Object.keys(localStorage)
    .filter(key => key.startsWith('silverlens.'))
    .reduce((sum, key) => sum + JSON.parse(localStorage.getItem(key)).length, 0)"""


def test_no_confirmed_decision_is_missing_after_2_kills(sampled, new_page) -> None:
    kill_and_look(sampled, new_page, kills=2, seed=1)


@pytest.mark.soak
def test_no_confirmed_decision_is_missing_after_100_kills(sampled, new_page) -> None:
    kill_and_look(sampled, new_page, kills=100, seed=2)
