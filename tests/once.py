"""What every test would do anew and is not about, done once for all tests of a process.

A new SQLite file is a copy of one that went through every migration (tests of that ask for `anew`),
a query is compiled once for all databases of a kind, and what has been loaded for good is not
looked through for garbage again and again.
"""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.util import LRUCache

from core.storage import Workspace, postgres, sqlite, workspace

_QUERIES = 5000


class _Queries(LRUCache):
    """Compiled queries by kind of database; an engine keeps them for itself alone."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), value)


@contextmanager
def queries_are_compiled_once() -> Iterator[None]:
    """Have every engine made in the block share what is compiled."""
    kept: dict[str, Any] = {"compiled_cache": _Queries(_QUERIES)}
    with pytest.MonkeyPatch.context() as patch:
        for dialect in (sqlite, postgres):
            patch.setattr(dialect, "make_engine", _sharing(dialect.make_engine, kept))
        yield


def _sharing(make: Any, kept: dict[str, Any]) -> Any:
    def made(url: sa.URL) -> sa.Engine:
        found = make(url)
        found.update_execution_options(**kept)
        return found

    return made


class Migrations:
    """How databases are brought up: a new file is a copy of one, while `copies` is true."""

    def __init__(self) -> None:
        self.copies = True


@contextmanager
def files_are_migrated_once() -> Iterator[Migrations]:
    """Have the files of new databases copied in the block; all others are brought up as ever."""
    bring_up, found = workspace.bring_up, Migrations()

    with TemporaryDirectory(prefix="silverlens-new-") as folder, pytest.MonkeyPatch.context() as p:
        new = Path(folder) / "new.sqlite"
        Workspace.open(f"sqlite:///{new}").close()

        def copied(to: sa.Engine) -> None:
            file = Path(to.url.database or "")
            is_new = to.dialect.name == "sqlite" and not str(file).startswith("file:")
            if found.copies and is_new and not file.exists():
                _copy(new, file)
            bring_up(to)

        p.setattr(workspace, "bring_up", copied)
        yield found


def _copy(new: Path, file: Path) -> None:
    """Copy a file, unless somebody else is faster; whoever sees it sees all of it."""
    part = file.with_name(f"{file.name}.{uuid4().hex}")
    shutil.copyfile(new, part)
    with suppress(FileExistsError):
        file.hardlink_to(part)
    part.unlink()


def keep_what_is_loaded() -> None:
    """Have the collector of garbage pass over what is there."""
    gc.collect()
    gc.freeze()
