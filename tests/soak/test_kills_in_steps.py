import sys
from pathlib import Path

import pytest

from tests.soak.stepping import Place, kill_in
from tests.soak.steps import STEPS, migrate

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_a_step_that_is_killed_on_the_way_is_done_or_not_begun(tmp_path: Path, step) -> None:
    place = Place(f"sqlite:///{tmp_path}/ws.sqlite", tmp_path)
    found = kill_in(place, step, kills=20, seed=31)
    sys.stdout.write(f"{step.__name__}: {found}\n")


def test_a_migration_that_is_killed_on_the_way_is_done_at_the_next_opening(tmp_path: Path) -> None:
    place = Place(f"sqlite:///{tmp_path}/ws.sqlite", tmp_path, older=True)
    found = kill_in(place, migrate, kills=30, seed=32)
    sys.stdout.write(f"migrate: {found}\n")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_the_same_on_a_server(server_url: str, tmp_path: Path, step, monkeypatch) -> None:
    monkeypatch.setenv("SILVERLENS_HOME", str(tmp_path))
    found = kill_in(Place(server_url, tmp_path), step, kills=6, seed=33)
    sys.stdout.write(f"{step.__name__} on a server: {found}\n")
