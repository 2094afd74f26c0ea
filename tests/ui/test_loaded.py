import gc
import sys
import types
from collections.abc import Iterator

import pytest

from ui import loaded


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    loaded._keep.cache_clear()
    yield
    gc.unfreeze()
    loaded._keep.cache_clear()


def test_what_was_loaded_is_passed_over_and_what_comes_later_is_not() -> None:
    gc.unfreeze()
    loaded.keep()
    kept = gc.get_freeze_count()
    assert kept > 10_000
    later: list[object] = []
    later.append(later)
    loaded.keep()
    assert any(one is later for one in gc.get_objects())


def test_more_modules_are_kept_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded.keep()
    later: list[object] = []
    later.append(later)
    monkeypatch.setitem(sys.modules, "late", types.ModuleType("late"))
    loaded.keep()
    assert not any(one is later for one in gc.get_objects())
