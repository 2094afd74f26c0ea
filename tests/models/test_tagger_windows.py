from hypothesis import given
from hypothesis import strategies as st

from core.models.networks.windows import Window, windows


def test_a_sentence_that_fits_is_one_window() -> None:
    assert windows([2, 0, 3], 6) == (Window(0, 3, 0, 3, 6),)


def test_a_long_sentence_is_read_with_context_on_both_sides() -> None:
    assert windows([1] * 9, 4) == (
        Window(0, 4, 0, 3, 4),
        Window(2, 6, 3, 5, 4),
        Window(4, 8, 5, 7, 4),
        Window(5, 9, 7, 9, 4),
    )


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(1, 12))
def test_every_word_is_answered_once_and_every_window_fits(counts, room) -> None:
    sizes = [min(max(count, 1), room) for count in counts]
    upto = 0
    for window in windows(counts, room):
        assert window.first == upto
        assert window.start <= window.first < window.last <= window.end
        assert sum(sizes[window.start : window.end]) == window.size <= room
        upto = window.last
    assert upto == len(counts)


@given(st.integers(9, 60), st.integers(8, 16))
def test_words_of_one_sub_word_have_a_quarter_of_the_room_beside_them(words, room) -> None:
    for window in windows([1] * words, room):
        if window.start:
            assert window.first - window.start >= room // 4 - 1
        if window.end < words:
            assert window.end - window.last >= room // 4 - 1
