"""Bring back what was decided on a bundle, into the project that it was taken from.

A decision that is there already is not added again. Where somebody has decided on the same pair
meanwhile, the decisions of the bundle go on a track of their own, to be settled on the page
Curation. Where a pair has other words now, those of the project stay: decisions are carried to
them word by word, and what does not fit is listed on the page Stale. New pairs are appended;
metadata and target tags come along where nobody changed them here. All of it is written, or
nothing.
"""

import argparse

from core.cli import inputs, output, prepare

NAME = "merge"
EXAMPLE = "python -m core merge ann.silverlens.zip --project news --dry-run"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="FILE", help="what `bundle` wrote of the project's copy")
    prepare.add_project(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="only tell what would be added; write nothing"
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after merging, or after telling what that would do."""
    from core.pipeline.bundle import in_words, merge
    from core.storage import Workspace

    with inputs.open_bundle(args.file) as bundle:
        told = merge(Workspace.open(args.db), args.project, bundle, dry_run=args.dry_run)
    output.say("\n".join(in_words(told)))
    return 0
