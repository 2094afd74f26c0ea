"""Regular expressions of people: looked for within a time, and none that could eat the memory."""

import math
import time

import regex

from core.errors import InputError

MAX_LENGTH = 200
MAX_REPEATS = 10_000
"""Repeats are written out before anything is looked for, those within repeats many times over."""

_COUNTS = regex.compile(r"\{[^{}]*\}")
_NUMBER = regex.compile(r"\d+")
_CALLS = regex.compile(r"\(\?(?:R|&|P>|[+-]?\d)")


class Pattern:
    """A regular expression, and the time that is left for looking for it.

    Upper and lower case are told apart; `(?i)` at its start takes them for the same.

    Args:
        text: in the syntax of Python's `re`, with the additions of the package `regex`.
        budget_s: seconds of work for all searches together, whatever else the machine does.

    Raises:
        InputError: it is no regular expression, is longer than `MAX_LENGTH`, calls itself, or
            repeats more than `MAX_REPEATS` times.
    """

    def __init__(self, text: str, *, budget_s: float = 2.0) -> None:
        _check(text)
        try:
            self._found = regex.compile(text)
        except regex.error as error:
            raise InputError(f"{text!r} is not a regular expression: {error}") from error
        self._text = text
        self._budget_s = self._left_s = budget_s

    def found_in(self, text: str) -> bool:
        """Return whether it is found in a text; raise InputError where the time has run out."""
        began_s = time.thread_time()
        if self._left_s <= 0:
            raise self._too_slow()
        try:
            # Other threads go on meanwhile.
            match = self._found.search(text, timeout=self._left_s, concurrent=True)
        except TimeoutError:
            raise self._too_slow() from None
        self._left_s -= time.thread_time() - began_s
        return match is not None

    def _too_slow(self) -> InputError:
        return InputError(
            f"looking for {self._text!r} took more than {self._budget_s:g} s and was stopped; "
            "write a simpler expression, or narrow the other filters"
        )


def _check(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise InputError(f"a regular expression has at most {MAX_LENGTH} characters")
    if _CALLS.search(text):
        raise InputError(f"{text!r} calls itself or one of its groups, which may never end")
    counts = (max(map(int, numbers)) for numbers in _numbers(text))
    if math.prod(counts) > MAX_REPEATS:
        raise InputError(f"{text!r} repeats more than {MAX_REPEATS:,} times; use * or + instead")


def _numbers(text: str) -> list[list[str]]:
    found = (_NUMBER.findall(braces) for braces in _COUNTS.findall(text))
    return [numbers for numbers in found if any(int(number) for number in numbers)]
