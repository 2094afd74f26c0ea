"""Take a project, or the pairs of one person, along as one file.

The file holds pairs, links, layers and every decision as readable lines; equal states give equal
bytes. `unbundle` opens it on another machine, without a network; `merge` brings back what was
decided there.
"""

import argparse

from core.cli import output, prepare
from core.domain.decision import PairStatus
from core.errors import InputError

NAME = "bundle"
EXAMPLE = "python -m core bundle --project news --assigned ann -o ann.silverlens.zip"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="*.silverlens.zip, or - for a pipe",
    )
    parser.add_argument("--assigned", default="", metavar="NAME", help="only what NAME is to do")
    parser.add_argument(
        "--status",
        nargs="+",
        action="extend",
        choices=[str(status) for status in PairStatus],
        metavar="STATUS",
        help="only pairs of these statuses",
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the file."""
    from core.pipeline.bundle import SUFFIX, Part, write_bundle
    from core.storage import Workspace
    from core.storage.aside import Aside

    if args.output != "-" and not args.output.endswith(SUFFIX):
        raise InputError(f"-o {args.output}: a bundle is called *{SUFFIX}")
    part = Part(args.assigned, tuple(PairStatus(status) for status in args.status or ()))
    with Aside() as held:
        found = write_bundle(Workspace.open(args.db), args.project, held, part)
        output.deliver(args.output, output.pieces(held))
    output.warn(f"bundle {found}")
    return 0
