import pytest

from core.errors import StorageError
from core.storage.workfolder import open_workfolder


def test_a_folder_is_made_marked_and_found_again(tmp_path) -> None:
    folder = open_workfolder(tmp_path / "w", mark="mark", content=b"one")
    (folder / "mine").write_text("kept")
    assert open_workfolder(tmp_path / "w", mark="mark", content=b"two") == folder
    assert (folder / "mark").read_bytes() == b"one"
    assert (folder / "mine").read_text() == "kept"


def test_an_empty_folder_is_taken(tmp_path) -> None:
    (tmp_path / "w").mkdir()
    assert (open_workfolder(tmp_path / "w", mark="m", content=b"") / "m").is_file()


@pytest.mark.parametrize("name", ["file", "full", "no/where"])
def test_what_is_something_else_is_refused(tmp_path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "theirs").write_text("x")
    with pytest.raises(StorageError):
        open_workfolder(tmp_path / name, mark="m", content=b"")
    assert not (tmp_path / "full" / "m").exists()
