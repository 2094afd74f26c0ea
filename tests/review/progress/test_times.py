import pytest

from core.errors import InputError
from core.review.progress.times import ago, day, duration, moment


@pytest.mark.parametrize(
    ("time", "on"),
    [
        ("2026-01-02T23:59:59.999+00:00", "2026-01-02"),
        ("2026-01-02T23:00:00Z", "2026-01-02"),
        ("2026-01-02T23:00:00", "2026-01-02"),
        ("2026-01-02T23:00:00-02:00", "2026-01-03"),
    ],
)
def test_days_are_those_of_utc(time: str, on: str) -> None:
    assert day(time) == on


def test_what_is_no_time_is_named() -> None:
    with pytest.raises(InputError, match="'yesterday'"):
        moment("yesterday")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0.0 s"),
        (8.44, "8.4 s"),
        (42.3, "42 s"),
        (90, "2 min"),
        (2100, "35 min"),
        (5400, "1.5 h"),
        (15_120, "4.2 h"),
        (147_600, "41 h"),
        (7_200_000, "2,000 h"),
    ],
)
def test_a_span_of_time_in_words(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (7200, "2 hours ago"),
        (86_400, "1 day ago"),
        (200_000, "2 days ago"),
    ],
)
def test_how_long_ago_in_words(seconds: float, said: str) -> None:
    assert ago(seconds) == said
