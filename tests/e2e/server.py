"""The app as a person starts it, on a database of its own, to be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from core.pipeline.prepare import prepare
from core.pipeline.sample import SAMPLE, sample_pairs
from core.storage import Workspace

ROOT = Path(__file__).parents[2]
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server:
    """The app as `make app` starts it, which can be killed and started again."""

    def __init__(
        self,
        folder: Path,
        script: Path = ROOT / "app.py",
        arguments: tuple[str, ...] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.script = script
        self.arguments = arguments
        self.settings = settings or {}
        self.learns = False
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.database = f"sqlite:///{folder / 'test.sqlite'}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def take_sample(self) -> Workspace:
        """Return the database after putting the sample into it, aligned and projected."""
        workspace = Workspace.open(self.database)
        workspace.create_project(SAMPLE, sample_pairs())
        prepare(workspace, SAMPLE)
        return workspace

    def start(self) -> "Server":
        env = os.environ | {
            "SILVERLENS_DB": self.database,
            "STREAMLIT_SERVER_PORT": str(self.port),
            "STREAMLIT_SERVER_HEADLESS": "true",
            "SILVERLENS_LEARN": "yes" if self.learns else "no",
            **self.settings,
        }
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(self.script), *self.arguments],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=log,
            )
        self._wait_until_healthy()
        return self

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def _wait_until_healthy(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"the server did not start:\n{self.log()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
