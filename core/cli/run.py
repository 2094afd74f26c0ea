"""Do a whole run from its file: raw text to projected data.

The file (TOML) says the text, the languages, the models and the methods; the page Run writes such
files. Every step writes its file into the folder when it is done, and what models find is kept bit
by bit: a run that was stopped or killed goes on where it was, and ends with the same files.
"""

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli import compute, output
from core.errors import InputError

if TYPE_CHECKING:
    from core.pipeline.runs.config import RunConfig
    from core.pipeline.runs.plan import Plan

NAME = "run"
EXAMPLE = "python -m core run hausa.toml --plan"
STOPPED = "stopped; what is finished is kept, and the same command goes on from there"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("config", metavar="CONFIG", nargs="?", help="the run, a TOML file")
    parser.add_argument("--keys", action="store_true", help="only list what such a file can say")
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", help="default: named as CONFIG, beside it"
    )
    parser.add_argument(
        "--plan", action="store_true", help="only tell what it needs, what is here, and how long"
    )
    parser.add_argument("--db", metavar="URL", help="database, for a run that becomes a project")
    compute.add_results(parser)


def run(args: argparse.Namespace) -> int:
    """Return 0 after the run; sentences that fell out are told and stand in lost.jsonl."""
    from core.pipeline.runs.config import from_toml
    from core.pipeline.runs.engine import LOST
    from core.pipeline.runs.engine import run as run_all
    from core.storage.files import read_bytes

    if args.keys:
        return _tell_keys()
    if not args.config:
        raise InputError("no run is named; usage: run CONFIG (`run --keys` lists what it can say)")
    path = Path(args.config).expanduser()
    config = from_toml(read_bytes(path), file=path.name)
    if args.plan:
        return _tell_plan(config, path.parent)
    folder = Path(args.output) if args.output else path.with_suffix("")
    progress = output.Progress()
    with _stoppable(), compute.results_of(args) as results:
        work = run_all(
            config,
            folder,
            base=path.parent,
            results=results,
            report=progress,
            url=args.db,
        )
    progress.clear()
    for note in work.tell.run.notes:
        output.warn(note)
    for step in work.tell.run.steps:
        output.say(f"{step.title}: {step.note}")
    if work.lost:
        lost = len({one.id for one in work.lost})
        output.warn(f"{lost:,} sentences fell out; {folder / LOST} says why")
    output.say(f"{folder}")
    return 0


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let a request to end this process stop the block as Ctrl-C does: in words, and cleanly."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell_keys() -> int:
    from core.pipeline.runs.fields import FIELDS
    from core.projection.resolve import DEFAULT_ALIGNER

    about = "the aligner, its options beside it (`parts` lists them)"
    rows = [(one.key, _default(one.default), one.summary) for one in FIELDS]
    table = [("key", "default", "what it is"), *rows, ("aligner.part", DEFAULT_ALIGNER, about)]
    output.say(output.left_table(table))
    return 0


def _default(value: object) -> str:
    """Return a default as the file would say it."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "-"
    return str(value).lower() if isinstance(value, bool) else str(value) or "-"


def _tell_plan(config: "RunConfig", base: Path) -> int:
    from core.pipeline.runs.plan import plan

    found = plan(config, base)
    output.say(f"{found.sentences:,} sentences, on {found.where}")
    if found.needs:
        rows = [("key", "model", "here", "size", "licence"), *map(_row, found.needs)]
        output.say(output.left_table(rows))
    for need in found.needs:
        if need.note:
            output.say(f"{need.name}: {need.note}")
    for note in found.notes:
        output.say(note)
    _tell_times(found)
    return 0


def _row(need: Any) -> tuple[str, ...]:
    size = "?" if need.megabytes is None else f"{need.megabytes:,} MB"
    return need.key, need.name, "yes" if need.here else "no", size, need.licence or "?"


def _tell_times(found: "Plan") -> None:
    for title, seconds in found.steps:
        output.say(f"{title}: {'no estimate' if seconds is None else output.about(seconds)}")
    known = [seconds for _, seconds in found.steps if seconds is not None]
    output.say(
        f"in all {output.about(sum(known))}, roughly; what was worked out before costs nothing"
    )
