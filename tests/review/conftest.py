from collections.abc import Iterator

import pytest

from core.storage import Workspace, doctor


@pytest.fixture
def ws(database_or_soak: str) -> Iterator[Workspace]:
    """A workspace; whatever a test does in it, the doctor finds nothing."""
    workspace = Workspace.open(database_or_soak)
    yield workspace
    assert doctor.examine(workspace.url) == ()
    workspace.close()
