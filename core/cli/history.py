"""Print what changed in a project, by whom, when and from which method, newest first.

One line a decision; what was done in one go is one line, with --json every decision of it is one.
--json prints JSONL, all of it; else the newest, as many as --limit says.
"""

import argparse
import json
from typing import TYPE_CHECKING

from core.cli import output, prepare
from core.errors import UnknownNameError

if TYPE_CHECKING:
    from core.review.history import Line

NAME = "history"
EXAMPLE = "python -m core history --project news --person Ada --limit 20"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument("--pair", default="", metavar="ID", help="only of this pair")
    parser.add_argument("--person", default="", metavar="NAME", help="only by this person")
    parser.add_argument("--kind", default="", help="only of this kind, such as change or undo")
    parser.add_argument("--label", default="", help="only with this label")
    parser.add_argument("--method", default="", metavar="LAYER", help="only from this method")
    parser.add_argument("--limit", type=int, default=50, help="lines at most (default: 50)")
    parser.add_argument("--json", action="store_true", help="as JSONL, without limit")


def run(args: argparse.Namespace) -> int:
    """Return 0 after printing."""
    from core.review.history import kept_lines, lines
    from core.storage import Workspace
    from core.storage.history import Wanted

    workspace = Workspace.open(args.db)
    info = workspace.project(args.project)
    named = [a for a in info.layers if args.method in {a.name, a.content_hash}]
    if args.method and not named:
        raise UnknownNameError("layer", args.method, {layer.name for layer in info.layers})
    wanted = Wanted(
        person=args.person,
        kind=args.kind,
        pair=args.pair,
        label=args.label,
        method=tuple(layer.content_hash for layer in named),
    )
    if args.json:
        for line in kept_lines(workspace, info, wanted):
            output.say(json.dumps(line.record(), ensure_ascii=False))
        return 0
    found = lines(workspace, info, wanted, limit=max(1, args.limit))
    rows = [
        [line.time[:19], line.person, line.track, line.pair, _what(line), line.method]
        for line in found
    ]
    heads = ["when (UTC)", "who", "own track", "pair", "what", "from"]
    if not any(line.track for line in found):
        heads, rows = [h for h in heads if h != heads[2]], [[*r[:2], *r[3:]] for r in rows]
    output.say(output.left_table([heads, *rows]))
    return 0


def _what(line: "Line") -> str:
    more = f" and {line.size - 1:,} more" if line.size > 1 else ""
    state = f" [{line.state}]" if line.state else ""
    return " ".join(f"{line.text}{more}{state}".splitlines())
