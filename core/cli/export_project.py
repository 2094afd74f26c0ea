"""Write a project's corrected data, or one of its layers.

The output is read back and compared with the project before it is handed over. Excluded pairs, and
pairs of which nothing is known, are never in it; they are counted on standard error.
"""

import argparse

from core.cli import output, prepare
from core.domain.decision import PairStatus
from core.errors import ExportError

NAME = "export"
EXAMPLE = "python -m core export --project news --status done -o news.conll"
_FORMATS = {".conll": "conll", ".jsonl": "jsonl"}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help=".conll or .jsonl; - is JSONL"
    )
    parser.add_argument(
        "--status",
        nargs="+",
        action="extend",
        choices=[str(status) for status in PairStatus if status is not PairStatus.EXCLUDED],
        metavar="STATUS",
        help="pairs wanted (default: done); unreviewed, in-progress, done, skipped, flagged",
    )
    parser.add_argument(
        "--layer",
        default="corrected",
        metavar="NAME",
        help="corrected (default), gold, or the name or hash of a layer",
    )
    parser.add_argument(
        "--confidences",
        action="store_true",
        help="say of every entity how probably it is right, as `calibrate` last learned it "
        "(corrected layer, JSONL)",
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the file; an empty one is refused."""
    from core.review.export import export
    from core.storage import Workspace

    form = output.choose(args.output, _FORMATS, piped=".jsonl")
    statuses = [PairStatus(status) for status in args.status or ["done"]]
    made = export(
        Workspace.open(args.db),
        args.project,
        statuses=statuses,
        layer=args.layer,
        format=form,
        confidences=args.confidences,
    )
    if not made.pairs:
        raise ExportError("; ".join(made.notes) or "nothing to export")
    output.deliver(args.output, [made.data])
    left = [f"  left out {out.count}: {reason}" for reason, out in made.left_out.items()]
    if left:
        output.warn("\n".join([f"{made.pairs} pairs, {made.entities} entities written", *left]))
    return 0
