"""Open a bundle as a project of its own, on any machine.

All of it is checked first; what does not hold what it says is refused, and nothing is written.
"""

import argparse

from core.cli import inputs, output, prepare

NAME = "unbundle"
EXAMPLE = "python -m core unbundle ann.silverlens.zip --project news"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="FILE", help="what `bundle` wrote")
    prepare.add_project(parser)


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the project."""
    from core.pipeline.bundle import open_bundle
    from core.storage import Workspace

    with inputs.open_bundle(args.file) as bundle:
        info = open_bundle(Workspace.open(args.db), bundle, args.project)
        decisions = bundle.count("decisions.jsonl")
    output.warn(f"project {info.name!r}: {info.pairs} pairs, {decisions} decisions")
    return 0
