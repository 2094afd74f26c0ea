from pathlib import Path

import pytest

from core.text.paths import expanded, is_folder


def test_a_home_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert expanded("~/models") == tmp_path / "models"
    assert expanded(Path("~")) == tmp_path


@pytest.mark.parametrize("path", ["~nobody-of-this-name/x", "models", "", "a~b"])
def test_what_has_no_home_stays_as_it_is(path: str) -> None:
    assert expanded(path) == Path(path)


@pytest.mark.parametrize("path", ["x" * 5000, "a\0b", "no/such/folder", "\ud800"])
def test_what_is_no_path_is_no_folder(path: str) -> None:
    assert not is_folder(path)


def test_a_folder_is_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert is_folder(tmp_path)
    assert not is_folder(tmp_path / "file")
