from pathlib import Path

import pytest

from tests.storage.killing import kill_often


@pytest.mark.soak
@pytest.mark.parametrize(("writers", "seed"), [(1, 11), (2, 12)])
def test_hundred_kills_lose_nothing_that_was_confirmed(
    tmp_path: Path, writers: int, seed: int
) -> None:
    assert kill_often(tmp_path, kills=100, writers=writers, seed=seed) >= 100 * writers
