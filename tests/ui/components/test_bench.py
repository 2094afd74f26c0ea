from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from ui.components import bench

HARNESS = Path(__file__).parents[2] / "e2e" / "harness" / "bench_app.py"


def test_the_harness_mounts_one_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HARNESS.parent))
    at = AppTest.from_file(str(HARNESS), default_timeout=20).run()
    assert not at.exception
    assert len(at.get("bidi_component")) == 1


def test_listeners_hear_values_and_nothing_before_there_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[object] = []
    state: dict[str, object] = {}
    monkeypatch.setattr(bench, "st", SimpleNamespace(session_state=state))
    bench._tell("b", "ops", heard.append)
    state["b"] = {"ops": None, "nav": {"n": 1}}
    bench._tell("b", "ops", heard.append)
    bench._tell("b", "nav", heard.append)
    assert heard == [{"n": 1}]


def test_script_and_style_are_small_and_whole() -> None:
    assert bench.script().count("export default function bench") == 1
    assert len(bench.script()) + len(bench.style()) < 250_000
    assert bench.style().count("{") == bench.style().count("}")
