"""How many results of a kind a file of results holds."""

import sqlite3
from contextlib import closing
from pathlib import Path


def kept(path: Path, kind: str) -> int:
    """Return the number of rows, read past the code under test."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT count(*) FROM results WHERE kind = ?"
        return connection.execute(query, (kind,)).fetchone()[0]
