"""Settings of all tests: laws run without a deadline, since a busy machine is no failure.

A test that takes `database` runs on an SQLite file and on a real server; one that takes
`database_or_soak` meets the server in `make soak` only. Both are the URL of a database of its own.

`HYPOTHESIS_PROFILE=nightly` gives every law a hundred times its examples (`make nightly`). What
models work out is kept in a file of the test run, so that no test sees what another run found.
"""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test, settings

from tests import databases, once, postgres

NIGHTLY = 100

os.environ.setdefault(
    "SILVERLENS_RESULTS", f"{tempfile.mkdtemp(prefix='silverlens-tests-')}/results.sqlite"
)

settings.register_profile("no-deadline", deadline=None, max_examples=60)
settings.register_profile("nightly", deadline=None, max_examples=60)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "no-deadline"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage while tests are collected: all that is made stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Multiply the examples of every law, those that name their own number too."""
    if os.environ.get("HYPOTHESIS_PROFILE") != "nightly":
        return
    laws = {getattr(item, "function", None) for item in items}
    for law in laws:
        if law is not None and is_hypothesis_test(law):
            # A profile cannot scale numbers that tests name themselves; nor can a second decorator.
            own = law._hypothesis_internal_use_settings
            law._hypothesis_internal_use_settings = settings(
                own, max_examples=NIGHTLY * own.max_examples
            )


@pytest.fixture(scope="session", autouse=True)
def _migrations() -> Iterator[once.Migrations]:
    with once.queries_are_compiled_once(), once.files_are_migrated_once() as found:
        yield found


@pytest.fixture
def anew(_migrations: once.Migrations) -> Iterator[None]:
    """Every new database goes through all migrations, as it does for users."""
    _migrations.copies = False
    yield
    _migrations.copies = True


@pytest.fixture(scope="module", autouse=True)
def _what_is_loaded_is_no_garbage() -> None:
    once.keep_what_is_loaded()


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this test process."""
    if why := postgres.missing():
        pytest.skip(why)
    try:
        made = postgres.Server()
    except postgres.UnusableError as error:
        pytest.skip(str(error))
    yield made
    made.remove()


@pytest.fixture
def server_url(server: postgres.Server) -> Iterator[str]:
    """The URL of a new database on the server."""
    with databases.on_server(server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new database: a file, and once more on the server."""
    return _database(request, tmp_path)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
def database_or_soak(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new database: a file, and in `make soak` once more on the server."""
    return _database(request, tmp_path)


def _database(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        return databases.in_file(folder)
    return str(request.getfixturevalue("server_url"))
