"""A file of results is let go of at the end of its block."""

from pathlib import Path

import pytest

from core.errors import InputError
from core.storage.results import Results


def test_a_block_closes_the_file(tmp_path) -> None:
    with Results.open(tmp_path / "results.sqlite") as results:
        results.put("links", {"a": b"1"})
        assert (tmp_path / "results.sqlite-wal").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["results.sqlite"]


def test_so_does_one_that_ends_in_an_error(tmp_path) -> None:
    with pytest.raises(InputError, match="stop"):
        _stopped(tmp_path / "results.sqlite")
    assert [one.name for one in tmp_path.iterdir()] == ["results.sqlite"]
    with Results.open(tmp_path / "results.sqlite") as results:
        assert results.get("links", ["a", "b"]) == {"a": b"1"}


def _stopped(path: Path) -> None:
    with Results.open(path) as results:
        results.put("links", {"a": b"1"})
        raise InputError("stop")
