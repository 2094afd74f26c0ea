import time

import pytest

from core.errors import InputError
from core.text.pattern import Pattern


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("UN", "the UN met"),
        ("(?if)straße", "STRASSE"),
        (r"^\p{Lu}\p{Ll}+$", "Ana"),
        (r"\d{4}-\d{2}", "in 1999-12"),
        (r"\bYork\b", "New York ."),
        ("[{}]", "{"),
        ("", ""),
    ],
)
def test_a_pattern_is_found(pattern: str, text: str) -> None:
    assert Pattern(pattern).found_in(text)


@pytest.mark.parametrize(
    ("pattern", "text"), [("UN", "the un met"), ("^York", "New York"), ("(?i)straße", "STRASSE")]
)
def test_a_pattern_is_not_found(pattern: str, text: str) -> None:
    assert not Pattern(pattern).found_in(text)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(", "not a regular expression: missing"),
        ("*", "not a regular expression"),
        (r"\p{Nope}", "not a regular expression"),
        ("a{999999999}", "repeats more than 10,000 times"),
        ("(((a{99}){99}){99})", "repeats more than 10,000 times"),
        ("(?:(?:a{,999}b){1,999}c){999}", "repeats more than 10,000 times"),
        ("(?R)", "calls itself"),
        ("(?<a>x(?&a)?)", "calls itself"),
        ("(a(?1)?b)", "calls itself"),
        ("a" * 201, "at most 200 characters"),
    ],
)
def test_what_is_none_or_too_much_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Pattern(pattern)


def test_all_searches_share_one_time() -> None:
    slow = Pattern("(a+)+$", budget_s=0.2)
    assert slow.found_in("aa")
    began_s = time.perf_counter()
    with pytest.raises(InputError, match=r"took more than 0.2 s"):
        slow.found_in("a" * 5000 + "!")
    assert time.perf_counter() - began_s < 5
