"""Rebuild the CoNLL of a release from its file alone, on any machine.

The file is opened in an empty database, its decisions are replayed, and the export is compared with
what the release says of it, to the byte. A layer made before texts changed is made again over the
pairs that are as they were.
"""

import argparse

from core.cli import inputs, output
from core.errors import ExportError, InputError

NAME = "rebuild"
EXAMPLE = "python -m core rebuild v1.zip -o v1.conll --check"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="FILE", help="what `release --file` wrote")
    parser.add_argument("-o", "--output", metavar="OUT", help=".conll; - is standard output")
    parser.add_argument(
        "--check", action="store_true", help="refuse to write what is not equal to the byte"
    )
    parser.add_argument(
        "--project-again",
        action="store_true",
        help="also run every method again over its links, and say which layers come out otherwise",
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 where everything is equal or no --check was asked for."""
    from core.pipeline.release import again, rebuild
    from core.storage.files import open_seekable

    if not (args.output or args.check or args.project_again):
        raise InputError("say what is wanted: -o OUT, --check or --project-again")
    if args.output:
        output.choose(args.output, {".conll": "conll"}, piped=".conll")
    file = inputs.name_of(args.file)
    with open_seekable(args.file) as data:
        made = rebuild(data, file=file)
        name = made.manifest.get("name")
        if made.off:
            told = f"release {name!r} comes out otherwise: {', '.join(made.off)}"
            if args.check:
                raise ExportError(f"{told}; nothing was written")
            output.warn(f"warning: {told}")
        else:
            output.warn(f"release {name!r}: every export equal to the byte")
        told_again = again(data, file=file) if args.project_again else ()
    if args.output:
        output.deliver(args.output, [made.data])
    for line in told_again:
        output.warn(line)
    if args.project_again and not told_again:
        output.warn("every method gives equal layers again")
    if args.check and told_again:
        raise ExportError("the methods give other layers on this machine")
    return 0
