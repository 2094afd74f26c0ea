from core.review.suspicion import count
from core.review.suspicion.judge import read
from tests.review.suspicion.build import row, seen


def test_target_words_without_a_link_are_a_share_of_those_that_count() -> None:
    given = row("Bank said it", "dijo Banco ayer mismo de", "0-1 1-0", {(0, 1): (1, 2)})
    assert seen(given).rest["unlinked-words"][0] == 0.5


def test_a_target_of_unusual_length_is_told() -> None:
    usual = [row("a b c d", "a b c d", "0-0", {}, name=f"p{k}") for k in range(50)]
    long = row("a b c d", " ".join("abcdefghijklmnopqrstuvwxyz"), "0-0", {}, name="long")
    corpus = count([*usual, long])
    assert read(long, corpus).rest["sentence-length"][0] == 1.0
    assert read(usual[0], corpus).rest["sentence-length"][0] == 0.0


def test_words_that_look_like_a_name_the_source_does_not_have_are_told() -> None:
    given = row("he said so", "dijo ayer Angela Merkel", "1-0", {})
    assert seen(given).rest["name-like"] == (1.0, ("Angela", "Merkel"))


def test_words_linked_to_a_capital_are_no_surprise() -> None:
    given = row("then Merkel spoke", "habló ayer Merkel", "1-2 2-0", {})
    assert seen(given).rest["name-like"][0] == 0.0
