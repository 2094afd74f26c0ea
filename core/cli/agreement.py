"""Tell how far the persons of a project agree, on pairs that they finished apart.

Entity F1 and Cohen's kappa of every two persons, Krippendorff's alpha of all, overall and per
label, each with a bootstrap interval over documents, or why it is undefined. --json has the raw
positions too; -o writes the same as JSON, or the raw positions alone as CSV.
"""

import argparse

from core.cli import output, prepare

NAME = "agreement"
EXAMPLE = "python -m core agreement --project news -o agreement.json"
_FORMATS = {".json": "json", ".csv": "csv"}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, raw positions included")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write to a file: .json, or .csv (raw positions)"
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after telling how far persons agree, or why that is undefined."""
    from core.review import apart
    from core.storage import Workspace

    found = apart.between(Workspace.open(args.db), args.project)
    if args.output is not None:
        form = output.choose(args.output, _FORMATS, piped=".json")
        data = apart.raw_csv(found) if form == "csv" else f"{apart.dump(found)}\n".encode()
        output.deliver(args.output, [data])
    if args.json:
        output.say_json(apart.to_json(found))
    elif args.output is None or found.why:
        told = output.table(apart.rows(found)) if not found.why else f"undefined: {found.why}"
        output.say("\n".join([told, *(f"note: {one}" for one in found.caveats)]))
    return 0
