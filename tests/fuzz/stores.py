"""What is fuzzed and needs a database or a folder: messages of a page, backups, releases, models.

The database is made once for each process, and thrown away with it.
"""

import atexit
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from core.errors import CoreError
from core.models import card, located
from core.pipeline.release import rebuild
from core.pipeline.runs.state import STATE, read_state
from core.review import guide
from core.review.asks import answer
from core.review.decide import apply_ops
from core.storage import Workspace
from core.storage.portable import Reader, Tally
from tests.review.build import projected


@cache
def folder() -> Path:
    """Return a folder that is gone with the process."""
    made = tempfile.mkdtemp(prefix="silverlens-fuzz-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


@cache
def workspace() -> Workspace:
    """Return a database with one project, in which whatever is read may be carried out."""
    ws = Workspace.open(f"sqlite:///{folder()}/fuzz.sqlite")
    projected(ws)
    return ws


def ops(data: bytes) -> None:
    """Carry out what a page sent."""
    raw = plain(data)
    if raw is not None:
        given = raw if isinstance(raw, list) else [raw]
        apply_ops(workspace(), "one", "ann", "tab-1", given)


def ask(data: bytes) -> None:
    """Answer what a page asked."""
    raw = plain(data)
    if raw is not None:
        answer(workspace(), "one", "ann", raw)


def backup(data: bytes) -> None:
    """Read a backup, as it is and with the digests that it would have."""
    failed = None
    for lines in (data.splitlines(keepends=True), digested(data)):
        try:
            for _, _, batches in Reader(lines, "a.jsonl.gz").tables():
                for _ in batches:
                    pass
        except CoreError as error:
            failed = error
    if failed is not None:
        raise failed


def digested(data: bytes) -> list[bytes]:
    """Return the lines of a backup but its last, and an end that says what they hold."""
    lines = data.splitlines(keepends=True)[:-1]
    told: dict[str, object] = {}
    name, tally = "", Tally()
    for line in lines[1:]:
        raw = plain(line)
        if isinstance(raw, dict) and "table" in raw:
            told |= {name: tally.digest()._asdict()} if name else {}
            name, tally = str(raw["table"]), Tally()
        else:
            tally.add(line)
    told |= {name: tally.digest()._asdict()} if name else {}
    return [*lines, json.dumps({"end": told}).encode() + b"\n"]


def release(data: bytes) -> None:
    """Rebuild a release."""
    rebuild(io.BytesIO(data), file="a.zip")


def guideline(data: bytes) -> None:
    """Read a guideline."""
    guide.from_json(data.decode("utf-8", "replace"), file="a.json")


def model(data: bytes) -> None:
    """Read what a folder says of the model in it."""
    for name, read in (
        (card.CARD, card.read_card),
        ("config.json", located.architectures),
        ("model.safetensors.index.json", located._lacking_weights),
    ):
        in_folder("model", name, data, read)


def state(data: bytes) -> None:
    """Read how far a run is."""
    in_folder("run", STATE, data, read_state)


def in_folder(name: str, file: str, data: bytes, read: Callable[[Path], object]) -> None:
    """Read a folder with one file in it."""
    here = folder() / name
    here.mkdir(exist_ok=True)
    (here / file).write_bytes(data)
    try:
        read(here)
    finally:
        (here / file).unlink()


def plain(data: bytes) -> object:
    """Return the JSON that some bytes are, None where they are none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


TARGETS: dict[str, Callable[[bytes], object]] = {
    "core.models.card": model,
    "core.pipeline.release": release,
    "core.pipeline.runs.state": state,
    "core.review.asks": ask,
    "core.review.decide": ops,
    "core.review.guide": guideline,
    "core.storage.backup": backup,
}
