"""The loop in the app: decisions teach a scorer, which is looked at, kept and undone."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, expect

from core.domain.entity import Entity
from core.errors import StorageError
from core.pipeline.methods import METHODS
from core.pipeline.prepare import prepare
from core.pipeline.trials import read
from core.review.orders import Order, Sort
from core.review.queue import build
from core.storage import Filter, Workspace
from tests.e2e.by_key import FILLED, FOCUSED, is_seen, walk_to
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_access import settled
from tests.learnable import GOLD, PROJECT, correct, links, pairs

pytestmark = pytest.mark.e2e

COUNT, BY_CALL, TAUGHT = 60, 24, 30
IDS = [pair.id for pair in pairs(COUNT)]
DONE, UNTOUCHED = IDS[:TAUGHT], IDS[TAUGHT:]
BY_KEYS = IDS[BY_CALL:TAUGHT]
WAIT_MS = 60_000


@pytest.fixture
def project(tmp_path) -> Iterator[tuple[Server, Workspace]]:
    """Run an app that learns by itself, on a corpus in which there is something to learn."""
    server = Server(tmp_path)
    server.learns = True
    workspace = Workspace.open(server.database)
    given = pairs(COUNT)
    workspace.create_project(PROJECT, given)
    prepare(workspace, PROJECT, methods=[METHODS["coverage-exact"]], links=links(given))
    server.start()
    yield server, workspace
    server.kill()


def decided(ws: Workspace) -> list[str]:
    """Return all that is known of the pairs that were decided on, and every decision."""
    return [repr(ws.record(PROJECT, pair)) for pair in DONE] + [repr(ws.decisions(PROJECT))]


def targets(ws: Workspace) -> list[tuple[Entity, ...]]:
    return [ws.state(PROJECT, pair).target_entities() for pair in UNTOUCHED]


def line(desk: Desk) -> Locator:
    return desk.page.locator(".st-key-learning")


def press(desk: Desk, name: str) -> None:
    """Press a button of the line by key; that it has the focus can be seen."""
    button = line(desk).get_by_role("button", name=name, exact=True)
    desk.press("Tab")  # so that the browser knows of a person who goes by key
    button.focus()
    assert is_seen(desk.page, desk.page.evaluate(FOCUSED))
    desk.press("Enter")


def correct_by_keys(desk: Desk, some: list[str]) -> None:
    """Take the article into the place of each pair, then accept it."""
    for pair, following in pairwise([*some, IDS[IDS.index(some[-1]) + 1]]):
        desk.select("target", pairs(COUNT)[IDS.index(pair)].target.tokens[4])
        desk.press("Shift+BracketRight")
        desk.press("a")
        desk.wait_for_pair(following)
    desk.wait_until_saved()


@contextmanager
def held(desk: Desk, ws: Workspace) -> Iterator[None]:
    """Hold the learner where it is, once it is at work, and let it go on afterwards."""
    expect(line(desk)).to_contain_text("Learning from", timeout=WAIT_MS)
    job = ws.project(PROJECT).job
    while job is None or not job.is_alive():
        desk.page.wait_for_timeout(50)
        job = ws.project(PROJECT).job
    os.kill(job.pid, signal.SIGSTOP)
    while not may_write(ws):  # it has just what others wait for
        os.kill(job.pid, signal.SIGCONT)
        os.kill(job.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(job.pid, signal.SIGCONT)


def may_write(ws: Workspace) -> bool:
    try:
        ws.remember(PROJECT, "tester", IDS[0])
    except StorageError:
        return False
    return True


def look_at_a_pair(desk: Desk) -> None:
    """Go to the second of the pairs that would change, by way of what was learned."""
    page = desk.page
    press(desk, "Look")
    expect(page.get_by_text("30 untouched pairs would change")).to_be_visible()
    expect(page.get_by_role("row", name="gain")).to_contain_text("+0.")
    expect(page.get_by_text("30 entities would get other words.")).to_be_visible()
    page.get_by_role("button", name=UNTOUCHED[1]).click()
    desk.wait_for_pair(UNTOUCHED[1])
    expect(page.locator(".bench .position")).to_have_text("2 / 30")
    expect(page.get_by_role("button", name="learned 1 would change")).to_be_visible()
    expect(desk.bench.locator(".row-name", has_text="learned 1")).to_be_visible()
    name = pairs(COUNT)[TAUGHT + 1].target.tokens[4]
    expect(desk.entity("target", name)).to_be_visible()


@pytest.mark.soak
def test_decisions_teach_what_is_looked_at_kept_and_undone(project, new_page) -> None:
    """It learns while a person goes on deciding, and never touches what was decided."""
    server, ws = project
    correct(ws, IDS[:BY_CALL])
    before = targets(ws)
    desk = Desk(new_page(), server).inspect(PROJECT, BY_KEYS[0])
    page = desk.page
    correct_by_keys(desk, BY_KEYS[:1])
    with held(desk, ws):  # nothing that a person does waits for it
        correct_by_keys(desk, BY_KEYS[1:])
        assert ws.project(PROJECT).job.is_alive()
        assert read(ws, PROJECT) is None
    place, said = desk.bench.bounding_box(), decided(ws)
    assert targets(ws)[0] != GOLD
    assert [ws.state(PROJECT, pair).target_entities() for pair in DONE] == [GOLD] * TAUGHT
    offer = re.compile(r"A scorer learned from \d+ pairs would change 3\d untouched pairs\.")
    expect(line(desk)).to_contain_text(offer, timeout=WAIT_MS)
    assert desk.bench.bounding_box() == place
    assert desk.pair() == UNTOUCHED[0]

    look_at_a_pair(desk)

    press(desk, "Keep")
    name = pairs(COUNT)[TAUGHT + 1].target.tokens[4]
    expect(desk.entity("target", f"die {name}")).to_be_visible(timeout=WAIT_MS)
    assert targets(ws) == [GOLD] * len(UNTOUCHED)
    assert decided(ws) == said
    expect(line(desk)).to_contain_text("learned 1 is in use; it changed", timeout=WAIT_MS)
    press(desk, "Most to gain first")
    page.wait_for_url("**order=gain**")
    first = build(ws, PROJECT, Filter(), Order(Sort.GAIN)).unreviewed(ws)
    desk.wait_for_pair(str(first))

    press(desk, "Undo")
    expect(desk.entity("target", "die")).to_have_count(0)
    expect(line(desk)).to_have_text("", timeout=WAIT_MS)
    assert targets(ws) == before
    assert decided(ws) == said
    assert [layer.name for layer in ws.project(PROJECT).layers] == ["coverage-exact"]
    assert desk.problems == []


@pytest.mark.soak
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1920)])
def test_it_can_be_read_and_gone_through_by_key(project, new_page, scheme, width) -> None:
    """Nothing serious in any state, and all that can be done is reached by Tab and seen."""
    server, ws = project
    page = new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    desk = Desk(page, server).open(f"/Learn?project={PROJECT}")
    expect(page.get_by_text("a scorer needs 50 more to learn from")).to_be_visible()
    problems = {"nothing decided": settled(desk)}
    walk_to(page, "Learn by itself", kinds=FILLED)
    desk.press("Space")
    expect(page.get_by_role("switch", name="Learn by itself")).not_to_be_checked()
    correct(ws, DONE)
    desk.inspect(PROJECT, UNTOUCHED[0])
    page.wait_for_timeout(5000)
    assert read(ws, PROJECT) is None
    desk.open(f"/Learn?project={PROJECT}")
    unseen = walk_to(page, "Learn now")
    desk.press("Enter")
    expect(page.get_by_text("30 untouched pairs would change")).to_be_visible(timeout=WAIT_MS)
    problems["on offer"] = settled(desk)
    unseen += walk_to(page, "Drop")
    unseen += walk_to(page, UNTOUCHED[0])
    desk.press("Enter")
    desk.wait_for_pair(UNTOUCHED[0])
    unseen += walk_to(page, "Drop")
    problems["the line"] = settled(desk)
    desk.press("Enter")
    expect(line(desk)).to_have_text("")
    expect(page.locator(".bench .position")).to_have_text("31 / 60")
    desk.open(f"/Learn?project={PROJECT}")
    expect(page.get_by_text("learned 1 was dropped")).to_be_visible()
    problems["dropped"] = settled(desk)
    assert {state: told for state, told in problems.items() if told} == {}
    assert unseen == []
    assert desk.problems == []
