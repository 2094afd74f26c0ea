"""Work in processes of its own, so that whoever asked stays small and goes on answering."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def start_preparing(
    project: str, *, url: str, methods: Sequence[str] = (), model_of: str = ""
) -> "subprocess.Popen[bytes]":
    """Return the process that runs `python -m core prepare` for a project.

    It outlives its parent and tells the project's job how far it is; what it would print is let go.

    Args:
        project: name of the project.
        url: of the database.
        methods: names of methods; none means those that every project starts with.
        model_of: project by what was learned of which to align; "" for learning anew.
    """
    asked = [f"--project={project}", f"--db={url}", *(f"--method={name}" for name in methods)]
    if model_of:
        asked.append(f"--model-of={model_of}")
    return start("prepare", *asked)


def start_calibrating(project: str, *, url: str) -> "subprocess.Popen[bytes]":
    """Return the process that runs `python -m core calibrate` for a project."""
    return start("calibrate", f"--project={project}", f"--db={url}")


def start(command: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """Return the process that runs `python -m core COMMAND`; it outlives its parent."""
    return subprocess.Popen(
        [sys.executable, "-m", "core", command, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
