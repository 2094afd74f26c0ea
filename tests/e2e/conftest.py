"""A real server on an empty database, and a real browser in front of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from core.storage import Workspace
from tests.browser import find
from tests.e2e.bare_bench import HARNESS, Open
from tests.e2e.server import CHROMIUM_ARGS, Server
from tests.e2e.worlds import WORLDS, Stage, served, stage

expect.set_options(timeout=20_000)  # a busy machine is no failure


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path).start()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=find(), headless=True, args=CHROMIUM_ARGS
        )
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a fresh profile; options go to the profile."""
    contexts = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("bench"), HARNESS).start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests here, so that Streamlit itself is loaded from the cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def bench(harness: Server, profile: BrowserContext) -> Iterator[Open]:
    """Return a function that opens the harness at a pair and waits until it is painted."""
    opened: list[Page] = []

    def open_bench(at: int = 0, *, slow: int = 0, query: str = "") -> Page:
        page = profile.new_page()
        opened.append(page)
        page.goto(f"{harness.url}/?at={at}&slow={slow}&log=1{query}")
        page.wait_for_selector(".bench[data-pair]")
        return page

    yield open_bench
    for page in opened:
        page.evaluate("localStorage.clear()")
        page.close()


@pytest.fixture(scope="session")
def acting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Workspace]]:
    """One server for all acts; every test makes projects of its own there."""
    with served(tmp_path_factory.mktemp("acts")) as both:
        yield both


@pytest.fixture(params=["sample", pytest.param("long", marks=pytest.mark.soak)])
def world(request: pytest.FixtureRequest, acting: tuple[Server, Workspace]) -> Stage:
    """Return a fresh project of each world; the long one in `make soak` only."""
    return stage(*acting, WORLDS[request.param])
