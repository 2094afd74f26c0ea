import subprocess
import sys

import pytest

from core.errors import ConflictError, StorageError
from core.storage.workfolder import at_work, is_at_work, open_workfolder


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


def test_one_process_at_a_time(tmp_path) -> None:
    code = (
        "import sys; from pathlib import Path; from core.storage.workfolder import at_work\n"
        "with at_work(Path(sys.argv[1]), 'busy here'): pass"
    )
    assert not is_at_work(tmp_path)
    with at_work(tmp_path, "busy"):
        other = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
        )
        assert is_at_work(tmp_path)
    assert "busy here" in other.stderr
    with (
        at_work(tmp_path, ""),
        pytest.raises(ConflictError, match="busy"),
        at_work(tmp_path, "busy"),
    ):
        pass
    assert not is_at_work(tmp_path)


def test_what_a_killed_write_left_is_no_content_and_goes(tmp_path) -> None:
    """As if the process had been killed in the midst of the very first write."""
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / ".mark.frv461w_").write_bytes(b"ha")
    open_workfolder(folder, mark="mark", content=b"one")
    (folder / ".gitignore").write_text("theirs")
    (folder / "a.json.frv461w_").write_text("theirs")
    with at_work(folder, "busy"):
        found = {path.name for path in folder.iterdir()}
    assert found == {"mark", ".lock", ".gitignore", "a.json.frv461w_"}
