"""Connections to the database: where it is, how it is opened, what goes wrong in words."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from core.errors import InputError, StorageError
from core.storage import postgres, remedies, sqlite
from core.text.paths import expanded

DEFAULT_FILE = Path(__file__).resolve().parents[2] / "workspace" / "silverlens.sqlite"
_WRITING = "silverlens_writing"
_DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgres}
_SNAPSHOT: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
"""How a connection is asked to show one state of the database throughout."""

_SHARED: ContextVar[sa.Connection | None] = ContextVar("what this thread reads over", default=None)


def database_url(url: str | None = None) -> str:
    """Return the URL given, else that of SILVERLENS_DB, else the default file's."""
    return url or os.environ.get("SILVERLENS_DB") or f"sqlite:///{DEFAULT_FILE}"


def home(url: str) -> Path:
    """Return the folder for what belongs to a database but does not lie in it.

    That is the folder of an SQLite file. A server's is named after it, in the folder that
    SILVERLENS_HOME names, else beside the default file.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return Path(parsed.database or DEFAULT_FILE).absolute().parent
    above = os.environ.get("SILVERLENS_HOME")
    words = re.findall(r"\w+", f"postgresql {_DIALECTS['postgresql'].place(parsed)}")
    return (expanded(above).absolute() if above else DEFAULT_FILE.parent) / "-".join(words)


def open_engine(url: str | None = None) -> sa.Engine:
    """Return an engine for the database; raise StorageError where the URL cannot be opened."""
    parsed = _parse(database_url(url))
    dialect = _DIALECTS.get(parsed.get_backend_name())
    if dialect is None:
        raise _not_usable(f"{parsed.get_backend_name()!r} is neither sqlite nor postgresql")
    try:
        engine: sa.Engine = dialect.make_engine(parsed)
    except (ArgumentError, ImportError) as error:
        raise _not_usable(str(error)) from error
    event.listen(engine, "begin", _on_begin)
    return engine


def _parse(url: str) -> URL:
    try:
        parsed = make_url(re.sub(r"^postgres(?=:|\+)", "postgresql", url))
        parsed.get_backend_name()
    except (ArgumentError, ValueError):
        # What the parser says may hold a part of the password.
        raise _not_usable("it cannot be read") from None
    return parsed


def _not_usable(why: str) -> StorageError:
    return StorageError(
        f"the database URL is not usable ({why}); SILVERLENS_DB takes an SQLAlchemy URL such as "
        "sqlite:///workspace/silverlens.sqlite or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE "
        "(with %40 for @, %3A for : and %2F for / in the password)"
    )


def _on_begin(connection: sa.Connection) -> None:
    dialect = _DIALECTS[connection.dialect.name]
    if connection.get_execution_options().get(_WRITING):
        dialect.begin_writing(connection)
    else:
        dialect.begin_reading(connection)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Return a connection that sees one state of the database throughout."""
    shared = _SHARED.get()
    if shared is not None and shared.engine is engine:
        with _in_words(engine):
            yield shared
        return
    with _in_words(engine), engine.connect() as connection:
        yield connection.execution_options(**_SNAPSHOT[engine.dialect.name])


@contextmanager
def at_one_moment(engine: sa.Engine) -> Iterator[None]:
    """Have all that this thread reads within the block see one state, over one connection.

    What is written within it would not be seen there, so nothing can be.
    """
    with reading(engine) as connection:
        before = _SHARED.set(connection)
        try:
            yield
        finally:
            _SHARED.reset(before)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Return a connection in one write transaction, committed at the end, undone on an error.

    Nobody else writes from the beginning of the block to its end. It cannot begin while this thread
    reads at one moment.
    """
    shared = _SHARED.get()
    if shared is not None and shared.engine is engine:
        raise RuntimeError("written while reading at one moment, which would not see it")
    with (
        _in_words(engine),
        engine.connect().execution_options(**{_WRITING: True}) as connection,
        connection.begin(),
    ):
        yield connection


def is_writing(connection: sa.Connection) -> bool:
    """Return whether a connection was opened to write."""
    return bool(connection.get_execution_options().get(_WRITING))


@contextmanager
def _in_words(engine: sa.Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error)
        if "NUL (0x00)" in cause:
            raise InputError("a text holds the character U+0000, which is no text") from error
        raise StorageError(remedies.in_words(cause, place(engine))) from error
    except UnicodeEncodeError as error:
        raise InputError(
            f"{error.object[:40]!r} holds half a character, which UTF-8 cannot write"
        ) from error


def place(engine: sa.Engine) -> str:
    """Return where the database is, without any password."""
    return str(_DIALECTS[engine.dialect.name].place(engine.url))
