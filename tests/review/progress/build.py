"""Lines of a log for the tests of progress, dated by seconds after midnight."""

from datetime import UTC, datetime, timedelta

from core.domain.decision import Kind
from core.storage.tallies import Entry

_START = datetime(2026, 1, 2, tzinfo=UTC)


def at(seconds: float) -> str:
    """Return a time so many seconds after midnight."""
    return (_START + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


def log(*lines: tuple[object, ...], person: str = "ann") -> list[Entry]:
    """Return a log of `(seconds, position, kind)`, then perhaps an act, or `undone`."""
    return [_entry(seq, person, *line) for seq, line in enumerate(lines, 1)]


def _entry(
    seq: int, person: str, seconds: float, position: int, kind: Kind, more: str = ""
) -> Entry:
    act = "" if more == "undone" else more
    return Entry(seq, at(seconds), person, position, kind, more != "undone", act)
