from pathlib import Path

from tests.storage.dying import die_often
from tests.storage.killing import kill_often


def test_ten_kills_at_the_nth_write_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dying.sqlite"
    assert die_often(url, tmp_path, kills=10, seed=1, steps=8) >= 10


def test_two_kills_of_two_writers_lose_nothing(tmp_path: Path) -> None:
    assert kill_often(tmp_path, kills=2, writers=2, seed=1) >= 2
