"""Copy a whole database into one file, while people go on working.

The file holds every project with all that was decided, as it was at one moment. It is read back and
compared before it counts. `restore` reads it into SQLite and into PostgreSQL, whichever it is from.
"""

import argparse

from core.cli import output, prepare

NAME = "backup"
EXAMPLE = "python -m core backup -o monday.jsonl.gz"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_db(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="such as x.jsonl.gz")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the file."""
    from core.errors import InputError
    from core.storage.backup import back_up

    if args.output == "-":
        raise InputError("-o - cannot be read back; name a file")
    made = back_up(args.db, args.output)
    output.warn(f"{made.path}: {made.rows():,} rows of {len(made.tables)} tables, read back")
    return 0
