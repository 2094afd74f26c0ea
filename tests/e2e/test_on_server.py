"""The app on PostgreSQL in a real browser, and a browser whose connection is cut for a while."""

from collections.abc import Iterator

import pytest

from core.domain.decision import Kind, PairStatus
from core.pipeline.sample import SAMPLE
from core.storage import Workspace
from tests import databases, postgres
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_two_tabs import MINE, THEIRS, view

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

PROJECT = SAMPLE.replace(" ", "+")
FIRST, SECOND = "sample-de-01", "sample-de-02"
CUT_S = 8
"""How long the connection is cut; what waits in the page waits in the same way for ten minutes."""


@pytest.fixture
def on_server(tmp_path) -> Iterator[tuple[Server, Workspace]]:
    """Return the app with the sample in a database on PostgreSQL, and that database."""
    if why := postgres.missing():
        pytest.skip(why)
    holder = postgres.Server()
    running = Server(tmp_path)
    running.database = databases.empty_on_server(holder)
    workspace = running.take_sample()
    running.start()
    yield running, workspace
    running.kill()
    workspace.close()
    holder.remove()


@pytest.fixture
def in_file(tmp_path) -> Iterator[tuple[Server, Workspace]]:
    running = Server(tmp_path)
    workspace = running.take_sample()
    running.start()
    yield running, workspace
    running.kill()
    workspace.close()


def opened(server: Server, page, person: str, pair: str) -> Desk:
    page.goto(f"{server.url}/Inspect?project={PROJECT}&pair={pair}&person={person}")
    desk = Desk(page, server)
    desk.wait_for_pair(pair)
    return desk


def test_accept_undo_and_two_tabs_on_postgresql(on_server, new_page) -> None:
    server, workspace = on_server
    ann = opened(server, new_page(), "Ann", FIRST)
    ann.press("a")
    ann.wait_for_pair(SECOND)
    ann.wait_until_saved()
    assert workspace.state(SAMPLE, FIRST).status is PairStatus.DONE
    ann.press("z")
    ann.wait_until_saved()
    assert workspace.state(SAMPLE, FIRST).status is PairStatus.UNREVIEWED
    assert [d.kind for d in workspace.decisions(SAMPLE)] == [Kind.ACCEPT_PAIR, Kind.UNDO]

    ann = opened(server, ann.page, "Ann", "sample-de-03")
    ben = opened(server, new_page(), "Ben", "sample-de-03")
    for desk, key in ((ann, THEIRS), (ben, MINE)):
        desk.page.locator('.bench button.chip[data-side="target"]').first.click()
        desk.press(key)
        if desk is ann:
            desk.wait_until_saved()
    view(ben).wait_for(state="visible")
    assert [d.person for d in workspace.decisions(SAMPLE)[2:]] == ["Ann"]


def test_what_is_decided_while_the_connection_is_cut_is_saved_once(in_file, new_page) -> None:
    server, workspace = in_file
    desk = opened(server, new_page(), "Ann", FIRST)
    desk.page.locator('.bench button.chip[data-side="target"]').first.click()
    desk.press("2")
    desk.wait_until_saved()
    server.kill()
    for k in range(6):
        desk.press("31"[k % 2])
    desk.page.get_by_role("dialog").get_by_text("Connection error").wait_for()
    shown = desk.entities("target")
    desk.press("2")  # the message of Streamlit is in front: nothing is taken, nor shown as taken
    assert desk.entities("target") == shown
    desk.page.wait_for_timeout(CUT_S * 1000)
    assert len(workspace.decisions(SAMPLE)) == 1
    server.start()
    desk.page.wait_for_function(WAITING_NONE, timeout=90_000)
    desk.wait_until_saved()
    assert [d.client_seq for d in workspace.decisions(SAMPLE)] == list(range(1, 8))


# Whether the page has nothing left in its own storage that is not called saved.
WAITING_NONE = """() => Object.keys(localStorage)
    .filter(key => key.startsWith('silverlens.'))
    .every(key => JSON.parse(localStorage.getItem(key)).length === 0)"""
