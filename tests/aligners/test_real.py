"""The bars that the embedded aligner is held to, on gold links of real text."""

import os
from pathlib import Path

import pytest

from core.aligners import ALIGNERS

DATA = Path(__file__).parents[3] / "shared" / "data" / "dev"


@pytest.fixture(scope="module")
def text():
    if not DATA.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared/data is missing")
        pytest.skip("../shared/data is not here")
    from bench.aligner import training_text

    return training_text("en-fr")


@pytest.mark.parametrize(("name", "bar"), [("alibi.en-fr", 0.10), ("clmd-pud.en-fr", 0.16)])
def test_alignment_error_rate(text, name, bar):
    from bench.aligner import gold, score

    pairs, rows = gold(name)
    found = ALIGNERS.get("statistical").make().align(pairs, training=text)
    assert score(found, rows).aer <= bar
