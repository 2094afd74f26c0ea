import re

from core.review.suspicion import CODES, SIGNALS
from core.review.suspicion.table import NOT_PROJECTED


def test_codes_are_kebab_case_and_every_signal_says_what_it_measures() -> None:
    assert [c for c in SIGNALS if not re.fullmatch(r"[a-z]+(-[a-z]+)*", c)] == []
    assert [s.code for s in SIGNALS.values() if not s.measures] == []


def test_a_signal_that_is_told_has_words_for_the_menu_and_for_the_reader() -> None:
    told = {s.code for s in SIGNALS.values() if s.shown <= 1}
    assert told == {s.code for s in SIGNALS.values() if s.words and s.text}
    assert told | {NOT_PROJECTED} == set(CODES)
    assert len(set(CODES.values())) == len(CODES)
