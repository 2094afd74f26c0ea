"""Freeze a project under a name, and say of it what a paper needs.

Without --name the releases are listed. A name that there is stays what it is: with one of --show,
--file, --methods, --latex and --bibtex it is read. A new one is made: the project is bundled, the
bundle opened as a fresh copy, and everything counted there. A release is never changed.
"""

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from core.cli import output, prepare
from core.domain.decision import PairStatus
from core.errors import InputError

if TYPE_CHECKING:
    from core.storage import Workspace
    from core.storage.releases import Release

NAME = "release"
EXAMPLE = 'python -m core release --project news --name v1 --licence "CC BY 4.0"'


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument("--name", default="", help="of the release")
    parser.add_argument(
        "--status",
        nargs="+",
        action="extend",
        choices=[str(status) for status in PairStatus if status is not PairStatus.EXCLUDED],
        metavar="STATUS",
        help="of a new one: pairs that are exported (default: done)",
    )
    parser.add_argument("--licence", default="", help="of a new one: licence of the data")
    parser.add_argument("--cite", default="", help="of a new one: how it is to be cited")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--show", action="store_true", help="print the manifest as JSON")
    what.add_argument("--methods", action="store_true", help="print a methods paragraph")
    what.add_argument("--latex", action="store_true", help="print a LaTeX table")
    what.add_argument("--bibtex", action="store_true", help="print the papers of all parts used")
    what.add_argument("--file", metavar="OUT", help="write it as one file (.zip) for `rebuild`")


def run(args: argparse.Namespace) -> int:
    """Return 0 after making, showing or writing a release."""
    from core.storage import Workspace

    workspace = Workspace.open(args.db)
    reads = args.show or args.methods or args.latex or args.bibtex or args.file
    if not args.name:
        if reads:
            raise InputError("say which release with --name")
        _list(workspace.releases.all(args.project))
        return 0
    if not reads:
        _make(args, workspace)
        return 0
    release = workspace.releases.one(args.project, args.name)
    if args.file:
        output.deliver(args.file, [workspace.releases.body(args.project, args.name)])
    elif args.show:
        output.say_json(release.manifest)
    else:
        output.say(_words(args)(release.manifest))
    return 0


def _words(args: argparse.Namespace) -> Callable[[Mapping[str, Any]], str]:
    from core.pipeline.release import bibtex, methods, table

    if args.methods:
        return methods
    return table if args.latex else bibtex


def _list(found: "tuple[Release, ...]") -> None:
    rows = [("release", "made", "pairs", "digest")]
    for release in found:
        conll = release.manifest["exports"]["conll"]
        rows.append((release.name, release.time[:19], str(conll["pairs"]), release.digest))
    output.say(output.left_table(rows) if found else "no release yet")


def _make(args: argparse.Namespace, workspace: "Workspace") -> None:
    from core.pipeline.release import Citation, freeze

    statuses = [PairStatus(status) for status in args.status or ["done"]]
    release, equal = freeze(
        workspace,
        args.project,
        args.name,
        statuses=tuple(dict.fromkeys(statuses)),
        citation=Citation(args.licence, args.cite),
    )
    conll = release.manifest["exports"]["conll"]
    output.say(
        f"release {release.name!r}: {conll['pairs']} pairs, {conll['entities']} entities, "
        f"digest {release.digest}"
    )
    if equal:
        output.warn(f"its content is that of release {', '.join(map(repr, equal))}")
