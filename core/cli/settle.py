"""Settle the pairs that all persons who finished them have alike, and list those that differ.

Without --unanimous nothing is written. What is settled is decided on the shared track, in one step
of undo; pairs that somebody has decided on there are left to them.
"""

import argparse
import secrets

from core.cli import output, prepare
from core.errors import InputError

NAME = "settle"
EXAMPLE = "python -m core settle --project news --unanimous --by dana"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument("--unanimous", action="store_true", help="settle pairs all have alike")
    parser.add_argument("--by", default="", metavar="NAME", help="who settles them")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after settling what was asked and listing what is left."""
    from core.review import curation
    from core.storage import Workspace

    workspace = Workspace.open(args.db)
    if args.unanimous and not args.by:
        raise InputError("--unanimous needs --by NAME: decisions are signed")
    found = list(curation.cases(workspace, args.project))
    settled = 0
    if args.unanimous and (alike := curation.unanimous_cases(found)):
        client = f"settle-{secrets.token_hex(8)}"
        settled, notices = curation.settle_unanimous(
            workspace, args.project, args.by, client, 1, alike
        )
        for notice in notices:
            output.warn(notice)
        found = list(curation.cases(workspace, args.project))
    left = curation.open_cases(found)
    alike = curation.unanimous_cases(found)
    if args.json:
        pairs = [{"pair": one.pair, "differences": one.differences} for one in left]
        output.say_json({"settled": settled, "unanimous": len(alike), "differ": pairs})
        return 0
    if args.unanimous:
        output.say(f"settled {settled:,} pairs that everybody has alike")
    output.say(f"{len(alike):,} pairs that everybody has alike are left, {len(left):,} differ")
    rows = [(one.pair, f"{one.differences:g}") for one in left]
    if rows:
        output.say(output.table([("pair", "entities that differ"), *rows]))
    return 0
