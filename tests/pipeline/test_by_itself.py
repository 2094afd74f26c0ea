import pytest

from core.pipeline import by_itself
from core.pipeline.learn import Readiness
from core.storage import Workspace
from tests.storage.build import filled


@pytest.fixture
def due(tmp_path, monkeypatch) -> Workspace:
    """Return a database with project `one`, in which there is enough to learn from."""
    monkeypatch.setattr(by_itself, "readiness", lambda *_: Readiness(60, 30, 0, due=True))
    monkeypatch.delenv(by_itself.SETTING, raising=False)
    opened = Workspace.open(f"sqlite:///{tmp_path / 'test.sqlite'}")
    filled(opened)
    return opened


def test_a_project_learns_by_itself_until_somebody_says_otherwise(due) -> None:
    assert by_itself.is_time(due, "one") == 60
    by_itself.want(due, "one", on=False)
    assert not by_itself.is_wanted(due, "one")
    assert by_itself.is_time(due, "one") == 0
    by_itself.want(due, "one", on=True)
    assert by_itself.is_time(due, "one") == 60


@pytest.mark.parametrize("said", ["no", " No ", "0", "off", "false"])
def test_a_server_can_keep_all_projects_from_it(due, monkeypatch, said: str) -> None:
    monkeypatch.setenv(by_itself.SETTING, said)
    assert by_itself.is_wanted(due, "one")
    assert by_itself.is_time(due, "one") == 0


def test_it_waits_until_enough_was_decided(due, monkeypatch) -> None:
    monkeypatch.setattr(by_itself, "readiness", lambda *_: Readiness(60, 3, 0, due=False))
    assert by_itself.is_time(due, "one") == 0
