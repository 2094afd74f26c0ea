"""Assign the pairs of a project to persons, split evenly, some to more than one of them.

Pairs that somebody has already are left to them. Without --people it lists who has what and how
far they are; --take-from lets a person have none any more. What was decided always stays.
"""

import argparse
from typing import TYPE_CHECKING

from core.cli import output, prepare
from core.errors import InputError
from core.review.orders import DEFAULT_SEED

if TYPE_CHECKING:
    from core.storage import Filter, Workspace

NAME = "assign"
EXAMPLE = "python -m core assign --project news --people ann,ben,cy --overlap 0.2 --seed 7"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument(
        "--people", default="", metavar="A,B", help="names of persons, commas between them"
    )
    many = parser.add_mutually_exclusive_group()
    many.add_argument(
        "--each", type=int, default=1, metavar="N", help="persons of every pair (default: 1)"
    )
    many.add_argument(
        "--overlap",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="share of the pairs, 0 to 1, that two persons get (default: 0)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=DEFAULT_SEED,
        help=f"says which pairs go to whom (default: {DEFAULT_SEED})",
    )
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="KEY=V",
        help="only pairs that this lets through, as in the address of the Inspect page, such as "
        "label=PER, stale=1 or conflicts=ann; may be repeated",
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who assigns, for the record")
    parser.add_argument("--take-from", metavar="NAME", help="take all pairs from a person")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after assigning, taking away, or listing where neither was asked for."""
    from core.review.assign import Overlap, assign
    from core.storage import Workspace

    workspace = Workspace.open(args.db)
    people = [name.strip() for name in args.people.split(",") if name.strip()]
    if args.take_from is not None:
        gone = workspace.team.unassign(args.project, args.take_from, by=args.by)
        output.warn(f"{args.take_from} has {gone:,} pairs less to do")
    elif people:
        overlap = Overlap(args.each, args.overlap)
        wanted = _filter(args.filter)
        made = assign(
            workspace, args.project, people, overlap, wanted=wanted, seed=args.seed, by=args.by
        )
        output.warn(made.words)
    elif args.filter:
        raise InputError("--filter is of pairs to assign; give --people as well")
    _list(workspace, args.project, as_json=args.json)
    return 0


def _filter(given: list[str]) -> "Filter":
    from core.review.filters import from_url

    parts = [one.partition("=") for one in given]
    if bad := [key for key, equals, _ in parts if not equals]:
        raise InputError(f"--filter {bad[0]}: write it as KEY=V, such as label=PER")
    wanted, notices = from_url({key: value for key, _, value in parts})
    if notices:
        raise InputError(f"--filter: {notices[0]}")
    return wanted


def _list(workspace: "Workspace", project: str, *, as_json: bool) -> None:
    loads = workspace.team.loads(project)
    if as_json:
        output.say_json(
            [
                {
                    "person": one.person,
                    "pairs": one.pairs,
                    "shared": one.shared,
                    "progress": dict(one.progress),
                }
                for one in loads
            ]
        )
    elif loads:
        heading = ("person", "pairs", "with others", "done", "left")
        rows = [
            (
                one.person,
                f"{one.pairs:,}",
                f"{one.shared:,}",
                f"{one.progress['done']:,}",
                f"{one.progress['unreviewed'] + one.progress['in-progress']:,}",
            )
            for one in loads
        ]
        output.say(output.table([heading, *rows]))
    else:
        output.say(f"nobody has pairs of {project} to do")
