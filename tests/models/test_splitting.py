import pytest

from core.models.seq2seq.splitting import parts_of


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize(
    ("text", "most", "parts"),
    [
        ("a b c", 3, ["a b c"]),
        ("a b. c d. e f.", 4, ["a b. c d.", "e f."]),
        ("a b. c d e f g! h", 3, ["a b.", "c d e", "f g!", "h"]),
        ("a  b\nc d", 2, ["a  b", "c d"]),
        ("a b c d e", 2, ["a b", "c d", "e"]),
    ],
)
def test_sentences_stay_together_then_words(text: str, most: int, parts: list[str]) -> None:
    assert parts_of(text, words, most) == parts


def test_letters_are_cut_where_there_are_no_spaces() -> None:
    text = "今日は東京へ行く。明日は帰る。"
    assert parts_of(text, len, 9) == ["今日は東京へ行く。", "明日は帰る。"]
    assert "".join(parts_of(text, len, 4)) == text
    assert max(map(len, parts_of("x" * 100, len, 7))) <= 7


def test_nothing_but_space_is_lost() -> None:
    text = "One two. Three! Four five six seven? " * 9
    for most in (1, 2, 5, 11):
        assert " ".join(parts_of(text, words, most)).split() == text.split()


def test_a_letter_that_does_not_fit_is_left_whole() -> None:
    assert parts_of("ab", lambda text: 5 * len(text), 4) == ["a", "b"]
