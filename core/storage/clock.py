"""The time as the database writes it."""

from datetime import UTC, datetime

ABANDONED_S = 86_400.0
"""Age at which something that was never finished is taken for left behind."""


def now() -> str:
    """Return the present in UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def age_s(time: str) -> float:
    """Return the seconds since a time that the database wrote."""
    return (datetime.now(UTC) - datetime.fromisoformat(time)).total_seconds()
