"""List what people decided that does not fit the words of its pair any more, with both versions.

--apply says the same of the words that stand there now, --dismiss keeps it as it is and settles it,
--reopen opens it again; each takes the number of one, or `all` of those that it can be done to.
"""

import argparse
from typing import TYPE_CHECKING

from core.cli import output, prepare
from core.errors import ConflictError, InputError

if TYPE_CHECKING:
    from core.storage import Workspace
    from core.storage.stale import StaleDecision

NAME = "stale"
EXAMPLE = "python -m core stale --project news --dismiss 3"

_HEAD = ["number", "pair", "side", "was", "on", "by", "now", ""]


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--apply", metavar="N", help="say it of the words that stand there now")
    what.add_argument("--dismiss", metavar="N", help="settle it; it stays on the list")
    what.add_argument("--reopen", metavar="N", help="open it again")
    parser.add_argument("--all", action="store_true", help="list those that are settled too")
    parser.add_argument(
        "--person", default="owner", metavar="NAME", help="who says so (default: owner)"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after doing what was asked, listing where nothing was."""
    from core.review import stale
    from core.storage import Workspace

    workspace = Workspace.open(args.db)
    for name, act in (("apply", stale.apply), ("dismiss", stale.dismiss), ("reopen", stale.reopen)):
        if (given := getattr(args, name)) is not None:
            done, left = 0, []
            for number in _numbers(workspace, args.project, given, settled=name == "reopen"):
                try:
                    act(workspace, args.project, number, args.person)
                    done += 1
                except ConflictError as error:
                    if given != "all":
                        raise
                    left.append(f"{number}: {error}")
            output.say(f"{done} done" + (f", {len(left)} left as they are" if left else ""))
            for line in left:
                output.warn(line)
            return 0
    found = workspace.stale.read(args.project, settled=None if args.all else False)
    if args.json:
        output.say_json([_record(workspace, args.project, one) for one in found])
    elif found:
        rows = [list(_row(workspace, args.project, one)) for one in found]
        output.say(output.left_table([_HEAD, *rows]))
    else:
        output.say("nothing is stale")
    return 0


def _numbers(workspace: "Workspace", project: str, given: str, *, settled: bool) -> list[int]:
    if given == "all":
        return [one.number for one in workspace.stale.read(project, settled=settled)]
    if not (given.isdecimal() and len(given) < 10):
        raise InputError(f"{given[:40]!r} is no number of a stale decision; the list tells them")
    return [int(given)]


def _row(workspace: "Workspace", project: str, one: "StaleDecision") -> tuple[str, ...]:
    from core.review.stale import look
    from core.text.languages import joined

    both, own = look(workspace, project, one), one.said.reviewed
    now = (
        "-"
        if both.place is None
        else joined(both.after.tokens[slice(*both.place)], both.after.lang)
    )
    return (
        str(one.number),
        one.pair,
        str(one.said.side),
        f"{own.status} {own.entity.label}",
        joined(one.said.words, both.before.lang),
        one.said.person or "-",
        now,
        one.how or both.why_not,
    )


def _record(workspace: "Workspace", project: str, one: "StaleDecision") -> dict[str, object]:
    from core.review.stale import look

    both, own = look(workspace, project, one), one.said.reviewed
    return {
        "number": one.number,
        "pair": one.pair,
        "side": str(one.said.side),
        "status": str(own.status),
        "old": [own.entity.start, own.entity.end, own.entity.label],
        "old_words": list(one.said.words),
        "new": None if both.place is None else list(both.place),
        "new_words": [] if both.place is None else list(both.after.tokens[slice(*both.place)]),
        "there": [
            [r.entity.start, r.entity.end, r.entity.label, str(r.status)] for r in both.there
        ],
        "person": one.said.person,
        "time": one.said.time,
        "decision": one.said.decision,
        "revision": one.said.revision,
        "settled": one.how,
        "why_not": both.why_not,
    }
