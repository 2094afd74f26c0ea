from pathlib import Path

import pytest

from tests.storage.dying import die_often
from tests.storage.killing import kill_often

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", [21, 22, 23, 24])
def test_200_kills_at_the_nth_write_lose_nothing(tmp_path: Path, seed: int) -> None:
    url = f"sqlite:///{tmp_path}/dying.sqlite"
    assert die_often(url, tmp_path, kills=50, seed=seed) >= 50


@pytest.mark.parametrize("seed", [41, 42, 43, 44])
def test_200_kills_at_the_nth_statement_lose_nothing_on_a_server(
    server_url: str, tmp_path: Path, seed: int
) -> None:
    assert die_often(server_url, tmp_path, kills=50, seed=seed) >= 50


@pytest.mark.parametrize(("writers", "seed"), [(1, 11), (2, 12)])
def test_hundred_kills_lose_nothing_that_was_confirmed(
    tmp_path: Path, writers: int, seed: int
) -> None:
    assert kill_often(tmp_path, kills=100, writers=writers, seed=seed) >= 100 * writers
