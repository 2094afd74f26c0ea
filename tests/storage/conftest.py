from collections.abc import Iterator

import pytest

from core.storage import Workspace


@pytest.fixture
def ws(database: str) -> Iterator[Workspace]:
    workspace = Workspace.open(database)
    yield workspace
    workspace.close()
