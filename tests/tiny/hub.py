"""A hub on this machine: it answers what the hub's library asks of a few models."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

COMMIT = "abcdef1234567890abcdef1234567890abcdef12"
LICENCE = "cc-by-nc-4.0"

Files = Mapping[str, bytes]


class _Server(ThreadingHTTPServer):
    models: Mapping[str, Files]


class _Hub(BaseHTTPRequestHandler):
    server: _Server

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, *, body: bool) -> None:
        path = unquote(self.path.partition("?")[0].strip("/"))
        parts = path.split("/")
        if path.startswith("api/models/"):
            name = "/".join(parts[2:4])
            files = self.server.models.get(name)
            value = _listing(files or {}) if "tree" in parts else _about(name, files or {})
            return self.give(json.dumps(value).encode() if files else None, body=body)
        files = self.server.models.get("/".join(parts[:2]), {})
        # owner/name/resolve/COMMIT/FILE, which may lie in a folder
        return self.give(files.get("/".join(parts[4:])), body=body)

    def give(self, content: bytes | None, *, body: bool) -> None:
        self.send_response(404 if content is None else 200)
        if content is None:
            self.send_header("X-Error-Code", "RepoNotFound")
        content = content or b""
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{sha256(content).hexdigest()}"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def _about(name: str, files: Files) -> dict[str, object]:
    siblings = [{"rfilename": file, "size": len(body)} for file, body in files.items()]
    card = {"license": LICENCE}
    return {"id": name, "sha": COMMIT, "siblings": siblings, "cardData": card, "tags": []}


def _listing(files: Files) -> list[dict[str, object]]:
    return [
        {"type": "file", "path": file, "size": len(body), "oid": sha256(body).hexdigest()}
        for file, body in files.items()
    ]


@contextmanager
def hub_of(models: Mapping[str, Files]) -> Iterator[str]:
    """Give the address of a hub that has these models: the files of each, by its name."""
    server = _Server(("127.0.0.1", 0), _Hub)
    server.models = models
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
