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

VIEWPORT = {"width": 1280, "height": 900}

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
def new_page(browser: Browser, profile: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as for somebody who was never here.

    The first has a profile that was swept, each other one a fresh one; options go to a fresh one.
    """
    contexts: list[BrowserContext] = []
    opened: list[Page] = []

    def open_page(**options: object) -> Page:
        context = profile
        if opened or options:
            context = browser.new_context(**{"viewport": VIEWPORT, **options})
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        opened.append(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    sweep(profile)


def sweep(profile: BrowserContext) -> None:
    """Close the pages of a profile and forget all but what is cached of files."""
    origins = {"/".join(page.url.split("/")[:3]) for page in profile.pages}
    broom = profile.new_page()
    for page in profile.pages:
        if page != broom:
            page.close()
    session = profile.new_cdp_session(broom)
    for origin in origins:
        if origin.startswith("http"):
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    profile.clear_cookies()
    broom.close()


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("bench"), HARNESS).start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests here, so that Streamlit itself is loaded from the cache."""
    context = browser.new_context(viewport=VIEWPORT)
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
