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


def in_name() -> str:
    """Return the present in UTC as the name of a file takes it, no two alike."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
