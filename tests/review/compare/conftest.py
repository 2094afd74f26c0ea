"""One project that many tests read and none changes."""

from collections.abc import Iterator

import pytest

from core.review.compare import Sheet
from core.storage import Workspace
from tests.review.compare.build import project


@pytest.fixture(scope="session")
def kept(tmp_path_factory) -> Iterator[tuple[Workspace, Sheet]]:
    """Return the project with its sheet; not to be written to."""
    workspace = Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('compare')}/ws.sqlite")
    yield workspace, project(workspace)
    workspace.close()


@pytest.fixture
def sheet(kept) -> Sheet:
    return kept[1]
