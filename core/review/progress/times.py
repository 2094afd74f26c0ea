"""Times of decisions as moments, and spans of time in words."""

from datetime import UTC, datetime

from core.errors import InputError

_MINUTE_S = 60.0
_HOUR_S = 3600.0
_DAY_S = 86_400.0


def moment(time: str) -> datetime:
    """Return the moment of an ISO 8601 time in UTC, which is assumed where it names no zone.

    Raises:
        InputError: the text is no such time.
    """
    try:
        given = datetime.fromisoformat(time)
        return given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(f"a decision has the time {time[:40]!r}; it has to be ISO 8601") from error


def day(time: str) -> str:
    """Return the day of a time in UTC, as `2026-01-31`."""
    return moment(time).date().isoformat()


def duration(seconds: float) -> str:
    """Return a span of time for people: `8.4 s`, `42 s`, `35 min`, `4.2 h`, `41 h`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 1.5 * _MINUTE_S:
        return f"{seconds:.0f} s"
    if seconds < 1.5 * _HOUR_S:
        return f"{seconds / _MINUTE_S:.0f} min"
    hours = seconds / _HOUR_S
    return f"{hours:.1f} h" if hours < 10 else f"{hours:,.0f} h"


def ago(seconds: float) -> str:
    """Return how long ago something was, for people: `just now`, `5 minutes ago`, `2 days ago`."""
    for unit_s, unit in ((_DAY_S, "day"), (_HOUR_S, "hour"), (_MINUTE_S, "minute")):
        if seconds >= unit_s:
            number = int(seconds // unit_s)
            return f"{number} {unit}{'' if number == 1 else 's'} ago"
    return "just now"
