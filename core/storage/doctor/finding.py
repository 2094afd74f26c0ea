"""What the doctor finds, and small queries that every check needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from core.errors import MALFORMED, CoreError

RESTORE = "restore a backup of before, or ask who changed the database by hand"
"""What to do where nothing can work out again what is missing."""

UNREADABLE = (*MALFORMED, CoreError)
"""What reading raises where a row is nothing that was written here."""

_FEW = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    Args:
        where: name of the project, "" for the database as a whole.
        what: what is wrong, with the first few places.
        remedy: what to do about it.
        mend: puts it right within a write transaction; None where nothing can.
    """

    where: str
    what: str
    remedy: str
    mend: Callable[[sa.Connection], None] | None = field(default=None, compare=False)

    def can_be_mended(self) -> bool:
        """Return whether `repair` puts it right."""
        return self.mend is not None


@dataclass(frozen=True, slots=True)
class Owner:
    """The project that is looked at.

    Args:
        id: its number.
        name: of it, for people.
        base: content hash of the layer that it stands on, "" for none.
        pairs: how many it says it has.
        signals: key of its signals, "" for none.
    """

    id: int
    name: str
    base: str
    pairs: int
    signals: str

    def finding(
        self, what: str, remedy: str = RESTORE, mend: Callable[[sa.Connection], None] | None = None
    ) -> Finding:
        """Return a finding about this project; what can be mended says so."""
        told = "`doctor --repair` works it out again" if mend else remedy
        return Finding(self.name, what, told, mend)


def few(items: Sequence[Any]) -> str:
    """Return how many there are and the first of them."""
    listed = ", ".join(str(item) for item in items[:_FEW])
    return f"{len(items)} ({listed}{', …' if len(items) > _FEW else ''})"
