"""What came to nothing: told, listed, and kept from shifting a file in which position counts."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from core.cli import output
from core.errors import ExportError, InputError

if TYPE_CHECKING:
    from core.pipeline.outcomes import Failed, Skipped

SOME_FAILED = 3
"""The exit code where something failed: a file would have shifted, or a table lacks it."""

Rows = Sequence[Mapping[str, object]]
_SHOWN = 5


class Missed:
    """Pairs without a projection, as they are met.

    `position` is that of the pair that is looked at, from 1 on; `rows` are the lines of --failures.
    """

    def __init__(self) -> None:
        self.position = 0
        self.rows: list[dict[str, object]] = []

    def add(self, outcome: "Skipped | Failed") -> bytes:
        """Return the line of a projections file that says why a pair has none; note the pair."""
        from core.formats import projections_jsonl
        from core.pipeline.outcomes import Failed

        if isinstance(outcome, Failed):
            kind, why, line = "failed", str(outcome.error), projections_jsonl.failed
        else:
            kind, why, line = "skipped", outcome.reason, projections_jsonl.skipped
        place = {"id": outcome.pair.id, "position": self.position}
        self.rows.append({**place, "outcome": kind, "reason": why})
        return line(outcome.pair, why)

    def told(self) -> str:
        """Return what happened, with the first of them."""
        failed = sum(row["outcome"] == "failed" for row in self.rows)
        head = f"{self.position} pairs: {len(self.rows) - failed} skipped, {failed} failed"
        return listed(head, [f"{r['outcome']} {r['id']}: {r['reason']}" for r in self.rows])


def listed(head: str, items: Sequence[str], *, most: int = _SHOWN) -> str:
    """Return a line, below it the first items, and how many more there are."""
    more = [f"  and {len(items) - most} more"] if len(items) > most else []
    return "\n".join([head, *(f"  {item}" for item in items[:most]), *more])


def add_failures(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the file that takes what came to nothing.

    Args:
        parser: of the command.
        what: it lists, in words.
    """
    parser.add_argument("--failures", metavar="FILE", help=f"JSONL of the {what}")


def check_failures(args: argparse.Namespace) -> None:
    """Raise InputError if the output and --failures are one file."""
    if args.failures and PurePath(args.failures) == PurePath(args.output):
        raise InputError(f"-o and --failures are both {args.output}; name two files")


def deliver(
    args: argparse.Namespace,
    chunks: Iterable[bytes],
    rows: Rows,
    told: Callable[[], str],
    *,
    shifts: str,
) -> int:
    """Return 0 after writing the output and --failures, 3 after writing neither.

    What is missing is told on standard error in both cases.

    Args:
        args: with `output` and `failures`.
        chunks: of the output.
        rows: what came to nothing; complete once the chunks are read to their end.
        told: gives that in words.
        shifts: what would shift without the rows, such as "a CoNLL file"; "" for an output in which
            position does not count.
    """
    try:
        output.deliver(args.output, _closed(chunks, rows, told, shifts, args.failures))
    except ExportError as error:
        output.warn(f"error: {error}")
        return SOME_FAILED
    if rows:
        output.warn(told())
    return 0


def _closed(
    chunks: Iterable[bytes],
    rows: Rows,
    told: Callable[[], str],
    shifts: str,
    failures: str | None,
) -> Iterator[bytes]:
    """Yield the chunks; before the end stop what would shift, or write the failures first."""
    from core.formats import jsonl

    yield from chunks
    if rows and shifts and not failures:
        remedy = "name a file for them with --failures FILE, or write JSONL"
        raise ExportError(f"{shifts} would shift: {told()}\n{remedy}; nothing written")
    if failures:
        output.deliver(failures, map(jsonl.dump, rows))
