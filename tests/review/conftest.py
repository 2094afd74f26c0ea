from collections.abc import Iterator
from pathlib import Path

import pytest

from core.storage import Workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(f"sqlite:///{tmp_path}/made on first use/ws.sqlite")
    yield workspace
    workspace.close()
