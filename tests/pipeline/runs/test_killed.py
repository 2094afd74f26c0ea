"""Runs killed from outside, anywhere, and started again: the same files to the byte."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from core.pipeline.runs.state import ask_to_stop, read_state
from tests.pipeline.runs.conftest import SWAHILI, sentences
from tests.pipeline.runs.test_engine import written

pytestmark = pytest.mark.soak
_WITHIN_S = 120


@pytest.fixture(scope="module")
def long(world):
    """The world with a text of several chunks."""
    rows = sentences(400, seed=2)
    lines = (
        " ".join([f"{k}", *(SWAHILI.get(word, word) for word in row)]) for k, row in enumerate(rows)
    )
    (world / "long.txt").write_text("\n".join(lines) + "\n")
    run = (world / "run.toml").read_text().replace("sw.txt", "long.txt")
    (world / "long.toml").write_text(run)
    return world


def start(world, folder, results):
    command = [sys.executable, "-m", "core", "run", str(world / "long.toml"), "-o", str(folder)]
    return subprocess.Popen(
        command,
        env={**os.environ, "SILVERLENS_RESULTS": str(results)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def whole(long, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    process = start(long, folder / "out", folder / "results.sqlite")
    assert process.wait(timeout=_WITHIN_S) == 0
    return folder / "out"


@pytest.mark.parametrize("seed", range(8))
def test_a_killed_run_goes_on_and_ends_the_same(long, whole, tmp_path, seed):
    draw = random.Random(seed)
    folder, results = tmp_path / "out", tmp_path / "results.sqlite"
    for _ in range(3):
        process = start(long, folder, results)
        wait_for_begin(folder, process)
        time.sleep(draw.uniform(0.0, 5.0))
        process.kill()
        process.wait(timeout=_WITHIN_S)
        assert read_state(folder).state in {"stopped", "done"}
        for path in folder.glob("*.conll"):
            assert path.read_bytes() == (whole / path.name).read_bytes()
    process = start(long, folder, results)
    assert process.wait(timeout=_WITHIN_S) == 0
    assert written(folder) == written(whole)


def test_a_run_that_is_asked_to_stop_says_so_and_goes_on(long, whole, tmp_path):
    folder, results = tmp_path / "out", tmp_path / "results.sqlite"
    process = start(long, folder, results)
    wait_for_begin(folder, process)
    assert ask_to_stop(folder)
    assert process.wait(timeout=_WITHIN_S) == 128 + signal.SIGINT
    assert read_state(folder).state == "stopped"
    process = start(long, folder, results)
    assert process.wait(timeout=_WITHIN_S) == 0
    assert written(folder) == written(whole)


def wait_for_begin(folder, process):
    deadline = time.monotonic() + _WITHIN_S
    while read_state(folder).state != "running":
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
