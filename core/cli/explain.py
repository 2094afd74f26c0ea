"""Say why one pair came out as it did.

Prints each source entity with its links, the spans that stood for it with every score, how sure the
choice is, who was in the way; then what found no counterpart on either side, and the best choices
for the sentence as a whole. --json prints the same as one record.
"""

import argparse
from typing import TYPE_CHECKING

from core.cli import compute, corpus, explained, inputs, methods, output
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.errors import InputError

if TYPE_CHECKING:
    from core.domain.spec import MethodSpec
    from core.domain.task import Task
    from core.pipeline.run import Extras, Projected
    from core.storage.results import Results

NAME = "explain"
EXAMPLE = "python -m core explain pairs.jsonl --id p17 --links links.jsonl --method default"
_MOST = 50


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    parser.add_argument("--id", required=True, help="id of the pair")
    methods.add(parser)
    inputs.add_extras(parser)
    parser.add_argument(
        "--alternatives",
        type=int,
        default=3,
        metavar="N",
        help=f"best choices for the whole sentence to tell, 0 to {_MOST} (default: 3)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Return 0 after printing why."""
    if not 0 <= args.alternatives <= _MOST:
        raise InputError(f"--alternatives {args.alternatives}: give a number from 0 to {_MOST}")
    specs = methods.chosen(args)
    if len(specs) > 1:
        raise InputError(f"one method at a time, not {', '.join(specs)}")
    (spec,) = specs.values()
    methods.check_extras(args, specs)
    progress = output.Progress()
    with compute.over_models(args, kept=corpus.needs_model(args, [spec])) as results:
        extras = inputs.read_extras(args)
        found, task = _found(args, spec, extras, progress, results)
    progress.clear()
    _tell(found, task, spec, args)
    return 0


def _found(
    args: argparse.Namespace,
    spec: "MethodSpec",
    extras: "Extras",
    progress: output.Progress,
    results: "Results | None",
) -> "tuple[Projected, Task]":
    """Return what became of the pair, and its task; raise where it has no outcome."""
    from core.pipeline.run import Failed, Skipped, project_pairs, task_of
    from core.pipeline.weigh import is_open

    pairs, look = corpus.linked(args, spec, progress, results)
    links: list[Alignment | None] = []

    def noted(pair: Pair) -> Alignment | None:
        alignment = look(pair)
        if pair.id == args.id:
            links.append(alignment)
        return alignment

    if spec.joint is None and not is_open(spec):
        pairs = (pair for pair in pairs if pair.id == args.id)
    for outcome in project_pairs(pairs, noted, spec, explain=True, extras=extras):
        if outcome.pair.id != args.id:
            continue
        if isinstance(outcome, Failed):
            raise outcome.error
        if isinstance(outcome, Skipped):
            raise InputError(f"pair {args.id!r} was skipped: {outcome.reason}")
        return outcome, task_of(outcome.pair, links[-1], extras)
    raise InputError(f"{inputs.name_of(args.pairs)}: no pair has the id {args.id!r}")


def _tell(found: "Projected", task: "Task", spec: "MethodSpec", args: argparse.Namespace) -> None:
    from core.formats.records import record
    from core.projection.alternatives import alternatives

    rows, left = found.projections, found.orphans or ()
    others = alternatives(task, spec, rows, most=args.alternatives) if args.alternatives else ()
    if args.json:
        head = explained.head(found.pair, task, spec)
        output.say_json({**head, **record(rows, orphans=left, alternatives=others)})
    else:
        output.say("\n".join(explained.lines(found.pair, task, spec, rows, left, others)))
