import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.cli import main

ROWS = [
    ("p1", ["Anna", "sleeps"], ["B-PER", "O"], ["schläft", "Anna"], ["O", "B-PER"]),
    ("p2", ["In", "Rome", "."], ["O", "B-LOC", "O"], ["In", "Rome", "."], ["B-LOC", "I-LOC", "O"]),
    ("p3", ["UN", "!"], ["B-MISC", "O"], ["UN", "!"], ["B-ORG", "O"]),
]


def row(name: str, src: list[str], src_tags, tgt: list[str], tgt_tags, **more: object) -> bytes:
    value = {
        "id": name,
        "src_lang": "en",
        "tgt_lang": "de",
        "src_tokens": src,
        "src_tags": src_tags,
        "tgt_tokens": tgt,
        "tgt_tags": tgt_tags,
        **more,
    }
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


class Shell:
    """Runs command lines in a folder of its own."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str], feed) -> None:
        self.folder = folder
        self._capfd = capfd
        self.feed: Callable[[bytes], None] = feed
        self.out = self.err = ""

    def __call__(self, line: str) -> int:
        """Run a command line; `@name` is a file of the folder."""
        self._capfd.readouterr()
        words = [word.replace("@", f"{self.folder}/") for word in line.split()]
        code = main(words)
        self.out, self.err = self._capfd.readouterr()
        return code

    def write(self, name: str, content: bytes | str) -> None:
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def database_of_commands(tmp_path: Path) -> str:
    """The URL of the database that commands go to."""
    return f"sqlite:///{tmp_path}/db/work.sqlite"


@pytest.fixture
def shell(tmp_path: Path, capfd, monkeypatch, database_of_commands: str) -> Shell:
    """A folder with a pairs file, and equal words linked."""

    def feed(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    monkeypatch.setenv("SILVERLENS_DB", database_of_commands)
    made = Shell(tmp_path, capfd, feed)
    made.write("pairs.jsonl", b"".join(row(*r) for r in ROWS))
    made.write("links.pharaoh", "0-1\n0-0 1-1 2-2\n0-0 1-1\n")
    return made
