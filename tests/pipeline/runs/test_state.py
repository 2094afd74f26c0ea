import json
import os

import pytest

from core.errors import StorageError
from core.pipeline.runs.state import (
    STATE,
    STOPPED,
    StepState,
    Telling,
    ask_to_stop,
    read_state,
)
from core.storage.workfolder import at_work

STEPS = [("read", "Reading"), ("align", "Aligning")]


def test_a_run_that_never_began_is_waiting(tmp_path):
    assert read_state(tmp_path).state == "waiting"
    assert not ask_to_stop(tmp_path)


def test_a_run_is_told_step_by_step(tmp_path):
    told = []
    with at_work(tmp_path, "busy"):
        tell = Telling(tmp_path, STEPS, lambda *what: told.append(what))
        tell.begin("read")
        tell("Reading", 2, 2)
        tell.end("2 sentences")
        tell.begin("align")
        tell.note("batch halved")
        tell.note("batch halved")
        found = read_state(tmp_path)
        assert (found.state, found.pid) == ("running", os.getpid())
        assert [step.state for step in found.steps] == ["done", "running"]
        assert found.steps[0].note == "2 sentences"
        assert found.notes == ("batch halved",)
        tell.end()
        tell.finish("done", "all of it")
    assert told == [("Reading", 2, 2)]
    found = read_state(tmp_path)
    assert (found.state, found.message) == ("done", "all of it")
    assert [step.state for step in found.steps] == ["done", "done"]


def test_a_failure_is_that_of_its_step(tmp_path):
    tell = Telling(tmp_path, STEPS, None)
    tell.begin("align")
    tell.finish("failed", "no such model")
    found = read_state(tmp_path)
    assert [step.state for step in found.steps] == ["waiting", "failed"]
    assert (found.state, found.message) == ("failed", "no such model")


def test_a_run_whose_process_is_gone_has_stopped(tmp_path):
    with at_work(tmp_path, "busy"):
        Telling(tmp_path, STEPS, None).begin("align")
    found = read_state(tmp_path)
    assert (found.state, found.message) == ("stopped", STOPPED)
    assert not ask_to_stop(tmp_path)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"steps": [{"nonsense": 1}], "notes": []}'])
def test_a_broken_state_is_said(tmp_path, body):
    (tmp_path / STATE).write_text(body)
    with pytest.raises(StorageError, match="delete it to begin anew"):
        read_state(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"),
    [("pid", -1), ("pid", 0), ("pid", 1.5), ("state", "busy"), ("message", 3), ("notes", [3])],
)
def test_a_state_of_wrong_values_is_said(tmp_path, key, value):
    Telling(tmp_path, STEPS, None).begin("read")
    said = json.loads((tmp_path / STATE).read_text())
    (tmp_path / STATE).write_text(json.dumps({**said, key: value}))
    with pytest.raises(StorageError, match="delete it to begin anew"):
        ask_to_stop(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"), [("state", "busy"), ("done", "1"), ("total", -1), ("seconds", "2")]
)
def test_a_step_of_wrong_values_is_said(tmp_path, key, value):
    Telling(tmp_path, STEPS, None).begin("read")
    said = json.loads((tmp_path / STATE).read_text())
    said["steps"][0][key] = value
    (tmp_path / STATE).write_text(json.dumps(said))
    with pytest.raises(StorageError, match="delete it to begin anew"):
        read_state(tmp_path)


def test_a_run_of_another_user_is_not_stopped(tmp_path, monkeypatch):
    def deny(pid, signal):
        raise PermissionError(pid, signal)

    with at_work(tmp_path, "busy"):
        Telling(tmp_path, STEPS, None).begin("read")
        monkeypatch.setattr(os, "kill", deny)
        with pytest.raises(StorageError, match="another user's"):
            ask_to_stop(tmp_path)


def test_state_is_plain_json(tmp_path):
    Telling(tmp_path, STEPS, None).begin("read")
    assert json.loads((tmp_path / STATE).read_text())["state"] == "running"


@pytest.mark.parametrize(
    ("step", "left"),
    [
        (StepState("a", "A", "running", done=30, total=90, seconds=20.0, first=10), 60.0),
        (StepState("a", "A", "running", done=30, total=90, seconds=1.0), None),
        (StepState("a", "A", "running", done=10, total=90, seconds=20.0, first=10), None),
        (StepState("a", "A", "running", done=10, total=0, seconds=20.0), None),
        (StepState("a", "A", "done", done=90, total=90, seconds=20.0), None),
    ],
)
def test_time_left(step, left):
    assert step.left_s() == left
