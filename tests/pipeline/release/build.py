"""A file of a release, rebuilt in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def rebuilt(folder: Path, body: bytes, *more: str, seed: str = "0") -> tuple[int, bytes, str]:
    """Return exit code, CoNLL and what was told of a release rebuilt by the command.

    Args:
        folder: for the files; the database that the command would make stands there too.
        body: of the release.
        more: arguments.
        seed: of the hashes of the process.
    """
    (folder / "v.zip").write_bytes(body)
    out = folder / f"{seed}.conll"
    env = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "SILVERLENS_DB": f"sqlite:///{folder}/fresh-{seed}.sqlite",
    }
    line = ["rebuild", str(folder / "v.zip"), "-o", str(out), "--check", *more]
    done = subprocess.run(
        [sys.executable, "-m", "core", *line],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (folder / f"fresh-{seed}.sqlite").exists()
    return done.returncode, out.read_bytes() if out.exists() else b"", done.stderr
