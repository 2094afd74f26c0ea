from collections.abc import Iterator
from pathlib import Path

import pytest

from core.pipeline.bundle import open_bundle
from core.storage import Workspace
from tests.pipeline.bundle.build import NAME, machine, packed, read
from tests.storage.build import filled


@pytest.fixture
def home(database_or_soak: str) -> Iterator[Workspace]:
    """The project that bundles are taken from and brought back to."""
    ws = Workspace.open(database_or_soak)
    filled(ws, NAME)
    yield ws
    ws.close()


@pytest.fixture
def away(tmp_path: Path, home: Workspace) -> Iterator[Workspace]:
    """A laptop with a copy of it."""
    ws = machine(tmp_path, "away")
    open_bundle(ws, read(packed(home)), NAME)
    yield ws
    ws.close()
