"""What models worked out, kept so that it is never worked out twice: by content and by model."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

import sqlalchemy as sa

from core.storage.clock import now
from core.storage.engine import DEFAULT_FILE, open_engine, reading, writing
from core.text.paths import expanded

DEFAULT_RESULTS = DEFAULT_FILE.with_name("results.sqlite")
_AT_ONCE = 500

_METADATA = sa.MetaData()
_RESULTS = sa.Table(
    "results",
    _METADATA,
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Column("made", sa.String, nullable=False),
    sqlite_with_rowid=False,
)


class Results:
    """A file of results, shared by all projects and commands; it can be deleted at any time.

    As a block (`with Results.open() as results:`) it is closed at the end.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: str | Path | None = None) -> "Results":
        """Return the results of a file, made on first use.

        Args:
            path: of the file; None for that of SILVERLENS_RESULTS, else `results.sqlite` in the
                project's workspace.

        Raises:
            StorageError: the file is something else or cannot be opened.
        """
        where = path or os.environ.get("SILVERLENS_RESULTS") or DEFAULT_RESULTS
        engine = open_engine(f"sqlite:///{expanded(where)}")
        with reading(engine) as connection:
            there = sa.inspect(connection).has_table(_RESULTS.name)
        if not there:
            with writing(engine) as connection:
                _METADATA.create_all(connection)
        return cls(engine)

    def get(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """Return the values that are there, by key."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, bytes] = {}
        with reading(self._engine) as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                query = sa.select(_RESULTS.c.key, _RESULTS.c.value)
                query = query.where(_RESULTS.c.kind == kind, _RESULTS.c.key.in_(some))
                found.update((key, value) for key, value in connection.execute(query))
        return found

    def put(self, kind: str, values: Mapping[str, bytes]) -> None:
        """Keep values, all of them or none; they are on the disk when it returns."""
        time = now()
        rows = [
            {"kind": kind, "key": key, "value": value, "made": time}
            for key, value in values.items()
        ]
        if not rows:
            return
        with writing(self._engine) as connection:
            connection.execute(sa.insert(_RESULTS).prefix_with("OR REPLACE"), rows)

    def __enter__(self) -> "Results":
        """Return the results themselves."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the file, whatever happened."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
