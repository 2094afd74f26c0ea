"""Carry the entities of every source sentence over to its target.

A JSONL output repeats each pair with tgt_tags projected, gold_tags and projections; a pair that
was skipped or failed has tgt_tags null and says why. A CoNLL output has no place for such a pair:
without --failures nothing is written and the exit code is 3.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from core.cli import corpus, inputs, methods, output
from core.domain.pair import Sentence
from core.errors import ExportError, InputError

if TYPE_CHECKING:
    from core.pipeline.run import Failed, Outcome, Skipped

NAME = "project"
EXAMPLE = (
    "python -m core project pairs.jsonl --train en-de.tsv.gz --method default "
    "--label-map MISC=O -o silver.conll"
)
_SHOWN = 5
_SOME_FAILED = 3


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    methods.add(parser)
    inputs.add_extras(parser)
    parser.add_argument("--explain", action="store_true", help="say why, in a JSONL output")
    parser.add_argument(
        "--failures", metavar="FILE", help="JSONL of the pairs that were skipped or failed"
    )
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl or .conll")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the projected pairs, 3 where a CoNLL file would have shifted."""
    from core.pipeline.run import project_pairs

    if args.failures and PurePath(args.failures) == PurePath(args.output):
        raise InputError(f"-o and --failures are both {args.output}; name two files")
    columns = output.choose(args.output, {".jsonl": False, ".conll": True}, piped=".jsonl")
    if args.explain and columns:
        raise InputError("a CoNLL file has no place for --explain; write JSONL")
    specs = methods.chosen(args)
    if len(specs) > 1:
        raise InputError(f"one method at a time, not {', '.join(specs)}; `evaluate` takes several")
    (spec,) = specs.values()
    methods.check_extras(args, specs)
    extras = inputs.read_extras(args)
    progress = output.Progress()
    pairs, look, spec = corpus.weighed(args, spec, extras, progress)
    sizes = corpus.sizes(args, spec)
    pairs = corpus.counted(pairs, f"Projecting with {spec.name}", progress)
    outcomes = project_pairs(pairs, look, spec, explain=args.explain, extras=extras, sizes=sizes)
    missed = _Missed()
    chunks = _conll(outcomes, missed) if columns else _jsonl(outcomes, missed)
    try:
        output.deliver(args.output, _closed(chunks, missed, args.failures, columns=columns))
    except ExportError as error:
        progress.clear()
        output.warn(f"error: {error}")
        return _SOME_FAILED
    progress.clear()
    if missed.count:
        output.warn(missed.told())
    return 0


class _Missed:
    """Pairs without a projection."""

    def __init__(self) -> None:
        self.position = 0
        self.rows: list[dict[str, object]] = []

    @property
    def count(self) -> int:
        return len(self.rows)

    def add(self, outcome: "Skipped | Failed", why: str, *, failed: bool) -> None:
        kind = "failed" if failed else "skipped"
        place = {"id": outcome.pair.id, "position": self.position}
        self.rows.append({**place, "outcome": kind, "reason": why})

    def told(self) -> str:
        """Return what happened, with the first of them."""
        failed = sum(row["outcome"] == "failed" for row in self.rows)
        head = f"{self.position} pairs: {self.count - failed} skipped, {failed} failed"
        lines = [f"  {r['outcome']} {r['id']}: {r['reason']}" for r in self.rows[:_SHOWN]]
        if self.count > _SHOWN:
            lines.append(f"  and {self.count - _SHOWN} more")
        return "\n".join([head, *lines])


def _jsonl(outcomes: "Iterable[Outcome]", missed: _Missed) -> Iterator[bytes]:
    from core.formats import projections_jsonl
    from core.pipeline.run import Failed, Projected

    for missed.position, outcome in enumerate(outcomes, start=1):
        if isinstance(outcome, Projected):
            yield projections_jsonl.projected(
                outcome.pair,
                outcome.projections,
                outcome.orphans,
                sources=outcome.sources,
                others=outcome.others,
            )
        elif isinstance(outcome, Failed):
            missed.add(outcome, str(outcome.error), failed=True)
            yield projections_jsonl.failed(outcome.pair, str(outcome.error))
        else:
            missed.add(outcome, outcome.reason, failed=False)
            yield projections_jsonl.skipped(outcome.pair, outcome.reason)


def _conll(outcomes: "Iterable[Outcome]", missed: _Missed) -> Iterator[bytes]:
    from dataclasses import replace

    from core.formats import conll
    from core.pipeline.run import Failed, Projected

    def sentences() -> Iterator[Sentence]:
        for missed.position, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Projected):
                yield replace(outcome.pair.target, entities=outcome.entities())
            elif isinstance(outcome, Failed):
                missed.add(outcome, str(outcome.error), failed=True)
            else:
                missed.add(outcome, outcome.reason, failed=False)

    return conll.write(sentences())


def _closed(
    chunks: Iterable[bytes], missed: _Missed, failures: str | None, *, columns: bool
) -> Iterator[bytes]:
    """Yield the chunks; before the end stop what would shift, or write the failures first."""
    from core.formats import jsonl

    yield from chunks
    if missed.count and columns and not failures:
        remedy = "name a file for them with --failures FILE, or write JSONL"
        raise ExportError(f"a CoNLL file would shift: {missed.told()}\n{remedy}; nothing written")
    if failures:
        output.deliver(failures, (jsonl.dump(row) for row in missed.rows))
