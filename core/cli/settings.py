"""Show the settings of a project, or change one.

--blind on lets everybody decide on a track of their own, unseen by the others; a curator settles
what goes into the shared data. Off, everybody decides on the shared track again; what was decided
stays on every track.
"""

import argparse

from core.cli import output, prepare

NAME = "settings"
EXAMPLE = "python -m core settings --project news --blind on"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument("--blind", choices=("on", "off"), help="whether the project is blind")
    parser.add_argument("--by", default="", metavar="NAME", help="who changes it, for the record")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after changing what was asked, and printing what is set."""
    from core.storage import Workspace

    team = Workspace.open(args.db).team
    if args.blind is not None:
        team.set(args.project, "blind", args.blind == "on", by=args.by)
    if args.json:
        output.say_json({"blind": team.is_blind(args.project)})
    else:
        output.say(f"blind: {'on' if team.is_blind(args.project) else 'off'}")
    return 0
