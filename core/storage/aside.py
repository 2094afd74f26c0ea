"""Aside: what is kept in the temporary folder for a while, gone afterwards."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from core.errors import StorageError

_IN_MEMORY = 2**24


class Aside(tempfile.SpooledTemporaryFile[bytes]):
    """A file that is in memory while it is small, and then in the temporary folder.

    Writing, reading and seeking raise StorageError where that folder refuses.
    """

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        super().__init__(max_size=in_memory)

    def write(self, *given: Any) -> int:
        """Return how many bytes were written."""
        with _told():
            return super().write(*given)

    def writelines(self, lines: Iterable[Any]) -> None:
        """Write one after the other."""
        for line in lines:
            self.write(line)

    def read(self, *given: Any) -> bytes:
        """Return what is next, all of it or no more than a number of bytes."""
        with _told():
            return super().read(*given)

    def seek(self, *given: int) -> int:
        """Return the place after going there."""
        with _told():
            return super().seek(*given)

    def flush(self) -> None:
        """Write what is held back."""
        with _told():
            super().flush()

    def close(self) -> None:
        """Let go of it; what the folder has no room for is of no use any more."""
        with suppress(OSError):
            super().close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of it."""
        self.close()


@contextmanager
def folder() -> Iterator[Path]:
    """Return a temporary folder, gone afterwards; raise StorageError where there can be none."""
    with _told():
        held = tempfile.TemporaryDirectory(prefix="silverlens-", ignore_cleanup_errors=True)
    with held as name:
        yield Path(name)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = tempfile.tempdir or "the temporary folder"
        raise StorageError(
            f"{where} takes no more ({error.strerror or error}); nothing was written; make room "
            "there, or name another folder in TMPDIR"
        ) from None
