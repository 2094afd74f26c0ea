import sys
from pathlib import Path

import pytest

from tests.storage.crowd import gather


def test_three_people_lose_and_double_nothing(database_or_soak: str, tmp_path: Path) -> None:
    crowd = gather(database_or_soak, tmp_path, people=3, decisions=36, seed=1)
    assert crowd.decisions >= 36
    assert crowd.reads > 0


@pytest.mark.soak
def test_eight_people_and_2000_decisions(database: str, tmp_path: Path) -> None:
    crowd = gather(database, tmp_path, people=8, decisions=2000, seed=2)
    assert crowd.decisions >= 2000
    assert crowd.refused["met another"] > 0
    assert min(crowd.reads, crowd.writes) > 0
    sys.stdout.write(f"{crowd}\n")
