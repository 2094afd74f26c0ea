from pathlib import Path

import pytest

from core.errors import StorageError
from core.storage.folders import check_replaceable, write_folder

MARK = "card"


def filled(text: str):
    def fill(folder: Path) -> None:
        (folder / "deep").mkdir()
        (folder / "deep" / "data").write_text(text)
        (folder / MARK).write_text("x")

    return fill


def test_a_folder_is_new_or_replaced_whole(tmp_path) -> None:
    write_folder(tmp_path / "t", filled("one"), mark=MARK)
    (tmp_path / "t" / "left over").write_text("y")
    write_folder(tmp_path / "t", filled("two"), mark=MARK)
    assert sorted(p.name for p in (tmp_path / "t").iterdir()) == [MARK, "deep"]
    assert (tmp_path / "t" / "deep" / "data").read_text() == "two"
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", filled("three"), mark=MARK)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "t"]


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        RuntimeError("while serializing: No space left on device (os error 28)"),
        KeyError("x"),
    ],
)
def test_what_fails_half_way_leaves_the_old_one(tmp_path, error) -> None:
    write_folder(tmp_path / "t", filled("one"), mark=MARK)

    def fail(folder: Path) -> None:
        (folder / MARK).write_text("x")
        raise error

    with pytest.raises((StorageError, KeyError)):
        write_folder(tmp_path / "t", fail, mark=MARK)
    assert (tmp_path / "t" / "deep" / "data").read_text() == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["t"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("other", "holds something else"),
        ("file", "is a file"),
        ("no/where", "there is no folder"),
        ("/", "names no folder"),
    ],
)
def test_what_cannot_be_written(tmp_path, name, message) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine").write_text("x")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match=message):
        check_replaceable(tmp_path / name if name != "/" else "/", mark=MARK)
