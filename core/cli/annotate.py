"""Add the names of a gazetteer as source entities of a project, projected at once.

They are decisions like those made on the page, undone there in one step for each 5,000 of them.
Only sentences that nobody has annotated are looked at, unless --all is given; pairs that are done
or excluded never are.
"""

import argparse

from core.cli import inputs, output, prepare

NAME = "annotate"
EXAMPLE = "python -m core annotate --project news --gazetteer places.txt --label LOC --check"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument(
        "--gazetteer",
        required=True,
        metavar="FILE",
        help="name TAB label on each line, or names alone with --label; - is standard input",
    )
    parser.add_argument("--label", default="", metavar="L", help="for names without one")
    parser.add_argument(
        "--all", action="store_true", help="also sentences that have entities already"
    )
    parser.add_argument(
        "--exact", action="store_true", help="compare letters as written, case and all"
    )
    parser.add_argument(
        "--person", default="gazetteer", metavar="NAME", help="who signs (default: gazetteer)"
    )
    parser.add_argument(
        "--check", action="store_true", help="only count what would be added; store nothing"
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after adding the names, or counting them."""
    from core.pipeline.annotate import Wish, annotate, look
    from core.review.ops import check_person

    check_person(args.person)
    wish = Wish(args.label, everywhere=args.all, exact=args.exact)
    data, file = inputs.content_of(args.gazetteer), inputs.name_of(args.gazetteer)
    if args.check:
        seen = look(data, wish, file=file, project=args.project, url=args.db)
        labels = ", ".join(f"{label} {count}" for label, count in seen.labels) or "none"
        output.say(f"{seen.entities} names in {seen.pairs} pairs; labels: {labels}")
        return 0
    progress = output.Progress()
    done = annotate(
        data,
        wish,
        file=file,
        project=args.project,
        person=args.person,
        url=args.db,
        report=lambda count: progress("Adding", count, 0),
    )
    progress.clear()
    for notice in done.notices:
        output.warn(f"warning: {notice}")
    steps = "1 step" if done.steps == 1 else f"{done.steps} steps"
    output.say(f"{done.entities} source entities added; undone in {steps} by {args.person}")
    return 0
