import subprocess
import sys

import pytest

from tests.fuzz.targets import ROOT, targets


@pytest.mark.soak
@pytest.mark.parametrize("name", targets())
def test_a_fuzzer_guided_by_coverage_finds_no_fault(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--seconds", "20", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
