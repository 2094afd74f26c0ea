"""Bring a newer version of a project's texts: changed pairs are revised, new ones appended.

Pairs are known by their ids. Those that changed keep their older versions, and what people decided
on them is carried word by word; what touches a word that changed is listed as stale (`stale`).
Pairs that are not in the files stay. Nothing else is touched. --dry-run tells what it comes to.
What methods made of the changed pairs is gone: run `prepare` again, then `layers --rebase`.
"""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import PurePath

from core.cli import import_project, inputs, output
from core.domain.pair import Pair

NAME = "update"
EXAMPLE = "python -m core update pairs.jsonl --project news --dry-run"
STOPPED = "stopped; what was updated is kept, begin again for the rest"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    import_project.add_files(parser)
    parser.add_argument(
        "--person", default="owner", metavar="NAME", help="who brings it (default: owner)"
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell what it comes to")
    parser.add_argument("--json", action="store_true", help="counts and ids as JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after bringing the newer version, or telling what it comes to."""
    from core.review.ops import check_person
    from core.review.update import preview, update
    from core.storage import Workspace

    import_project.check_files(args)
    inputs.one_standard_input(*args.files)
    check_person(args.person)
    files = import_project.files_of(args)
    workspace = Workspace.open(args.db)
    workspace.project(args.project)
    progress = output.Progress()
    first = iter([True])  # warnings are told while the files are read for the first time

    def texts() -> Iterator[Pair]:
        return import_project.read(args, files, warn=next(first, False))

    if args.dry_run:
        found = preview(workspace, args.project, texts, report=progress)
    else:
        reason = ", ".join(PurePath(name).name for name, _ in files)
        found = update(workspace, args.project, texts, args.person, reason=reason, report=progress)
    progress.clear()
    if args.json:
        output.say_json({"dry_run": args.dry_run, **asdict(found)})
        return 0
    output.say(found.words_for_people)
    for what, ids in found.first.items():
        total = getattr(found, what)
        more = f", … ({total} in all)" if total > len(ids) else ""
        output.say(f"{what}: {', '.join(ids)}{more}")
    return 0
