"""A real OpenID provider on this machine, and the app with sign-in on beside it."""

import json
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, expect

from core.storage.secret import write_sign_in
from tests.e2e.server import Server, free_port


class Provider:
    """An OpenID provider that knows these people, each by a subject with claims."""

    def __init__(self, people: Mapping[str, Mapping[str, object]]) -> None:
        self.port = free_port()
        claims = [json.dumps({"sub": sub, **more}) for sub, more in people.items()]
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "oidc_provider_mock", f"--port={self.port}"),
                *(f"--user-claims={claim}" for claim in claims),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_until_up()

    @property
    def metadata(self) -> str:
        return f"{self.url}/.well-known/openid-configuration"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def _wait_until_up(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.metadata, timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the provider did not start")


def guarded(folder: Path, provider: Provider) -> Server:
    """Return the app, not started yet, whose people sign in at the provider."""
    file = folder / "secrets.toml"
    running = Server(folder, arguments=("--secrets.files", str(file)))
    write_sign_in(
        file,
        client_id="silverlens",
        client_secret=secrets.token_urlsafe(24),
        metadata=provider.metadata,
        redirect=f"{running.url}/oauth2callback",
    )
    return running


def sign_in(page: Page, server: Server, subject: str) -> None:
    """Sign in as a person whom the provider knows, from the page that asks for it."""
    page.goto(server.url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=subject, exact=True).first.click()
    page.wait_for_url(f"{server.url}/**")
    expect(page.get_by_test_id("stApp")).to_be_visible()
