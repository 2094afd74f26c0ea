"""Read a backup into an empty database, SQLite or PostgreSQL.

All of it is there afterwards, compared row by row with the file, or nothing is changed. With
--replace the database may hold something: that is backed up beside it first, then replaced.
To move to a server, back up, then restore with --db and the URL of an empty database there.
"""

import argparse

from core.cli import output, prepare

NAME = "restore"
EXAMPLE = "python -m core restore monday.jsonl.gz --db postgresql+psycopg://ann@host/lens"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="FILE", help="that `backup` wrote")
    prepare.add_db(parser)
    parser.add_argument(
        "--replace", action="store_true", help="take the place of what is there, after a backup"
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after restoring."""
    from core.storage.backup import restore

    made, before = restore(args.db, args.file, replace=args.replace)
    if before is not None:
        output.warn(f"what was there before is in {before.path}")
    output.warn(f"{made.rows():,} rows of {len(made.tables)} tables restored, equal to the file")
    return 0
