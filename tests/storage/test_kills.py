from pathlib import Path

from tests.storage.killing import kill_often


def test_ten_kills_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    assert kill_often(tmp_path, kills=10, writers=1, seed=1) >= 10
