"""backup and restore from the command line, from one database into another."""

from pathlib import Path

import pytest

from core.storage import Workspace
from tests.cli.conftest import Shell


@pytest.fixture
def database_of_commands(database_or_soak: str) -> str:
    return database_or_soak


def test_what_was_backed_up_is_there_again(shell: Shell, tmp_path: Path) -> None:
    assert shell("import @pairs.jsonl --project news --no-prepare") == 0
    assert shell("backup -o @all.jsonl.gz") == 0, shell.err
    other = f"sqlite:///{tmp_path}/other.sqlite"
    assert shell(f"restore @all.jsonl.gz --db {other}") == 0, shell.err
    found = Workspace.open(other)
    assert list(found.iter_pairs("news")) == list(Workspace.open().iter_pairs("news"))
    assert shell("doctor") == 0
