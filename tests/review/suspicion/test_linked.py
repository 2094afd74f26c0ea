import pytest

from tests.review.suspicion.build import row, signals


def test_a_word_without_a_link_into_the_span_is_named() -> None:
    found = signals(row("the European Bank said", "el Banco dijo", "2-1 3-2", {(1, 3): (1, 2)}))
    assert found["unlinked-word"] == (1.0, ("European",))


def test_an_article_needs_no_link() -> None:
    found = signals(row("in the Bank now", "en Banco ahora", "2-1 3-2", {(1, 3): (1, 2)}))
    assert found["unlinked-word"] == (0.0, ())


def test_the_weakest_of_the_best_links_counts() -> None:
    links = "0-0=.9 0-1=.1 1-1=.3"
    found = signals(row("European Bank", "Banco Europeo", links, {(0, 2): (0, 2)}))
    value, words = found["weak-link"]
    assert value == pytest.approx(0.7)
    assert words == ("Bank",)


def test_links_to_words_apart_from_the_span_are_told_and_those_beside_it_are_not() -> None:
    words = "Banco de España hoy dijo Bank"
    apart = signals(row("Bank said", words, "0-0 0-5 1-4", {(0, 1): (0, 1)}))
    beside = signals(row("Bank said", words, "0-2 0-3 1-4", {(0, 1): (2, 3)}))
    assert apart["links-apart"] == (1.0, ("Bank",))
    assert beside["links-apart"] == (0.0, ())


def test_without_links_nothing_is_said_of_them() -> None:
    found = signals(row("Bank said", "Banco dijo", None, {(0, 1): (0, 1)}))
    assert found.keys().isdisjoint({"unlinked-word", "weak-link", "links-apart"})


def test_an_entity_without_a_span_has_no_links_to_judge() -> None:
    found = signals(row("Bank said", "Banco dijo", "1-1", {(0, 1): None}))
    assert "unlinked-word" not in found
    assert found["no-span"] == (1.0, ())
